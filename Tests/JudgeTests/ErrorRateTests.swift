import Summaries
import Testing

@testable import Judge

/// The error rates of whole decisions: daily looks at returning users, through the rules a gate runs.
///
/// The users' two kinds make visits of one user alike (intraclass correlation about 0.3), so that counting
/// rows instead of users would be wrong too.
@Suite struct ErrorRateTests {
  static let rollouts = 400

  /// The share of rollouts in which some look gives `verdict`.
  private func share(
    of verdict: Verdict, plan: Plan, rollout: SimulatedRollout, seed: UInt64
  ) -> Double {
    let layout = ScanLayout(plan)
    let judgement = Judgement(plan, layout: layout)
    let hits = (0..<Self.rollouts).count { index in
      rollout.looks(seed: seed &+ UInt64(index) &* 7919, plan: plan).contains {
        judgement.decide($0).verdict == verdict
      }
    }
    return Double(hits) / Double(Self.rollouts)
  }

  /// α plus 3.1 standard errors of a binomial share: exceeded by a gate at α once in a thousand runs.
  private func bound(_ alpha: Double) -> Double {
    alpha + 3.1 * (alpha * (1 - alpha) / Double(Self.rollouts)).squareRoot()
  }

  private func plan() -> Plan {
    var success = MetricPlan(
      name: "accuracy", kind: .proportion, role: .success, better: .higher, column: "correct")
    success.minimumImprovement = Threshold(value: 0.02, unit: .absolute, text: "2pp")
    var guardrail = MetricPlan(
      name: "approved", kind: .proportion, role: .guardrail, better: .higher, column: "approved")
    guardrail.margin = Threshold(value: 0.1, unit: .absolute, text: "10pp")
    guardrail.harm = guardrail.margin
    var errors = MetricPlan(
      name: "errors", kind: .rate, role: .guardrail, better: .lower, column: "error")
    errors.margin = Threshold(value: 0.1, unit: .absolute, text: "10pp")
    errors.critical = true
    var plan = Plan(name: "simulated", control: "a", treatments: ["b"])
    plan.log.unit = "user"
    plan.metrics = [success, guardrail, errors]
    plan.inference.minimumSample = 100
    plan.inference.plannedSample = 800
    return plan
  }

  /// Cell (a): the success metric at its minimum, the guardrails far inside.
  private var successAtMinimum: SimulatedRollout {
    SimulatedRollout(outcomes: [
      .init(probability: 0.7, effect: 0.02, spread: 0.25),
      .init(probability: 0.8, effect: 0.05, spread: 0.15),
      .init(probability: 0.2, effect: -0.05, spread: 0.1),
    ])
  }

  /// Cell (b): a guardrail at its margin, the success metric far beyond its minimum.
  private var guardrailAtMargin: SimulatedRollout {
    SimulatedRollout(outcomes: [
      .init(probability: 0.5, effect: 0.25, spread: 0.2),
      .init(probability: 0.7, effect: -0.1, spread: 0.15),
      .init(probability: 0.2, effect: 0, spread: 0.1),
    ])
  }

  @Test("A9 a success metric at its minimum is promoted no more often than promised")
  func falsePromotionAtMinimum() {
    #expect(
      share(of: .promote, plan: plan(), rollout: successAtMinimum, seed: 11) <= bound(0.05))
  }

  @Test func falsePromotionWithGuardrailAtMargin() {
    #expect(
      share(of: .promote, plan: plan(), rollout: guardrailAtMargin, seed: 12) <= bound(0.05))
  }

  @Test("A9 policy catch promotes a guardrail at its margin no more often than promised")
  func falsePromotionUnderCatch() {
    var plan = plan()
    plan.inference.policy = .doNoHarm
    #expect(share(of: .promote, plan: plan, rollout: guardrailAtMargin, seed: 16) <= bound(0.05))
  }

  /// Half the looks come after the maximum, in extensions.
  @Test("A5 an extended experiment keeps the promise of its bounds")
  func falsePromotionWhenExtended() {
    var plan = plan()
    plan.inference.futilityPower = 0.05
    plan.duration.maximum = 7 * 86_400
    plan.duration.extend = ExtensionPlan(
      by: 3 * 86_400, to: 14 * 86_400, conditionalPower: 0.2)
    #expect(share(of: .promote, plan: plan, rollout: successAtMinimum, seed: 17) <= bound(0.05))
  }

  @Test("C2 equal error rates are rolled back no more often than promised")
  func falseRollback() {
    #expect(
      share(of: .rollback, plan: plan(), rollout: guardrailAtMargin, seed: 13) <= bound(0.05))
  }

  /// The same rules with a fixed-horizon z-test asked every day: what peeking does.
  @Test("X2 a gate that peeks at a z-test exceeds the promise")
  func peekingMutantIsRejected() {
    var mutant = plan()
    mutant.inference.success = .fixed
    mutant.duration.maximum = 1
    #expect(share(of: .promote, plan: mutant, rollout: successAtMinimum, seed: 11) > bound(0.05))
    #expect(share(of: .promote, plan: mutant, rollout: guardrailAtMargin, seed: 12) > bound(0.05))
  }

  /// A gate that never answers would keep every promise: a real improvement has to be found.
  @Test func realImprovementIsPromoted() {
    var rollout = successAtMinimum
    rollout.outcomes[0].effect = 0.2
    #expect(share(of: .promote, plan: plan(), rollout: rollout, seed: 14) > 0.8)
  }

  @Test func realHarmIsRolledBack() {
    var rollout = guardrailAtMargin
    rollout.outcomes[2].effect = 0.2
    #expect(share(of: .rollback, plan: plan(), rollout: rollout, seed: 15) > 0.8)
  }
}
