internal import Stats

/// Compares what is with what was: reference and current logs in, a drift decision out.
///
/// ```swift
/// let check = DriftCheck(Plan(name: "daily", strategy: .drift, control: nil, treatments: []))
/// let decision = try await check.compare(reference: [.path("may.csv")], current: [.path("june.csv")])
/// ```
public struct DriftCheck: Sendable {
  public let plan: Plan
  let options: ScanOptions
  private var labels: [LogInput]?

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - plan: Tolerances and columns; a plan of strategy `drift`.
  ///   - options: Threads, block size and progress of the scan; none of them changes a result.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  public init(
    _ plan: Plan, options: ScanOptions = ScanOptions(), labels: [LogInput]? = nil
  ) {
    (self.plan, self.options, self.labels) = (plan, options, labels)
  }

  /// The files of the plan's labels.
  var labelFiles: [LogInput] { labels ?? plan.labels.map { [.path($0.file)] } ?? [] }

  /// The same check, whose labels can be read for one side and again for the other.
  func keepingLabels() throws(ExperimentError) -> DriftCheck {
    var check = self
    if plan.labels != nil { check.labels = try LogInput.rereadable(labelFiles) }
    return check
  }

  /// Reads both bodies of rows, logs or profiles, and decides.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all.
  public func compare(
    reference: [LogInput], current: [LogInput]
  ) async throws(ExperimentError) -> DriftDecision {
    let check = try keepingLabels()
    let before = try DriftSide(check, DriftBody(reference), .reference)
    let after = try DriftSide(check, DriftBody(current), .current)
    let usual = try await summary(before)
    let now = try await summary(after)
    var analysis = DriftAnalysis(plan, identity: plan.identity)
    try await measureUnits(&analysis, (before, usual), (after, now))
    try await readQuality(&analysis, before, after)
    do throws(StatsError) {
      return try analysis.decide(reference: usual.log, current: now.log)
    } catch {
      throw .statistics("\(error)")
    }
  }
}
