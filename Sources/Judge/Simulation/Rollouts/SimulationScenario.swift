/// A truth under which a plan is simulated: the worst ones its promises allow, and the one it hopes for.
public struct SimulationScenario: Equatable, Sendable {
  /// What is true.
  public enum Kind: Equatable, Codable, Sendable {
    /// (a) Every success metric is exactly at its minimum, the guardrails are far inside their margins.
    case successAtMinimum
    /// (b) One guardrail is exactly at its margin, the success metrics are far beyond their minimum.
    case guardrailAtMargin(metric: String)
    /// (c) Every metric that is watched for harm is exactly at its harm limit.
    case atHarmLimit(correlation: Double)
    /// (d) The first treatment is truly better, the others are exactly at the minimum.
    case oneWinner
    /// (e) Success metrics improve by twice their minimum, guardrails stay as they are.
    case improvement
    /// The treatment is the same as the control.
    case identical
    /// One metric is worse by twice the limit beyond which it rolls back, all others are the same.
    case beyondLimit(metric: String)
  }

  public let kind: Kind
  private(set) var truth: TrueEffects
  let drawn: SimulatedTruth
  /// Of the normal values behind all columns, within a row and within a unit.
  let correlation: Double

  init(_ kind: Kind, _ plan: Plan, _ model: OutcomeModel) throws(SimulationProblem) {
    self.kind = kind
    var truth = SimulatedTruth(plan, model)
    for variant in plan.treatments.indices.map({ $0 + 1 }) {
      var claimed: Set<Int> = []
      // The metric a scenario is about claims its column before another that reads it too.
      let order = plan.metrics.indices.sorted {
        (Self.rank(kind, plan.metrics[$0]), $0) < (Self.rank(kind, plan.metrics[$1]), $1)
      }
      for index in order {
        let change = Self.change(kind, plan.metrics[index], variant: variant)
        try truth.set(change, metric: index, variant: variant, claimed: &claimed)
      }
    }
    (drawn, self.truth) = (truth, truth.known)
    self.truth.asked = kind.asked(of: plan)
    if case .atHarmLimit(let value) = kind { correlation = value } else { correlation = 0 }
  }

  static func rank(_ kind: Kind, _ metric: MetricPlan) -> Int {
    switch (kind, metric.role) {
    case (_, .monitor): 3
    case (.guardrailAtMargin(let name), _) where metric.name == name: 0
    case (.beyondLimit(let name), _) where metric.name == name: 0
    case (.identical, _), (.beyondLimit, _): 1
    case (.atHarmLimit, _): metric.watchesRollback ? 0 : 1
    case (_, .success): 1
    case (_, .guardrail): 2
    }
  }

  static func change(
    _ kind: Kind, _ metric: MetricPlan, variant: Int
  ) -> SimulatedTruth.Change {
    let least = metric.rule == .estimate ? Threshold.zero : metric.minimumImprovement
    switch (kind, metric.role) {
    case (_, .monitor): return .none
    case (.identical, _): return .none
    case (.beyondLimit(let name), _):
      return metric.name == name ? .worse(by: metric.twiceItsLimit) : .none
    case (.atHarmLimit, _): return metric.harm.value > 0 ? .worse(by: metric.harm) : .none
    case (.successAtMinimum, .success): return .better(by: least)
    case (.oneWinner, .success):
      return variant == 1 ? improved(metric) : .better(by: least)
    case (.improvement, .success): return improved(metric)
    case (.guardrailAtMargin(let name), .guardrail) where name == metric.name:
      return .worse(by: metric.margin)
    case (.guardrailAtMargin, _), (.successAtMinimum, .guardrail): return .farBetter
    case (.oneWinner, .guardrail), (.improvement, .guardrail): return .none
    }
  }

  /// Twice the minimum; 5 % where the plan asks for any improvement.
  private static func improved(_ metric: MetricPlan) -> SimulatedTruth.Change {
    metric.minimumImprovement.value > 0
      ? .better(by: metric.minimumImprovement, times: 2)
      : .better(by: Threshold(value: 0.05, unit: .relative, text: "5%"))
  }

  /// Every scenario that a plan has room for.
  static func all(
    _ plan: Plan, _ model: OutcomeModel
  ) throws(SimulationProblem) -> [SimulationScenario] {
    var all: [SimulationScenario] = []
    for kind in kinds(of: plan) { all.append(try SimulationScenario(kind, plan, model)) }
    return all
  }

  /// The truths that a plan has room for.
  static func kinds(of plan: Plan) -> [Kind] {
    var kinds: [Kind] = []
    let successes = plan.metrics.contains { $0.role == .success }
    if successes, plan.inference.asksForBenefit { kinds.append(.successAtMinimum) }
    if successes || !plan.inference.asksForBenefit {
      kinds += plan.metrics.filter { $0.role == .guardrail }.map {
        .guardrailAtMargin(metric: $0.name)
      }
    }
    let watched = plan.metrics.filter { $0.role != .monitor }
    if !watched.isEmpty { kinds.append(.atHarmLimit(correlation: 0)) }
    if watched.count > 1 { kinds.append(.atHarmLimit(correlation: 0.8)) }
    if successes, plan.treatments.count > 1 { kinds.append(.oneWinner) }
    if successes { kinds.append(.improvement) }
    return kinds
  }
}

extension MetricPlan {
  /// Where nothing at all is allowed, twice the margin.
  fileprivate var twiceItsLimit: Threshold {
    let limit = harm.value > 0 ? harm : margin
    return Threshold(value: 2 * limit.value, unit: limit.unit, text: "twice \(limit.text)")
  }
}

extension SimulationScenario.Kind {
  /// The metric that a truth is about: the guardrail at its margin, else the first that decides.
  func asked(of plan: Plan) -> Int {
    let first = plan.metrics.firstIndex { $0.role != .monitor } ?? 0
    guard case .guardrailAtMargin(let name) = self else { return first }
    return plan.metrics.firstIndex { $0.name == name } ?? first
  }
}
