import AssayTestSupport
import Stats
import Summaries
import Testing

@testable import Judge

/// Canaries that are drawn unit by unit, and entered stage by stage as their own decisions say.
@Suite struct CanaryStudyTests {
  private struct Reference: Decodable {
    var control: Double
    var identicalByLot: Double
  }

  /// The stages and the limit of `fixtures/reference/canary_rules.py`: 500 requests in each.
  private func accuracy(limit: String = "5%", requests: Int = 500) throws -> Plan {
    let traffic = [10, 25, 40, 55, 70, 85, 100]
    let stages = traffic.map { share in
      "  - {traffic: \(share)%, duration: 5m\(share == 10 ? ", rollback: {accuracy: \(limit)}" : "")}"
    }
    return try Plan(
      yaml: """
        name: canary
        strategy: canary
        log: {time: t, unit: none, variant: v}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: accuracy, kind: proportion, column: right, better: higher, role: guardrail, margin: \(limit), baseline: 90%}
        units_per_day: \(requests * 288)
        stages:
        \(stages.joined(separator: "\n"))
        """, file: "p")
  }

  private func study(
    _ plan: Plan, rollouts: Int, beside: CanaryStudy.Beside = .nothing
  ) throws -> CanaryStudy {
    var settings = SimulationSettings()
    (settings.rollouts, settings.looks) = (rollouts, 1)
    return try CanaryStudy(plan, settings: settings, beside: beside)
  }

  private func result(
    _ study: CanaryStudy, _ kind: SimulationScenario.Kind
  ) throws -> ScenarioResult {
    let index = try #require(study.kinds.firstIndex(of: kind))
    let judge = study.judge
    return study.result(
      scenario: index,
      (0..<study.settings.rollouts).map { study.rollout($0, scenario: index, judge: judge) })
  }

  @Test(
    "X9 rules on estimates roll the same model back as often as exact sums say, the plan as it promises"
  )
  func identical() throws {
    let reference: Reference = try ReferenceFile.load("canary_rules")
    let rollouts = 100
    let study = try study(accuracy(), rollouts: rollouts, beside: .rules)
    let found = try result(study, .identical)
    let rules = try #require(found.rules)
    let expected = reference.identicalByLot
    let error = (expected * (1 - expected) / Double(rollouts)).squareRoot()
    #expect(abs(Double(rules.rolledBack) / Double(rollouts) - expected) < 3 * error, "\(rules)")
    #expect(rules.promoted == rollouts - rules.rolledBack)
    let falseRollbacks = try #require(found.errors.first { $0.error == .falseRollback })
    #expect(
      Double(falseRollbacks.count) <= binomialBound(0.05, runs: rollouts) * Double(rollouts))
  }

  @Test(
    "X9 a model that is worse by twice the limit is rolled back by the rules, and never promoted by the plan"
  )
  func detection() throws {
    let study = try study(accuracy(), rollouts: 20, beside: .rules)
    let found = try result(study, .beyondLimit(metric: "accuracy"))
    let rules = try #require(found.rules)
    // 81 % against 90 % over six stages: sums of the script's kind give more than 0.999.
    #expect(rules.rolledBack >= 19, "\(found)")
    #expect(found.verdicts[.promote] == nil)
  }

  @Test(
    "C2 C1 a healthy canary with enough traffic reaches all traffic stage by stage and is promoted")
  func healthy() throws {
    let plan = try accuracy(requests: 4000)
    let study = try study(plan, rollouts: 8)
    let found = try result(study, .identical)
    let stages = try #require(found.stages)
    #expect(stages.map(\.traffic) == [10, 25, 40, 55, 70, 85, 100])
    #expect(stages.map(\.rollouts) == Array(repeating: 8, count: 7), "\(found)")
    // Nothing holds a stage, so that each begins when the one before it is over.
    #expect(stages.map { $0.began?.median ?? -1 } == (0..<7).map { Double($0) * 300 })
    // The limit is its margin, so that a promotion is right; all are, as time does not change what is drawn.
    #expect(found.promoted >= 7, "\(found)")
    #expect(found.stoppingTime.map { $0.median >= 2100 } ?? false)
  }

  @Test("C2 at the margin a promotion, or the step to all traffic, is as rare as promised")
  func margin() throws {
    let rollouts = 60
    let study = try study(accuracy(requests: 1000), rollouts: rollouts)
    let found = try result(study, .guardrailAtMargin(metric: "accuracy"))
    let errors = try #require(found.errors.first { $0.error == .falsePromotion })
    #expect(Double(errors.count) <= binomialBound(0.05, runs: rollouts) * Double(rollouts))
    // Without a proof nobody goes to all traffic, however long the stage before it is held.
    let stages = try #require(found.stages)
    #expect(stages[5].rollouts > 0)
    #expect(stages[6].rollouts == errors.count)
  }

  @Test("C1 the same number draws the same rollout, and quantiles of users are drawn, too")
  func deterministic() throws {
    let plan = try Plan(
      yaml: """
        name: canary
        strategy: canary
        log: {time: t, unit: user, variant: v}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: p90, kind: quantile, column: latency, q: 0.9, better: lower, role: guardrail, margin: 50%}
          - {name: errors, kind: rate, column: failed, role: guardrail, margin: 50%, baseline: 20%}
        stages:
          - {traffic: 20%, duration: 1h, warm_up: 10m, rollback: {p90: 50%, errors: 50%}}
          - {traffic: 100%, duration: 1h}
        """, file: "p")
    var settings = SimulationSettings()
    (settings.rollouts, settings.looks, settings.units) = (2, 2, 3000)
    let study = try CanaryStudy(plan, settings: settings, beside: .rules)
    #expect(study.unitsReturn)
    let identical = try #require(study.kinds.firstIndex(of: .identical))
    let judge = study.judge
    let first = study.rollout(1, scenario: identical, judge: judge)
    #expect(first == study.rollout(1, scenario: identical, judge: judge))
    #expect(first.rules?.verdict == .promote)
  }

  @Test("C1 what is not drawn is refused by name")
  func refused() throws {
    var plan = try accuracy()
    plan.stages?[0].driftScore = 0.3
    #expect(throws: SimulationProblem.notSimulated("drift_score of stages")) {
      _ = try CanaryStudy(plan)
    }
    #expect(throws: SimulationProblem.strategy(.ab)) { _ = try CanaryStudy(.simulated) }
  }
}
