/// When requests arrive: busy by day, quiet at night, and less on weekends.
struct TrafficRhythm: Sendable {
  /// Relative traffic of each hour of a day, UTC.
  private static let hours: [Double] = [
    4, 3, 2, 2, 2, 3, 5, 8, 11, 13, 14, 14, 15, 15, 14, 14, 14, 15, 16, 17, 16, 13, 9, 6,
  ]
  private static let weekendFactor = 0.7
  private static let secondsPerDay = 86_400

  /// Traffic from the start to the end of each hour.
  private let hourSums: [Double]
  private let startSecond: Int
  private var hour = 0

  /// Creates the rhythm of `days` days from a second since the Unix epoch.
  init(startSecond: Int, days: Int) {
    self.startSecond = startSecond
    var sum = 0.0
    hourSums = (0..<(24 * days)).map { hour in
      let second = startSecond + 3600 * hour
      let day = floorDivide(second, by: Self.secondsPerDay)
      let hourOfDay = (second - day * Self.secondsPerDay) / 3600
      // 1970-01-01 was a Thursday, so that days 2 and 3 of each week from there are the weekend.
      let isWeekend = (2...3).contains(day - 7 * floorDivide(day, by: 7))
      sum += Self.hours[hourOfDay] * (isWeekend ? Self.weekendFactor : 1)
      return sum
    }
  }

  /// The second since the Unix epoch at which a fraction in [0, 1) of all requests has arrived.
  ///
  /// Fractions must not decrease from call to call.
  mutating func second(atFraction fraction: Double) -> Int {
    let target = fraction * (hourSums.last ?? 0)
    while hour + 1 < hourSums.count && hourSums[hour] <= target { hour += 1 }
    let before = hour == 0 ? 0 : hourSums[hour - 1]
    let within = (target - before) / (hourSums[hour] - before)
    return startSecond + 3600 * hour + min(3599, max(0, Int(3600 * within)))
  }
}

/// The quotient rounded towards minus infinity, which is what a calendar needs before 1970.
func floorDivide(_ dividend: Int, by divisor: Int) -> Int {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}

/// A second since the Unix epoch as ISO 8601 in UTC, such as `2026-03-02T00:00:00Z`.
///
/// The civil date is Hinnant's `civil_from_days`: years that begin in March put the leap day last.
func iso8601(second: Int) -> String {
  let dayNumber = floorDivide(second, by: 86_400)
  let secondOfDay = second - 86_400 * dayNumber
  let shifted = dayNumber + 719_468
  let era = floorDivide(shifted, by: 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra =
    (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let shiftedMonth = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  func two(_ value: Int) -> String { PortableMath.padded(value, width: 2) }
  return PortableMath.padded(year, width: 4) + "-" + two(month) + "-" + two(day) + "T"
    + two(secondOfDay / 3600) + ":" + two(secondOfDay / 60 % 60) + ":" + two(secondOfDay % 60)
    + "Z"
}
