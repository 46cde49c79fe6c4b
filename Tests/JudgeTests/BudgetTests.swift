import Testing

@testable import Judge

/// How error rates are divided: by weight among guardrails, and jointly among the four errors.
@Suite struct BudgetTests {
  private func plan(weights: [Double?]) -> Plan {
    var plan = Plan.sample
    plan.metrics = weights.enumerated().map { index, weight in
      var metric = MetricPlan(
        name: "errors \(index)", kind: .proportion, role: .guardrail, better: .lower,
        column: "error \(index)")
      metric.margin = Threshold(value: 0.05, unit: .absolute, text: "5pp")
      metric.critical = true
      metric.weight = weight
      return metric
    }
    return plan
  }

  @Test(
    "The shares of all guardrails and treatments sum to the budget, in proportion to their weights")
  func shares() {
    var plan = plan(weights: [3, nil, 1])
    plan.treatments = ["new", "newer"]
    let shares = ErrorShares(plan)
    // 3 : 1 : 1 of 5 %, halved among two treatments; exact up to rounding.
    for (share, expected) in zip(shares.harm, [0.015, 0.005, 0.005]) {
      #expect(abs(share - expected) < 1e-17)
    }
    #expect(abs(2 * shares.harm.reduce(0, +) - 0.05) < 1e-16)
  }

  @Test("Critical guardrails and others draw on two budgets")
  func twoBudgets() {
    var plan = Plan.sample
    plan.inference.rollbackSignificance = 0.02
    plan.metrics[1].weight = 4
    // conversion and complaints share α_D by 1 : 4, errors has α_R to itself.
    for (share, expected) in zip(ErrorShares(plan).harm, [0.01, 0.04, 0.02]) {
      #expect(abs(share - expected) < 1e-17)
    }
  }

  @Test("A harm needs the more evidence, the less of the weight it holds")
  func weightDecides() {
    // e is about 40: a weight of 19 to 1 asks for 21, one of 1 to 19 for 400.
    let log = CountedLog(rows: [4000, 4000], hits: [[200, 265], [200, 200]])
    #expect(log.decision(under: plan(weights: [19, 1])).harmed == ["errors 0"])
    #expect(log.decision(under: plan(weights: [1, 19])).harmed == [])
  }

  @Test("Evidence that holds the whole weight is judged as if it were alone")
  func nearlyAllWeight() {
    let log = CountedLog(rows: [4000, 4000], hits: [[200, 275], [200, 200]])
    let alone = CountedLog(rows: [4000, 4000], hits: [[200, 275]])
    #expect(
      log.decision(under: plan(weights: [1e9, 1])).verdict
        == alone.decision(under: plan(weights: [nil])).verdict)
  }

  // MARK: Joint

  private func inference(_ text: String) throws -> InferencePlan {
    try Plan(yaml: PlanFixture.minimal + "inference: {\(text)}", file: "p").inference
  }

  /// A plan's text, its whole, and promotion, rollback, stop and invalid.
  private struct Joint {
    var text: String
    var whole: Double
    var rates: [Double]
  }

  private static let joints: [Joint] = [
    Joint(
      text: "joint: true", whole: 0.05, rates: [third(0.049), third(0.049), third(0.049), 0.001]),
    Joint(
      text: "joint: true, significance: 10%", whole: 0.1,
      rates: [third(0.099), third(0.099), third(0.099), 0.001]),
    Joint(
      text: "joint: true, rollback_significance: 1%", whole: 0.05,
      rates: [0.0195, 0.01, 0.0195, 0.001]),
    Joint(
      text:
        "joint: true, rollback_significance: 1%, deterioration_significance: 2%, invalid_significance: 1%",
      whole: 0.05, rates: [0.01, 0.01, 0.02, 0.01]),
  ]

  private static func third(_ rate: Double) -> Double { rate / 3 }

  @Test("The four error rates of a joint plan sum to its significance", arguments: joints.indices)
  func joint(index: Int) throws {
    let joint = Self.joints[index]
    let (whole, rates) = (joint.whole, joint.rates)
    let inference = try inference(joint.text)
    let found = [
      inference.significance, inference.rollbackSignificance, inference.deteriorationSignificance,
      inference.invalidSignificance,
    ]
    // A sum of four numbers of this size rounds in the last digits.
    for (rate, expected) in zip(found, rates) { #expect(abs(rate - expected) < 1e-16) }
    #expect(abs(found.reduce(0, +) - whole) < 1e-15)
    #expect(inference.joint == whole)
    let budgets = Budgets(inference)
    #expect(budgets.joint == whole && budgets.falsePromotion == inference.significance)
  }

  @Test("A joint plan whose other rates leave nothing for promotion is refused")
  func nothingLeft() {
    #expect(throws: PlanError.self) { try inference("joint: true, rollback_significance: 5%") }
    #expect(throws: PlanError.self) { try inference("joint: true, significance: 0.1%") }
  }

  @Test("joint: false is the plan without the key")
  func separate() throws {
    #expect(try inference("joint: false") == inference("power: 0.8"))
  }
}

extension Decision {
  /// The metrics that are named as harmed.
  fileprivate var harmed: [String] {
    reasons.compactMap {
      if case .harmShown(let metric, _, _, _, _, _, _) = $0 { metric } else { nil }
    }
  }
}
