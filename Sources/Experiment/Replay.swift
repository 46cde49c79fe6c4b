internal import Foundation

/// Asks a gate what it would have said at each look, from a log read afterwards.
///
/// At every look only the rows before it exist: the decision is the one that a gate gives on a file of
/// just these rows. A rollback is final: every later look knows of it.
public struct Replay: Sendable {
  /// More looks than this are a mistake in the spacing, each of them a scan of the log.
  public static let mostLooks = 1000

  public let plan: Plan
  /// Seconds between two looks.
  public let every: Double
  private let options: ScanOptions
  private let labels: [LogInput]?

  /// Creates a replay.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen; it names the column of the time.
  ///   - every: Seconds between two looks; the plan's `looks`, or a day, where nil.
  ///   - options: Threads, block size and progress of the scans.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  public init(
    _ plan: Plan, every: Double? = nil, options: ScanOptions = ScanOptions(),
    labels: [LogInput]? = nil
  ) {
    (self.plan, self.options, self.labels) = (plan, options, labels)
    self.every = every ?? plan.inference.looks ?? 86_400
  }

  /// Reads the logs once a look and decides.
  ///
  /// Looks fall on whole multiples of the spacing since 1970, so that daily ones fall on midnight UTC; the
  /// last one knows every row of the log, but no label that came after it.
  ///
  /// - Throws: `ExperimentError` where a gate would, and for a plan without a time column.
  public func run(_ logs: [LogInput]) async throws(ExperimentError) -> DecisionHistory {
    guard plan.log.time != nil else {
      throw .unsupported("a replay needs the time of each row: name its column as log.time")
    }
    guard plan.labels == nil || plan.labels?.time != nil else {
      throw .unsupported(
        "a replay needs the time each label became known: name its column as labels.time")
    }
    let spool = try Spool(logs)
    let times = try await times(spool.inputs)
    var looks: [DecisionHistory.Look] = []
    for (index, time) in times.enumerated() {
      let gate = Gate(
        plan, options: options(look: index, of: times.count), knownBy: time, labels: labels,
        former: looks.last.flatMap { FormerRollback($0.decision) })
      looks.append(.init(until: time, decision: try await gate.decide(spool.inputs)))
    }
    return DecisionHistory(plan: plan.identity, every: every, looks: looks)
  }

  private func times(_ logs: [LogInput]) async throws(ExperimentError) -> [Timestamp] {
    var source = ScanLayout(plan).scan.sources[0]
    (source.unit, source.variant, source.weight, source.key) = (nil, nil, nil, nil)
    let span = try await LogScanner(logs, options: options(look: 0, of: 1))
      .summary(of: ScanPlan(log: source))
    guard let first = span.firstTime, let last = span.lastTime else { return [] }
    let width = every * 1e6
    let (from, to) = (Double(first.microseconds) / width, Double(last.microseconds) / width)
    guard every >= 1, to.rounded(.down) - from.rounded(.down) < Double(Self.mostLooks) else {
      throw .unsupported(
        "looks every \(Int(every)) s over this log are more than \(Self.mostLooks): choose a wider spacing"
      )
    }
    return (Int64(from.rounded(.down))...Int64(to.rounded(.down))).map {
      Timestamp(microseconds: Int64((Double($0 + 1) * width).rounded()))
    }
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
