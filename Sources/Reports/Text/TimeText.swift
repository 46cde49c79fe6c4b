internal import Summaries

/// Instants and durations as text, in UTC.
enum TimeText {
  /// `2026-03-01 08:30 UTC`: to the minute, for reading.
  static func minute(_ time: Timestamp) -> String {
    let (date, seconds, _) = parts(time)
    return "\(date) \(pad(seconds / 3600)):\(pad(seconds / 60 % 60)) UTC"
  }

  /// `03-01`, or `03-01 08:30` within a day: for an axis.
  static func short(_ time: Timestamp) -> String {
    let (date, seconds, _) = parts(time)
    let clock = seconds == 0 ? "" : " \(pad(seconds / 3600)):\(pad(seconds / 60 % 60))"
    return date.suffix(5) + clock
  }

  /// `2026-03-01T08:30:00Z`, with microseconds where there are any: ISO 8601, for machines.
  static func iso8601(_ time: Timestamp) -> String {
    let (date, seconds, microseconds) = parts(time)
    let clock = "\(pad(seconds / 3600)):\(pad(seconds / 60 % 60)):\(pad(seconds % 60))"
    let fraction = microseconds == 0 ? "" : "." + pad(microseconds, to: 6)
    return "\(date)T\(clock)\(fraction)Z"
  }

  /// `3 d 4 h`: the two largest units of a number of seconds.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e12 else {
      return NumberText.decimal(seconds, places: 0) + " s"
    }
    guard seconds >= 0 else { return "-" + duration(-seconds) }
    guard seconds >= 1 else { return NumberText.significant(seconds, digits: 2) + " s" }
    let whole = Int(seconds.rounded(.down))
    let units = [
      (whole / 86_400, "d"), (whole / 3600 % 24, "h"), (whole / 60 % 60, "min"), (whole % 60, "s"),
    ]
    let first = units.firstIndex { $0.0 > 0 } ?? units.count - 1
    return units[first..<min(first + 2, units.count)].filter { $0.0 > 0 }
      .map { "\(NumberText.count($0.0)) \($0.1)" }.joined(separator: " ")
  }

  private static func parts(_ time: Timestamp) -> (date: String, seconds: Int, microseconds: Int) {
    let day = Int(floorDivide(time.microseconds, 86_400_000_000))
    let rest = Int((time.microseconds % 86_400_000_000 + 86_400_000_000) % 86_400_000_000)
    return (civilDate(daysSinceEpoch: day), rest / 1_000_000, rest % 1_000_000)
  }

  /// The proleptic Gregorian date, by eras of 400 years that begin on the first of March.
  private static func civilDate(daysSinceEpoch: Int) -> String {
    let days = daysSinceEpoch + 719_468
    let era = Int(floorDivide(Int64(days), 146_097))
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0)
    return "\(pad(year, to: 4))-\(pad(calendarMonth))-\(pad(day))"
  }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func pad(_ value: Int, to width: Int = 2) -> String {
    let text = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - text.count))
    return (value < 0 ? "-" : "") + zeros + text
  }
}
