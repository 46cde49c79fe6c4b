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

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - plan: Tolerances and columns; a plan of strategy `drift`.
  ///   - options: Threads, block size and progress of the scan; none of them changes a result.
  public init(_ plan: Plan, options: ScanOptions = ScanOptions()) {
    (self.plan, self.options) = (plan, options)
  }

  /// Reads both bodies of rows, logs or profiles, and decides.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all.
  public func compare(
    reference: [LogInput], current: [LogInput]
  ) async throws(ExperimentError) -> DriftDecision {
    let (before, after) = (try DriftBody(reference), try DriftBody(current))
    let usual = try await summary(before, .reference)
    let now = try await summary(after, .current)
    var analysis = DriftAnalysis(plan, identity: plan.identity)
    analysis.designEffects = try await designEffects(before, after, usual, now)
    do throws(StatsError) {
      return try analysis.decide(reference: usual, current: now)
    } catch {
      throw .statistics("\(error)")
    }
  }
}
