internal import Stats

/// Compares what is with what was: reference and current logs in, a drift decision out.
///
/// ```swift
/// let check = DriftCheck(Plan(name: "daily", strategy: .drift, control: nil, treatments: []))
/// let decision = try await check.compare(reference: [.path("may.csv")], current: [.path("june.csv")])
/// ```
public struct DriftCheck: Sendable {
  public let plan: Plan
  private let options: ScanOptions

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - plan: Tolerances and columns; a plan of strategy `drift`.
  ///   - options: Threads, block size and progress of the scan; none of them changes a result.
  public init(_ plan: Plan, options: ScanOptions = ScanOptions()) {
    (self.plan, self.options) = (plan, options)
  }

  /// Reads both bodies of rows and decides.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all.
  public func compare(
    reference: [LogInput], current: [LogInput]
  ) async throws(ExperimentError) -> DriftDecision {
    let before = try await LogScanner(reference, options: options)
      .summary(of: plan.driftScanPlan(role: .reference))
    let after = try await LogScanner(current, options: options)
      .summary(of: plan.driftScanPlan(role: .current))
    do throws(StatsError) {
      return try DriftAnalysis(plan, identity: plan.identity)
        .decide(reference: before, current: after)
    } catch {
      throw .statistics("\(error)")
    }
  }
}
