internal import Stats
public import Summaries

/// What was read of the quality of predictions in both logs.
public struct QualityReading: Sendable {
  /// How they were read.
  public var scan: QualityScan
  /// Nil where a log has no predictions, or no labels.
  public var reference: LogSummary?
  public var current: LogSummary?
  /// The current log by windows, where it is cut.
  public var windows: [Window] = []

  /// One window of the current log.
  public struct Window: Sendable {
    public var start: Timestamp
    public var log: LogSummary
  }

  /// Creates a reading of whole logs.
  public init(_ scan: QualityScan, reference: LogSummary?, current: LogSummary?) {
    (self.scan, self.reference, self.current) = (scan, reference, current)
  }

  /// Takes the windows of a reading by windows; one of them may be the reference.
  public mutating func add(_ log: LogSummary, by window: DriftWindow, reference first: Int?) {
    for (bucket, part) in log.byBucket {
      guard let start = window.buckets.instants(of: bucket)?.lowerBound else { continue }
      if bucket == first {
        reference = part
      } else {
        windows.append(Window(start: start, log: part))
      }
    }
  }
}

extension DriftHarm {
  /// Judges the quality of predictions, by labels or by what calibrated scores promise.
  ///
  /// The chance that any of the comparisons, of measures, groups and windows, wrongly shows harm is at most
  /// the plan's significance (Bonferroni).
  ///
  /// - Parameters:
  ///   - plan: The columns' roles, the tolerances, and α.
  ///   - reading: The quality of the labelled rows.
  ///   - reference: The columns of the reference.
  ///   - current: The columns of the current log, whose scores stand in for labels.
  ///   - effects: How many rows count as one, by column, in each log.
  /// - Throws: `StatsError` where an interval cannot be computed.
  init(
    _ plan: Plan, _ reading: QualityReading, reference: LogSummary, current: LogSummary,
    effects: (reference: [String: Double], current: [String: Double])?
  ) throws(StatsError) {
    let limits = plan.drift.heldQualities
    let scan = reading.scan
    comparisons = limits.count * (1 + scan.groups.count + reading.windows.count)
    let comparison = QualityComparison(
      plan: plan, alpha: plan.drift.significance / Double(max(1, comparisons)))
    let before = reading.reference.map { scan.measured($0) }
    let now = reading.current.map { scan.measured($0) }
    qualities = []
    for limit in limits {
      var quality = comparison.compare(limit, before, now, fewest: DriftPlan.fewestLabels)
      if quality.change == nil, limit.measure == .accuracy, let before, let score = plan.log.score,
        let usual = ExpectedAccuracy(
          reference.distributions[score], designEffect: effects?.reference[score] ?? 1),
        let scores = ExpectedAccuracy(
          current.distributions[score], designEffect: effects?.current[score] ?? 1),
        let expected = try ExpectedAccuracy.quality(
          limit, before, usual: usual, now: scores, alpha: comparison.alpha)
      {
        quality = expected
      }
      qualities.append(quality)
    }
    status = .unknown
    addGroups(comparison, reading)
    addWindows(comparison, reading, before)
    status = joint
  }

  private mutating func addGroups(_ comparison: QualityComparison, _ reading: QualityReading) {
    let (plan, scan) = (comparison.plan, reading.scan)
    guard plan.drift.qualities?.groups != nil else { return }
    uncountedGroups = scan.uncounted.isEmpty ? nil : scan.uncounted
    groups = scan.groups.enumerated().flatMap { index, group in
      let before = reading.reference.map { scan.measured($0, group: index) }
      let now = reading.current.map { scan.measured($0, group: index) }
      return plan.drift.heldQualities.map { limit in
        var quality = comparison.compare(
          limit, before, now, fewest: plan.drift.fewestGroupLabels)
        quality.group = group
        return quality
      }
    }
  }

  private mutating func addWindows(
    _ comparison: QualityComparison, _ reading: QualityReading, _ before: QualityMoments?
  ) {
    guard !reading.windows.isEmpty else { return }
    windows = reading.windows.flatMap { window in
      comparison.plan.drift.heldQualities.map { limit in
        var quality = comparison.compare(
          limit, before, reading.scan.measured(window.log), fewest: DriftPlan.fewestLabels)
        quality.start = window.start
        return quality
      }
    }
  }

  /// Harm anywhere is harm; no harm is what the whole log, every group and the last window show.
  private var joint: Status {
    let asked = qualities + (groups ?? [])
    if (asked + (windows ?? [])).contains(where: { $0.status == .harmful }) { return .harmful }
    let isKnown = !asked.isEmpty && (asked + latest).allSatisfy { $0.status == .harmless }
    return isKnown && uncountedGroups == nil ? .harmless : .unknown
  }
}
