public import Stats
public import Summaries

/// Holds a log, whole and window by window, against a reference.
///
/// The guarantee is that of ``DriftAnalysis``, over all columns and all windows together: the tests of the
/// whole log and of every window are adjusted as one family (Holm, 1979).
public struct WindowAnalysis: Sendable {
  /// More windows than this are a mistake in their length.
  public static let mostWindows = 1_000

  private var analysis: DriftAnalysis
  private let window: DriftWindow
  /// How many rows count as one, where they come in units.
  public var effects: WindowEffects? {
    didSet { analysis.designEffects = effects.map { ($0.reference, $0.whole) } }
  }
  /// What was read of the quality of predictions, where the plan asks for it.
  public var quality: QualityReading? {
    get { analysis.quality }
    set { analysis.quality = newValue }
  }
  /// Further readings of the logs, whose broken rows count as those of the first do.
  public var rereadings: [LogSummary] {
    get { analysis.rereadings }
    set { analysis.rereadings = newValue }
  }
  private var plan: DriftPlan { analysis.plan.drift }

  /// Creates the judgement of one plan.
  public init(_ plan: Plan, window: DriftWindow, identity: PlanIdentity) {
    analysis = DriftAnalysis(plan, identity: identity)
    self.window = window
  }

  /// Compares what scans of ``Plan/windowScanPlan(role:_:)`` found.
  ///
  /// - Parameters:
  ///   - reference: What was usual; the first window of the current log where nil.
  ///   - current: A log with a cell for each window.
  /// - Returns: The decision with its timeline.
  /// - Throws: `StatsError` where p-values cannot be adjusted.
  public func decide(
    reference: LogSummary?, current: LogSummary
  ) throws(StatsError) -> DriftDecision {
    guard let log = WindowedLog(reference: reference, current: current) else {
      return try analysis.decide(reference: current, current: current)
    }
    return try decide(log, all: current)
  }

  /// Compares a log that was cut.
  ///
  /// - Parameters:
  ///   - log: The windows.
  ///   - current: All of the current log, the window that is the reference included.
  /// - Returns: The decision with its timeline.
  /// - Throws: `StatsError` where p-values cannot be adjusted.
  public func decide(
    _ log: WindowedLog, all current: LogSummary
  ) throws(StatsError) -> DriftDecision {
    let (before, isGiven) = (log.reference, log.referenceBucket == nil)
    let windows = log.windows.map { (bucket: $0.bucket, summary: $0.log) }
    var decision = try analysis.decide(reference: before, current: log.whole)
    let columns = try compared(log)
    let names = columns.whole.map(\.column)
    decision.columns = zip(columns.whole, names.indices).map { column, index in
      joined(column, columns.windows.map { $0[index] }, windows)
    }.sorted(by: DriftAnalysis.precedes)
    decision.timeline = DriftTimeline(
      width: window.length,
      windows: zip(windows, columns.windows).compactMap { entry, columns in
        timelineWindow(entry, columns)
      },
      reference: isGiven ? .given : .firstWindow,
      traffic: TrafficNorm(
        isGiven ? before : before.limited(to: current, window), plan.trafficTolerance
      ).flatMap { $0.judge(current, without: isGiven ? nil : before) })
    if decision.verdict != .invalid, before.rows.used > 0, !windows.isEmpty {
      let verdict = DriftAnalysis.verdict(decision.columns, under: plan)
      decision.verdict = decision.harm.map { verdict.joined(to: $0.status) } ?? verdict
    }
    return decision
  }

  private func timelineWindow(
    _ entry: (bucket: Int, summary: LogSummary), _ columns: [ColumnDrift]
  ) -> DriftTimeline.Window? {
    guard let range = window.buckets.instants(of: entry.bucket) else { return nil }
    return DriftTimeline.Window(
      start: range.lowerBound,
      end: Timestamp(microseconds: range.upperBound.microseconds + 1),
      rows: entry.summary.rows.used, drifted: columns.count { $0.status == .drift })
  }

  /// The columns of the whole log and of each window, their tests adjusted together.
  private func compared(
    _ log: WindowedLog
  ) throws(StatsError) -> (whole: [ColumnDrift], windows: [[ColumnDrift]]) {
    let reference = log.reference
    let names = analysis.pairs(reference, log.whole).map(\.column)
    let windows: [(bucket: Int?, log: LogSummary)] = log.windows.map { ($0.bucket, $0.log) }
    let parts = [(bucket: nil, log: log.whole)] + windows
    let comparisons = parts.map { bucket, current in
      let pairs = Dictionary(
        uniqueKeysWithValues: analysis(of: bucket).pairs(reference, current).map {
          ($0.column, $0)
        })
      return names.map { name in
        let pair =
          pairs[name]
          ?? ColumnPair(
            column: name, reference: nil, referenceRows: reference.rows.used, current: nil,
            currentRows: current.rows.used)
        return ColumnComparison(pair, plan: plan, role: analysis.plan.log.role(of: name))
      }
    }
    let pValues = comparisons.flatMap { $0.flatMap { $0.families.map(\.pValue) } }
    var adjusted = try Holm.adjusted(pValues)[...]
    let concluded = comparisons.map { columns in
      columns.map { comparison in
        let own = Array(adjusted.prefix(comparison.families.count))
        adjusted = adjusted.dropFirst(own.count)
        return comparison.concluded(
          adjusted: own, tests: pValues.count, alpha: plan.significance)
      }
    }
    return (concluded[0], Array(concluded.dropFirst()))
  }

  /// The judgement of a window, whose units are its own; of the whole where nil.
  private func analysis(of bucket: Int?) -> DriftAnalysis {
    guard let effects, let bucket, let start = window.buckets.instants(of: bucket)?.lowerBound
    else {
      return analysis
    }
    var own = analysis
    own.designEffects = (effects.reference, effects.windows[start] ?? effects.whole)
    return own
  }

  /// A column of the whole log with its trend.
  private func joined(
    _ whole: ColumnDrift, _ points: [ColumnDrift], _ windows: [(bucket: Int, summary: LogSummary)]
  ) -> ColumnDrift {
    var column = whole
    let starts = windows.map { window.buckets.instants(of: $0.bucket)?.lowerBound }
    column.trend = zip(points, zip(windows, starts)).compactMap { point, entry in
      entry.1.map { TrendPoint(point, start: $0, rows: entry.0.summary.rows.used) }
    }
    let drifted = points.indices.filter { points[$0].status == .drift }
    if let first = drifted.first, let start = starts[first] {
      column.status = .drift
      if whole.status != .drift { column.causes = [] }
      column.causes.append(.windowsDrifted(windows: drifted.count, first: start))
    }
    if column.status == .drift {
      let series = points.indices.map { index in
        ChangePoint.Value(
          weight: Double(windows[index].summary.rows.used), value: points[index].debiasedPsi)
      }
      column.changeBegan = ChangePoint(series).index.flatMap { starts[$0] }
    }
    return column
  }
}

extension TrendPoint {
  init(_ column: ColumnDrift, start: Timestamp, rows: Int) {
    self.init(
      start: start, rows: rows, psi: column.psi, interval: column.psiInterval,
      noiseFloor: column.noiseFloor, missing: column.currentMissing,
      mean: column.measures?.numbers?.current.mean, status: column.status,
      adjustedPValue: column.adjustedPValue)
  }
}

extension LogSummary {
  /// One summary for each time bucket that has rows, in their order.
  var byBucket: [(bucket: Int, summary: LogSummary)] {
    Dictionary(grouping: cells, by: \.bucket).sorted { $0.key < $1.key }.map { bucket, cells in
      var part = LogSummary()
      part.columns = columns
      part.cells = cells
      part.rows.used = cells.reduce(0) { $0 + $1.rows }
      part.rows.read = part.rows.used
      return (bucket, part)
    }
  }

  /// This part of a log with the hours of the whole that lie in its windows.
  func limited(to whole: LogSummary, _ window: DriftWindow) -> LogSummary {
    let ranges = Set(cells.map(\.bucket)).compactMap(window.buckets.instants)
    var part = self
    part.calendar = whole.calendar.filter { hour in ranges.contains { $0.contains(hour.first) } }
    return part
  }
}
