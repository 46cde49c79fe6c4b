internal import Stats
internal import Summaries

/// How many rows a window should have, from the same time of other days.
///
/// A normal count whose spread is no smaller than a Poisson's; the next one differs from the mean of k by as much
/// as Student's t with k − 1 degrees of freedom allows, widened by √(1 + 1/k).
struct TrafficEvidence {
  /// Fewer windows say nothing of their spread.
  static let leastWindows = 3
  private static let day: Int64 = 86_400_000_000

  private let width: Int64
  private var slots: [Int64: Moments] = [:]

  /// Counts the windows of a baseline, those without a row included.
  init(_ summary: LogSummary, width: Int64, period: (since: Timestamp, until: Timestamp)?) {
    self.width = width
    let buckets = TimeBuckets.fixed(origin: Timestamp(seconds: 0), width: width)
    guard let first = period?.since ?? summary.firstTime,
      let last = period?.until ?? summary.lastTime
    else { return }
    // The first and the last window are whole only where the baseline begins and ends with one.
    let begin =
      buckets.index(of: first) + (period != nil && first.microseconds % width == 0 ? 0 : 1)
    let end = buckets.index(of: last)
    guard begin < end, end - begin <= 1_000_000 else { return }
    let rows = Dictionary(
      summary.cells.map { ($0.bucket, $0.rows) }, uniquingKeysWith: { $0 + $1 })
    for bucket in begin..<end {
      slots[slot(bucket), default: Moments()].add(Double(rows[bucket] ?? 0))
    }
  }

  /// The time of day a window begins at; all windows are alike where a day is no multiple of them.
  private func slot(_ bucket: Int) -> Int64 {
    guard width < Self.day, Self.day % width == 0 else { return 0 }
    let perDay = Self.day / width
    let slot = Int64(bucket) % perDay
    return slot < 0 ? slot + perDay : slot
  }

  /// What a count says, and its limits.
  func evidence(
    _ rows: Int, in bucket: Int, _ limit: TriggerLimit
  ) throws(StatsError) -> (evidence: WindowEvidence, limits: TriggerLimits?, falseAlarms: Double) {
    let usual = slots[slot(bucket)] ?? Moments()
    guard usual.count >= Self.leastWindows, let variance = usual.variance else {
      let doubt = TriggerState.Cause.baselineTooFewWindows(
        found: usual.count, required: Self.leastWindows)
      return (WindowEvidence(rows: rows, doubt), nil, 0)
    }
    let (mean, spread) = (usual.mean, max(variance, usual.mean, 1).squareRoot())
    var baseline = TriggerBaseline(fixed: mean)
    baseline.standardDeviation = spread
    let limits = TriggerLimits(limit, baseline)
    let student = StudentT(degreesOfFreedom: Double(usual.count - 1))
    let error = spread * (1 + 1 / Double(usual.count)).squareRoot()
    let value = Double(rows)
    let isBeyond =
      limits.stated.upper.map { value > $0 } ?? false
      || limits.stated.lower.map { value < $0 } ?? false
    let sides = limit.side == .beyond ? 2.0 : 1
    let tail = try student.tails(at: abs(value - mean) / error).upper
    var found = WindowEvidence(rows: rows, units: rows, estimate: value)
    // A count is no estimate: that it is within its limits is seen.
    (found.beyond, found.within) = isBeyond ? (min(1, sides * tail), 1) : (1, 0)
    let chance = try sides * student.tails(at: abs(limit.value) * spread / error).upper
    return (found, limits, min(1, chance))
  }
}
