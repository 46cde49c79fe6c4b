import Summaries

@testable import Judge

extension Plan {
  /// A success metric, a guardrail and errors, sized so that two weeks of 400 users decide something.
  static var simulated: Plan {
    var success = MetricPlan(
      name: "accuracy", kind: .proportion, role: .success, better: .higher, column: "correct")
    success.minimumImprovement = Threshold(value: 0.1, unit: .absolute, text: "10pp")
    success.baseline = 0.5
    var guardrail = MetricPlan(
      name: "approved", kind: .proportion, role: .guardrail, better: .higher, column: "approved")
    guardrail.margin = Threshold(value: 0.2, unit: .absolute, text: "20pp")
    guardrail.harm = guardrail.margin
    guardrail.baseline = 0.7
    var errors = MetricPlan(
      name: "errors", kind: .rate, role: .guardrail, better: .lower, column: "error")
    errors.margin = Threshold(value: 0.2, unit: .absolute, text: "20pp")
    errors.critical = true
    errors.baseline = 0.2
    var plan = Plan(name: "simulated", control: "a", treatments: ["b"])
    plan.log.unit = "user"
    plan.metrics = [success, guardrail, errors]
    plan.inference.minimumSample = 50
    plan.inference.plannedSample = 400
    return plan
  }
}

extension SimulationStudy {
  /// The position of a scenario.
  func scenario(_ kind: SimulationScenario.Kind) -> Int {
    scenarios.firstIndex { $0.kind == kind } ?? -1
  }

  /// All rollouts of a scenario under a judge; the plan's own where nil.
  func outcomes(
    _ kind: SimulationScenario.Kind, judge: (any RolloutJudge)? = nil
  ) -> [RolloutOutcome] {
    let judge = judge ?? self.judge
    return (0..<settings.rollouts).map {
      rollout($0, scenario: scenario(kind), judge: judge)
    }
  }

  /// The share of rollouts in which a judge errs.
  func share(
    of error: SimulatedError, _ kind: SimulationScenario.Kind, judge: (any RolloutJudge)? = nil
  ) -> Double {
    let all = outcomes(kind, judge: judge)
    return Double(all.count { $0.errors.contains(error) }) / Double(all.count)
  }
}
