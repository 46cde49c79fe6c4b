/// Rollouts under known truths, each judged by the plan's own analysis and rules.
///
/// Pure: a rollout depends on the study, the scenario and its number alone.
public protocol RolloutStudy: Sendable {
  /// The plan that is asked about.
  var plan: Plan { get }
  var settings: SimulationSettings { get }
  /// The truths, in their order.
  var kinds: [SimulationScenario.Kind] { get }
  /// Units of a rollout, in all variants.
  var units: Int { get }
  /// Seconds from the start to each look.
  var looks: [Double] { get }
  /// Whether units return, so that rows are drawn one by one within them.
  var unitsReturn: Bool { get }
  /// The log that units are drawn from, where there is one.
  var source: SimulatedLog? { get }
  /// The plan's own judge.
  var judge: any RolloutJudge { get }

  /// One rollout, looked at to the end: what was answered wrongly at any look, and when it would have ended.
  ///
  /// - Parameters:
  ///   - index: The number of the rollout; the same number draws the same for any judge.
  ///   - scenario: One of `kinds`, by position.
  ///   - judge: What decides at each look.
  /// - Returns: What came of it.
  func rollout(_ index: Int, scenario: Int, judge: any RolloutJudge) -> RolloutOutcome
}

extension RolloutStudy {
  /// What a judge's rollouts of a scenario come to.
  public func result(scenario: Int, _ outcomes: [RolloutOutcome]) -> ScenarioResult {
    ScenarioResult(
      kinds[scenario], outcomes, promises: SimulatedError.promises(of: plan), looks: looks,
      plan: plan)
  }
}

/// The log whose units rollouts draw.
public struct SimulatedLog: Equatable, Codable, Sendable {
  public var rows: Int
  public var units: Int
  /// Stretches of constant allocation, within which variants change places.
  public var phases: Int
}
