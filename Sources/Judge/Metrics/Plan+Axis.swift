internal import Summaries

/// When a unit's value of a metric is complete, and the time axis on which that falls on bucket ends.
extension Plan {
  /// More buckets than this over a log are a mistake in the plan's lengths of time.
  public static let mostBuckets = 5000

  /// More windows than this over the log of a monitor are one, too.
  public static let mostWindows = 1_000_000

  /// A shorter bucket than a minute is one, too.
  public static let shortestBucket: Int64 = 60

  /// Seconds from a unit's first exposure until nothing that comes can change its value any more: its
  /// window, then the maturity of the labels of the window's last row; 0 where a row is a unit and has
  /// its value at once, nil where units are never complete.
  func delay(of metric: MetricPlan) -> Double? {
    // An area rests on all rows at once: no look of the past can be taken again.
    if metric.kind == .auc { return nil }
    let isLate = isLabel(metric)
    if isLate, labels?.maturity == nil { return nil }
    let maturity = isLate ? labels?.maturity ?? 0 : 0
    if unitColumn == nil { return maturity }
    return metric.window.map { $0 + maturity }
  }

  /// Whether a metric's units enter some time after their first exposure.
  func isDelayed(_ metric: MetricPlan) -> Bool { (delay(of: metric) ?? 0) > 0 }

  /// The width of the time axis in seconds, where windows, maturities or looks ask for one.
  ///
  /// The greatest common divisor of all that must fall on ends of buckets: so the units that are complete
  /// at a look are those of whole buckets, and phases are whole buckets, too.
  public var axisWidth: Int64? {
    let delays = metrics.compactMap { delay(of: $0) }.filter { $0 > 0 }
    guard !delays.isEmpty || inference.success == .groupSequential else { return nil }
    let starts = phases.dropFirst().map { abs($0.start.microseconds) / 1_000_000 }
    let lengths = delays.map { Int64($0) } + [Int64(lookSpacing)] + starts
    return lengths.reduce(ramp == nil ? 0 : ScanLayout.secondsPerDay, Self.divisor)
  }

  /// Whole seconds between two looks; a day where the plan is silent.
  public var lookSpacing: Double { min(max(1, (inference.looks ?? 86_400).rounded()), 1e9) }

  private static func divisor(_ a: Int64, _ b: Int64) -> Int64 { b == 0 ? a : divisor(b, a % b) }

  /// The time axis: fine enough for windows and looks; else the phases of the plan, or days where a ramp
  /// leaves the phases to be found.
  var buckets: TimeBuckets? {
    if let axisWidth {
      return .fixed(origin: Timestamp(seconds: 0), width: axisWidth * 1_000_000)
    }
    if dropsMovedUnits { return nil }
    if stages != nil { return stageAxis }
    if phases.count > 1 { return .boundaries(phases.dropFirst().map(\.start)) }
    guard ramp != nil, log.time != nil else { return nil }
    return .fixed(
      origin: Timestamp(seconds: 0), width: ScanLayout.secondsPerDay * 1_000_000)
  }

  /// The last bucket whose units are all complete for a metric, with the log known up to an instant; all
  /// buckets count where a metric has no delay.
  func lastCompleteBucket(of metric: MetricPlan, at now: Timestamp?) -> Int {
    guard let delay = delay(of: metric), delay > 0 else { return .max }
    guard let now else { return .min }
    return lastBucket(delayedBy: delay, at: now) ?? .max
  }

  /// The last bucket that ends so many seconds before an instant; nil without a fixed axis.
  func lastBucket(delayedBy delay: Double, at now: Timestamp) -> Int? {
    guard let axisWidth else { return nil }
    let end = (Double(now.microseconds) / 1e6 - delay) / Double(axisWidth)
    return Int(end.rounded(.down)) - 1
  }
}
