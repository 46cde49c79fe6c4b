@_exported public import Ingest
@_exported public import Judge
@_exported public import Summaries

/// Judges an experiment: a plan and its logs in, a decision out.
///
/// ```swift
/// let plan = try Plan(yaml: text, file: "plan.yaml")
/// let decision = try await Gate(plan).decide([.path("log.csv")])
/// print(decision.verdict, decision.verdict.exitCode)
/// ```
public struct Gate: Sendable {
  public let plan: Plan
  private let options: ScanOptions
  private let asOf: Timestamp?
  private let period: (since: Timestamp?, until: Timestamp?)
  private let labels: [LogInput]?
  private let former: FormerRollback?
  private let laterRows: LaterRows
  private let completeUntil: Timestamp?

  /// What rows after the period are taken for.
  private enum LaterRows {
    /// Rows of the log that are left out and counted as such.
    case leftOut
    /// Rows that do not exist yet.
    case unknown
  }

  /// Creates a gate.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - options: Threads, block size and progress of the scan; none of them changes a result.
  ///   - asOf: The present: labels of the future do not count, and the plan's `freshness` is asked for;
  ///     neither where nil.
  ///   - completeUntil: Up to when the log is known to hold every row, for windows and looks; its last row
  ///     where nil.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  ///   - former: A rollback that an earlier decision under this plan told; it stays one.
  public init(
    _ plan: Plan, options: ScanOptions = ScanOptions(), asOf: Timestamp? = nil,
    completeUntil: Timestamp? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
    labels: [LogInput]? = nil, former: FormerRollback? = nil
  ) {
    (self.plan, self.options, self.asOf, self.labels) = (plan, options, asOf, labels)
    (self.completeUntil, self.former) = (completeUntil, former)
    period = (since, until)
    laterRows = .leftOut
  }

  /// Creates a gate that knows only the rows before an instant: it decides as it would have then.
  init(
    _ plan: Plan, options: ScanOptions, knownBy until: Timestamp, labels: [LogInput]?,
    former: FormerRollback?
  ) {
    (self.plan, self.options, self.asOf, self.labels) = (plan, options, until, labels)
    self.former = former
    (period, completeUntil) = ((nil, until), until)
    laterRows = .unknown
  }

  /// Reads the logs and decides.
  ///
  /// Quantiles of clustered units need a second pass, and windows may need one; standard input is then
  /// kept in a temporary file.
  ///
  /// - Throws: `ExperimentError` where there is no verdict to give: the plan cannot be executed, or an
  ///   input cannot be read at all.
  public func decide(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    try plan.requireExecutable()
    var layout = ScanLayout(plan, since: period.since, until: period.until, asOf: asOf)
    let spool = layout.needsRereading ? try Spool(logs) : nil
    let scanner = LogScanner(
      spool?.inputs ?? logs, joining: plan.labels.map { [labels ?? [.path($0.file)]] } ?? [],
      options: options)
    var first = try await scanner.summary(of: layout.scan)
    if let refined = layout.refined(by: first) {
      layout = refined
      first = try await scanner.summary(of: layout.scan)
    }
    if laterRows == .unknown {
      first.rows.read -= first.rows.outsidePeriod - first.rows.early
      first.rows.outsidePeriod = first.rows.early
      for index in first.joins.indices {
        first.joins[index].rows.read -= first.joins[index].rows.outsidePeriod
        first.joins[index].rows.outsidePeriod = 0
      }
    }
    if let scan = layout.requestScan {
      let requests = try await scanner.summary(of: scan)
      first.repeatedRequests =
        requests.rows.used - requests.cells.map(\.units).reduce(0, +)
    }
    try layout.requireFewBuckets(first)
    var second: LogSummary?
    if let plan = layout.secondPass(after: first) { second = try await scanner.summary(of: plan) }
    let judgement = Judgement(
      plan, layout: layout, asOf: asOf, completeUntil: completeUntil, former: former)
    return judgement.decide(first, secondPass: second)
  }
}

extension ScanLayout {
  /// Refuses lengths of time that divide a log into more cells than can be meant.
  fileprivate func requireFewBuckets(_ summary: LogSummary) throws(ExperimentError) {
    guard let width = plan.axisWidth, let first = summary.firstTime, let last = summary.lastTime,
      first.seconds(to: last) / Double(width) > Double(Plan.mostBuckets)
    else { return }
    throw .unsupported(
      "windows, maturities, looks and starts of phases have no common length above "
        + "\(TimeSpan(seconds: Double(width)).words), which divides this log into more than "
        + "\(Plan.mostBuckets) parts: choose lengths that are multiples of each other")
  }
}

extension Plan {
  fileprivate func requireExecutable() throws(ExperimentError) {
    if let width = axisWidth, width < Plan.shortestBucket {
      throw .unsupported(
        "windows, maturities, looks and starts of phases have no common length of a minute or more, but "
          + "\(TimeSpan(seconds: Double(width)).words): choose lengths that are multiples of each other"
      )
    }
    guard freshness == nil || log.time != nil else {
      throw .unsupported("freshness needs the time of each row: name its column as log.time")
    }
    guard ramp == nil || log.time != nil else {
      throw .unsupported(
        "a ramp's phases are found by the time of each row: name its column as log.time")
    }
    guard assignment.kind != .perPhase || phases.count > 1 else {
      throw .unsupported("units assigned anew in each phase need the plan's phases: add them")
    }
    guard control != nil else {
      throw .unsupported(
        "strategy ab compares with a control; a plan with `baseline: none` needs absolute criteria")
    }
  }
}

extension LogScanner {
  /// Scans on a thread of its own, as reading blocks.
  func summary(of plan: ScanPlan) async throws(ExperimentError) -> LogSummary {
    try await detached { (scanner) throws(IngestError) in try scanner.scan(plan) }
  }

  /// Reads on a thread of its own, as reading blocks.
  func detached<Answer: Sendable>(
    _ read: @escaping @Sendable (LogScanner) throws(IngestError) -> Answer
  ) async throws(ExperimentError) -> Answer {
    let result = await Task.detached { () -> Result<Answer, IngestError> in
      do throws(IngestError) {
        return .success(try read(self))
      } catch {
        return .failure(error)
      }
    }.value
    switch result {
    case .success(let answer): return answer
    case .failure(let error): throw .ingest(error)
    }
  }
}
