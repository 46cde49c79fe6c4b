/// How the plan's error budgets are divided over the questions it asks, before any data are seen.
struct ErrorShares: Equatable {
  var superiority: Double
  var nonInferiority: Double
  /// Of the question of harm to each metric, by its index, for each treatment: α_R is divided among critical
  /// guardrails, α_D among success metrics and other guardrails, by their weights.
  var harm: [Double]

  init(_ plan: Plan) {
    let inference = plan.inference
    let treatments = Double(max(1, plan.treatments.count))
    let successes = Double(max(1, plan.metrics.count { $0.role == .success }))
    superiority = inference.significance / (treatments * successes)
    // Every non-inferiority test of one treatment may use the whole share: all of them must hold.
    nonInferiority = inference.significance / treatments
    func share(_ metric: MetricPlan, of budget: Double, among peers: (MetricPlan) -> Bool) -> Double
    {
      let sum = plan.metrics.filter(peers).map(\.harmWeight).reduce(0, +)
      return budget * metric.harmWeight / (treatments * (sum > 0 ? sum : 1))
    }
    harm = plan.metrics.map { metric in
      metric.watchesRollback
        ? share(metric, of: inference.rollbackSignificance, among: \.watchesRollback)
        : share(metric, of: inference.deteriorationSignificance, among: \.watchesDeterioration)
    }
  }
}

extension MetricPlan {
  /// Harm on it rolls back.
  var watchesRollback: Bool { role == .guardrail && critical }
  /// Harm on it stops.
  var watchesDeterioration: Bool { role == .success || (role == .guardrail && !critical) }
  /// Its part of the budget it shares with others; only proportions matter.
  var harmWeight: Double { weight ?? 1 }
}
