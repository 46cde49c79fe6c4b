internal import Summaries

/// How many rows an hour has as a rule, by the hour of the week where the reference is long enough.
///
/// An hour without rows between the first and the last one counts as zero rows; the first and the last are
/// cut off by the log's own ends, and count as nothing.
struct TrafficNorm {
  private static let hoursOfWeek = 168
  private static let hoursOfDay = 24
  /// Observations that an hour needs to have a norm of its own.
  private static let leastObservations = 3
  /// The most unusual hours that are listed.
  private static let listed = 100

  private let norm: DriftTimeline.Traffic.Norm
  private let tolerance: Double
  private var means: [Int: Moments] = [:]

  /// Learns the norm; nil where the reference has no time, or less than a day of it.
  init?(_ reference: LogSummary, _ tolerance: Double) {
    let hours = Self.hours(reference)
    guard hours.count >= Self.hoursOfDay else { return nil }
    self.tolerance = tolerance
    for norm in [DriftTimeline.Traffic.Norm.hourOfWeek, .hourOfDay, .everyHour] {
      means = [:]
      for hour in hours {
        means[Self.slot(hour.hour, norm), default: Moments()].add(Double(hour.rows))
      }
      let slots = norm == .hourOfWeek ? Self.hoursOfWeek : norm == .hourOfDay ? Self.hoursOfDay : 1
      if means.count == slots, means.values.allSatisfy({ $0.count >= Self.leastObservations }) {
        self.norm = norm
        return
      }
    }
    return nil
  }

  /// Compares the hours of a log, but for those of a part of it that the norm was learnt from.
  func judge(_ current: LogSummary, without known: LogSummary?) -> DriftTimeline.Traffic? {
    let learnt = Set(known?.calendar.map(\.bucket) ?? [])
    let hours = Self.hours(current).filter { !learnt.contains($0.hour) }
    guard !hours.isEmpty else { return nil }
    let judged = hours.compactMap { hour -> DriftTimeline.Hour? in
      guard let usual = means[Self.slot(hour.hour, norm)],
        let range = Self.axis.instants(of: hour.hour)
      else { return nil }
      // Counts vary by the root of their mean at least, however alike a few hours were.
      let spread = max(usual.variance ?? 0, usual.mean, 1).squareRoot()
      return DriftTimeline.Hour(
        start: range.lowerBound, rows: hour.rows, expected: usual.mean,
        standardDeviations: (Double(hour.rows) - usual.mean) / spread)
    }
    let unusual = judged.filter { abs($0.standardDeviations) > tolerance }
      .sorted {
        (abs($0.standardDeviations), $1.start) > (abs($1.standardDeviations), $0.start)
      }
    return DriftTimeline.Traffic(
      norm: norm, tolerance: tolerance, hours: judged.count,
      unusual: Array(unusual.prefix(Self.listed)), unusualCount: unusual.count)
  }

  /// Whole hours since 1970.
  static let axis = TimeBuckets.fixed(origin: Timestamp(seconds: 0), width: 3_600_000_000)

  private static func slot(_ hour: Int, _ norm: DriftTimeline.Traffic.Norm) -> Int {
    let remainder = { (period: Int) in
      (hour % period + period) % period
    }
    return switch norm {
    case .hourOfWeek: remainder(hoursOfWeek)
    case .hourOfDay: remainder(hoursOfDay)
    case .everyHour: 0
    }
  }

  /// The hours between a log's first and last one with their rows, those without any included.
  private static func hours(_ log: LogSummary) -> [(hour: Int, rows: Int)] {
    var rows: [Int: Int] = [:]
    for cell in log.calendar { rows[cell.bucket, default: 0] += cell.rows }
    guard let first = rows.keys.min(), let last = rows.keys.max(), last - first > 1,
      last - first < 1_000_000
    else { return [] }
    return (first + 1..<last).map { ($0, rows[$0] ?? 0) }
  }
}
