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
  let options: ScanOptions
  let asOf: Timestamp?
  let period: (since: Timestamp?, until: Timestamp?)
  let labels: [LogInput]?
  let shadow: [LogInput]?
  let former: FormerRollback?
  /// The folder that files of the plan are named from.
  let folder: String?
  private let laterRows: LaterRows
  let completeUntil: Timestamp?
  /// When the stages of a canary began, in order; what its plan says where empty.
  let stageStarts: [Timestamp]

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
  ///   - shadow: The files of a shadow's answers; the one the plan names where nil.
  ///   - stageStarts: When the stages of a canary began that have, in order; what its plan says where empty.
  ///   - folder: The folder from which the plan names results from outside; the current one where nil.
  public init(
    _ plan: Plan, options: ScanOptions = ScanOptions(), asOf: Timestamp? = nil,
    completeUntil: Timestamp? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
    labels: [LogInput]? = nil, former: FormerRollback? = nil, shadow: [LogInput]? = nil,
    stageStarts: [Timestamp] = [], folder: String? = nil
  ) {
    (self.plan, self.options, self.asOf, self.labels) = (plan, options, asOf, labels)
    (self.completeUntil, self.former, self.shadow) = (completeUntil, former, shadow)
    (period, self.stageStarts, self.folder) = ((since, until), stageStarts, folder)
    laterRows = .leftOut
  }

  /// Creates a gate that knows only the rows before an instant: it decides as it would have then.
  init(
    _ plan: Plan, options: ScanOptions, knownBy until: Timestamp, labels: [LogInput]?,
    former: FormerRollback?, stageStarts: [Timestamp] = [], folder: String? = nil
  ) {
    (self.plan, self.options, self.asOf, self.labels) = (plan, options, until, labels)
    (self.former, self.folder) = (former, folder)
    (period, completeUntil, shadow) = ((nil, until), until, nil)
    // A stage of the future has not begun.
    self.stageStarts = stageStarts.filter { $0 < until }
    laterRows = .unknown
  }

  /// Reads the logs and decides.
  ///
  /// Quantiles of clustered units need a second pass, and windows and times may need one; standard input and
  /// pipes are then kept in temporary files.
  ///
  /// - Throws: `ExperimentError` where there is no verdict to give: the plan cannot be executed, or an
  ///   input cannot be read at all.
  public func decide(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    try await decide(logs, remembering: LookMemory())
  }

  /// Decides, and does not work out again what a memory knows of earlier looks.
  func decide(
    _ logs: [LogInput], remembering memory: LookMemory
  ) async throws(ExperimentError) -> Decision {
    if plan.strategy == .validation { return try await decideValidation(logs) }
    guard plan.strategy != .monitor, plan.strategy != .drift else {
      throw .unsupported("strategy \(plan.strategy.rawValue) has a check of its own, and no gate")
    }
    try plan.requireExecutable()
    switch plan.strategy {
    case .shadow: return try await decideShadow(logs)
    case .canary: return try await decideCanary(logs)
    case .blueGreen, .rolling: return try await decideClusters(logs)
    case .ab, .drift, .validation, .monitor: break
    }
    let found = try await read(layout, logs)
    return judge(found.layout, found.first, found.second, memory)
  }

  /// Reads the logs as a layout asks, which may be more than once.
  func read(
    _ layout: ScanLayout, _ logs: [LogInput]
  ) async throws(ExperimentError) -> (layout: ScanLayout, first: LogSummary, second: LogSummary?) {
    var inputs = [logs] + joinedFiles()
    if layout.needsRereading { inputs = try LogInput.rereadable(inputs) }
    let scanner = LogScanner(inputs[0], joining: Array(inputs.dropFirst()), options: options)
    var (layout, scan) = (layout, layout.scan)
    var first = try await scanner.believing(&scan, { $0 }) {
      (scan) async throws(ExperimentError) in try await firstPass(scanner, scan)
    }
    layout.believed = scan.sources[0].believed
    let refined = layout.refined(by: first)
    if let refined { first = try await firstPass(scanner, refined.scan) }
    if let scan = layout.requestScan {
      let requests = try await scanner.logAlone.summary(of: scan)
      first.repeatedRequests = requests.rows.used - requests.cells.map(\.units).reduce(0, +)
    }
    let second = try await secondPass(refined ?? layout, first, scanner)
    return (refined ?? layout, first, second)
  }

  /// Decides from what the first pass found; the logs are read again where that is not enough.
  func decide(
    after first: LogSummary, rereading logs: [LogInput], believing times: Range<Timestamp>?,
    remembering memory: LookMemory
  ) async throws(ExperimentError) -> Decision {
    var layout = layout
    layout.believed = times
    let second = try await secondPass(layout, first, LogScanner(logs, options: options))
    return judge(layout, first, second, memory)
  }

  private var layout: ScanLayout {
    ScanLayout(
      plan, since: period.since, until: period.until, asOf: asOf, predictions: .counted)
  }

  private func secondPass(
    _ layout: ScanLayout, _ first: LogSummary, _ scanner: LogScanner
  ) async throws(ExperimentError) -> LogSummary? {
    try layout.requireFewBuckets(first)
    guard let plan = layout.secondPass(after: first) else { return nil }
    return try await scanner.summary(of: plan)
  }

  private func judge(
    _ layout: ScanLayout, _ first: LogSummary, _ second: LogSummary?, _ memory: LookMemory
  ) -> Decision {
    Judgement(plan, layout: layout, asOf: asOf, completeUntil: completeUntil, former: former)
      .decide(first, secondPass: second, remembering: memory)
  }

  private func firstPass(
    _ scanner: LogScanner, _ scan: ScanPlan
  ) async throws(ExperimentError) -> LogSummary {
    guard laterRows == .unknown, let until = period.until else {
      return try await scanner.summary(of: scan)
    }
    let looks = try await scanner.looks(of: scan, atEndsOf: .boundaries([until]))
    var found: LogSummary
    if let look = looks?.first, look.last.map({ $0 < until }) ?? false {
      found = look.summary
    } else {
      found = try await scanner.summary(of: scan)
      found.rows.forgetLater()
    }
    for index in found.joins.indices { found.joins[index].rows.forgetLater() }
    return found
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

extension LogSummary.Rows {
  /// Takes rows after the period for such that were never read.
  fileprivate mutating func forgetLater() {
    read -= outsidePeriod - early
    outsidePeriod = early
  }
}

extension Gate {
  /// The files of the sources that a scan joins to the log, in their order.
  func joinedFiles() -> [[LogInput]] {
    [plan.labels.map { labels ?? [.path($0.file)] }, plan.prePeriod.map { [.path($0.file)] }]
      .compactMap(\.self)
  }
}

extension Plan {
  /// Refuses what no gate can judge.
  func requireExecutable() throws(ExperimentError) {
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

  /// Scans on a thread of its own for what was known at the end of each bucket of an axis.
  func looks(
    of plan: ScanPlan, atEndsOf axis: TimeBuckets
  ) async throws(ExperimentError) -> [LogLook]? {
    try await detached { (scanner) throws(IngestError) in
      try scanner.looks(plan, atEndsOf: axis)
    }
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
