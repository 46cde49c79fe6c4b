internal import Foundation

/// Asks a gate what it would have said at each look, from a log read afterwards.
///
/// At every look only the rows before it exist: the decision is the one that a gate gives on a file of
/// just these rows. A rollback is final: every later look knows of it.
public struct Replay: Sendable {
  public let plan: Plan
  /// Seconds between two looks.
  public let every: Double
  private let options: ScanOptions
  private var labels: [LogInput]?
  private let stageStarts: [Timestamp]
  private let folder: String?

  /// Creates a replay.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen; it names the column of the time.
  ///   - every: Seconds between two looks; those of the plan where nil.
  ///   - options: Threads, block size and progress of the scans.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  ///   - stageStarts: When the stages of a canary began, in order; what its plan says where empty.
  ///   - folder: The folder from which the plan names its files; the current one where nil.
  public init(
    _ plan: Plan, every: Double? = nil, options: ScanOptions = ScanOptions(),
    labels: [LogInput]? = nil, stageStarts: [Timestamp] = [], folder: String? = nil
  ) {
    (self.plan, self.options, self.labels) = (plan, options, labels)
    (self.stageStarts, self.folder) = (stageStarts, folder)
    self.every = every ?? plan.lookSeconds
  }

  /// Reads the logs and decides at each look.
  ///
  /// Looks fall on whole multiples of the spacing since 1970, so that daily ones fall on midnight UTC; the
  /// last one knows every row of the log, but no label that came after it. Logs in the order of time are
  /// read once for all looks; others, and those that take more than one scan to judge or whose labels come
  /// from a file, once a look or more often.
  ///
  /// - Throws: `ExperimentError` where a gate would, for a plan without a time column, and for strategies that
  ///   know no looks.
  public func run(_ logs: [LogInput]) async throws(ExperimentError) -> DecisionHistory {
    guard [.ab, .canary, .blueGreen, .rolling].contains(plan.strategy) else {
      throw .unsupported("strategy \(plan.strategy.rawValue) is not looked at again and again")
    }
    guard plan.log.time != nil else {
      throw .unsupported("a replay needs the time of each row: name its column as log.time")
    }
    guard plan.labels == nil || plan.labels?.time != nil else {
      throw .unsupported(
        "a replay needs the time each label became known: name its column as labels.time")
    }
    guard every >= 1 else { throw tooManyLooks }
    try plan.requireExecutable()
    var (replay, inputs) = (self, try LogInput.rereadable([logs] + [labels].compactMap(\.self)))
    let logs = inputs.removeFirst()
    replay.labels = inputs.first
    return try await replay.decideLooks(logs)
  }

  private func decideLooks(_ logs: [LogInput]) async throws(ExperimentError) -> DecisionHistory {
    var looks: [DecisionHistory.Look] = []
    func former() -> FormerRollback? { looks.last.flatMap { FormerRollback($0.decision) } }
    let memory = LookMemory()
    var (known, ends) = (try await known(logs, nil), [Timestamp]())
    if known == nil {
      let (span, believed) = try await span(logs)
      // A few rows of another age may be all that is out of order.
      if believed != nil { known = try await self.known(logs, believed) }
      if known == nil { ends = try times(span) }
    }
    if let (known, believed) = known {
      for (index, look) in known.enumerated() {
        guard let time = look.last.map({ Timestamp(microseconds: $0.microseconds + 1) }) else {
          throw tooManyLooks
        }
        let gate = gate(time, look: index, of: known.count, former: former())
        let decision = try await gate.decide(
          after: look.summary, rereading: logs, believing: believed, remembering: memory)
        looks.append(.init(until: time, decision: decision))
      }
    } else {
      for (index, time) in ends.enumerated() {
        let gate = gate(time, look: index, of: ends.count, former: former())
        let decision = try await gate.decide(logs, remembering: memory)
        looks.append(.init(until: time, decision: decision))
      }
    }
    return DecisionHistory(plan: plan.identity, every: every, looks: looks)
  }

  private func gate(
    _ time: Timestamp, look: Int, of count: Int, former: FormerRollback?
  ) -> Gate {
    Gate(
      plan, options: options(look: look, of: count), knownBy: time, labels: labels,
      former: former, stageStarts: starts, folder: folder)
  }

  /// When stages began: as it is said, or as the plan says.
  private var starts: [Timestamp] {
    stageStarts.isEmpty ? (plan.stages ?? []).compactMap(\.start) : stageStarts
  }

  private var axis: TimeBuckets {
    .fixed(origin: Timestamp(microseconds: 0), width: Int64((every * 1e6).rounded()))
  }

  /// What was known at each look, where one scan can tell, and the times that are believed, where some are not.
  private func known(
    _ logs: [LogInput], _ believed: Range<Timestamp>?
  ) async throws(ExperimentError) -> (looks: [LogLook], believed: Range<Timestamp>?)? {
    let layout = ScanLayout(plan, predictions: .counted)
    // The stages of a canary begin one by one, and clusters are summed around a change that is found first.
    guard layout.isOnePass, plan.strategy == .ab else { return nil }
    let scanner = LogScanner(logs, options: options(look: 0, of: 1))
    var scan = layout.scan.believing(believed)
    let looks = try await scanner.believing(&scan, { $0?.last?.summary ?? LogSummary() }) {
      (scan) async throws(ExperimentError) in try await scanner.looks(of: scan, atEndsOf: axis)
    }
    // Looks begin with the first row that counts.
    return looks.map { looks in
      (Array(looks.drop { $0.summary.firstTime == nil }), scan.sources[0].believed)
    }
  }

  /// From when to when the log goes, and the times that are believed, where a few rows are far from all others.
  private func span(
    _ logs: [LogInput]
  ) async throws(ExperimentError) -> (LogSummary, Range<Timestamp>?) {
    var source = ScanLayout(plan).scan.sources[0]
    (source.unit, source.variant, source.weight, source.key) = (nil, nil, nil, nil)
    var scan = ScanPlan(log: source)
    let found = try await LogScanner(logs, options: options(look: 0, of: 1))
      .summary(believing: &scan)
    return (found, scan.sources[0].believed)
  }

  /// The ends of the looks that the log's rows fall into.
  private func times(_ span: LogSummary) throws(ExperimentError) -> [Timestamp] {
    guard let first = span.firstTime, let last = span.lastTime else { return [] }
    let looks = axis.index(of: first)...axis.index(of: last)
    guard looks.count <= LogScanner.mostLooks else { throw tooManyLooks }
    return looks.compactMap { axis.instants(of: $0) }
      .map { Timestamp(microseconds: $0.upperBound.microseconds + 1) }
      // Before its first stage a canary has nothing to be asked.
      .filter { time in starts.first.map { $0 < time } ?? true }
  }

  private var tooManyLooks: ExperimentError {
    .unsupported(
      "looks every \(Int(every)) s over this log are more than \(LogScanner.mostLooks): choose a wider "
        + "spacing")
  }

  /// Progress over all scans as one.
  private func options(look: Int, of count: Int) -> ScanOptions {
    guard let progress = options.progress else { return options }
    var options = options
    options.progress = { done, total in
      progress((total ?? 0) * look + done, total.map { $0 * count })
    }
    return options
  }
}
