import Summaries
import Testing

@testable import Judge

/// The error rates of whole decisions: daily looks at returning users, through the scan and the rules that a
/// gate runs, and the same for gates with a mistake, which have to be found out.
@Suite struct ErrorRateTests {
  static let rollouts = 120

  /// α plus 3.1 standard errors of a binomial share: exceeded by a gate at α once in a thousand runs.
  private func bound(_ alpha: Double) -> Double {
    alpha + 3.1 * (alpha * (1 - alpha) / Double(Self.rollouts)).squareRoot()
  }

  private func study(
    _ plan: Plan = .simulated, _ change: (inout SimulationSettings) -> Void = { _ in }
  ) throws -> SimulationStudy {
    var settings = SimulationSettings()
    (settings.seed, settings.rollouts) = (11, Self.rollouts)
    change(&settings)
    return try SimulationStudy(plan, settings: settings)
  }

  private func judge(_ change: (inout Plan) -> Void) -> Judgement {
    var plan = Plan.simulated
    change(&plan)
    return Judgement(plan, layout: ScanLayout(plan))
  }

  @Test(
    "A9 neither a success metric at its minimum nor a guardrail at its margin promotes too often",
    arguments: [SimulationScenario.Kind.successAtMinimum, .guardrailAtMargin(metric: "approved")])
  func falsePromotion(kind: SimulationScenario.Kind) throws {
    #expect(try study().share(of: .falsePromotion, kind) <= bound(0.05))
  }

  @Test("A9 policy catch promotes a guardrail at its margin no more often than promised")
  func falsePromotionUnderCatch() throws {
    let harmless = judge { $0.inference.policy = .doNoHarm }
    let kind = SimulationScenario.Kind.guardrailAtMargin(metric: "approved")
    #expect(try study().share(of: .falsePromotion, kind, judge: harmless) <= bound(0.05))
  }

  /// Half the looks come after the maximum, in extensions.
  @Test("A5 an extended experiment keeps the promise of its bounds")
  func falsePromotionWhenExtended() throws {
    let extended = judge {
      $0.inference.futilityPower = 0.05
      $0.duration.maximum = 7 * 86_400
      $0.duration.extend = ExtensionPlan(
        by: 3 * 86_400, to: 14 * 86_400, conditionalPower: 0.2)
    }
    #expect(
      try study().share(of: .falsePromotion, .successAtMinimum, judge: extended) <= bound(0.05))
  }

  @Test("C2 metrics at their harm limits are called harmful no more often than promised")
  func falseHarm() throws {
    let outcomes = try study().outcomes(.atHarmLimit(correlation: 0))
    for error in [SimulatedError.falseRollback, .falseStop] {
      let count = outcomes.count { $0.errors.contains(error) }
      #expect(Double(count) / Double(Self.rollouts) <= bound(0.05))
    }
  }

  /// The same rules with a fixed-horizon z-test asked four times a day.
  @Test("X2 a gate that peeks at a z-test exceeds the promise")
  func peekingIsFound() throws {
    let peeking = judge {
      $0.inference.success = .fixed
      $0.duration.maximum = 1
      $0.metrics.removeLast(2)
    }
    let study = try study {
      $0.units = 1000
      $0.looks = 56
      $0.rollouts = 100
    }
    #expect(study.share(of: .falsePromotion, .successAtMinimum, judge: peeking) > 0.12)
  }

  @Test("X3 the rule estimate promotes at the minimum far more often than the lower bound")
  func estimateRuleIsFound() throws {
    // Ten points of improvement are shown to be above zero with 1,200 users in most rollouts.
    let study = try study {
      $0.units = 1200
      $0.rollouts = 60
    }
    let estimate = judge { $0.metrics[0].rule = .estimate }
    #expect(study.share(of: .falsePromotion, .successAtMinimum, judge: estimate) > 0.3)
    #expect(study.share(of: .falsePromotion, .successAtMinimum) <= bound(0.05))
  }

  @Test("X7 a gate that takes the rows of a user for users exceeds the promise")
  func rowsAsUnitsAreFound() throws {
    let study = try study {
      $0.units = 200
      $0.rollouts = 60
      $0.returning = 0.9
      $0.unitShare = 0.9
    }
    func harms(_ judge: (any RolloutJudge)?) -> Int {
      study.outcomes(.atHarmLimit(correlation: 0), judge: judge).count { !$0.errors.isEmpty }
    }
    // Two promises of 5 % and two of 0.1 %: 15 of 60 come by chance once in a thousand runs.
    #expect(harms(judge { $0.log.unit = nil }) > 15)
    #expect(harms(nil) <= 15)
  }

  @Test("X1 a thousand requests at 10% are a hundred treated, and decide nothing")
  func splitIsCounted() throws {
    var plan = Plan.simulated
    plan.log.unit = nil
    plan.traffic = ["a": 90, "b": 10]
    plan.inference.minimumSample = 1000
    plan.inference.plannedSample = nil
    plan.duration.maximum = 20 * 86_400
    let study = try study(plan) {
      $0.units = 1000
      $0.looks = 4
      $0.rollouts = 5
    }
    #expect(study.outcomes(.improvement).allSatisfy { $0.verdict == .continue })
    // Were the thousand counted in all variants together, the test would end with its time.
    var inAll = plan
    inAll.inference.minimumSample = 90
    let hasty = Judgement(inAll, layout: ScanLayout(inAll))
    #expect(study.outcomes(.improvement, judge: hasty).contains { $0.verdict == .stop })
  }

  @Test("X8 a ramp grows while data are still collected")
  func rampIsNotBlocked() {
    var plan = Plan.sample
    plan.traffic = ["old": 90, "new": 10]
    plan.ramp = RampPlan(initial: 10, step: 10, maximum: 50, every: 86_400)
    let few = CountedLog(rows: [90, 10], hits: [[45, 5], [0, 0], [0, 0]]).decision(under: plan)
    #expect(few.verdict == .continue)
    #expect(few.ramp?.next == 20)
  }

  /// A gate that never answers would keep every promise: a real improvement has to be found.
  @Test func realImprovementIsPromoted() throws {
    let study = try study {
      $0.units = 1600
      $0.rollouts = 20
    }
    let outcomes = study.outcomes(.improvement)
    #expect(outcomes.count(where: \.isTrulyPromoted) > 10)
  }

  @Test func realHarmIsRolledBack() throws {
    // Errors at their margin are twenty points above the harm limit of none.
    let outcomes = try study { $0.rollouts = 20 }.outcomes(.guardrailAtMargin(metric: "errors"))
    #expect(outcomes.count { $0.verdict == .rollback } > 10)
    #expect(outcomes.allSatisfy { !$0.errors.contains(.falseRollback) })
  }
}
