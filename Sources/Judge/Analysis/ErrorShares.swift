/// How the plan's error budgets are divided over the questions it asks, before any data are seen.
struct ErrorShares: Equatable {
  var superiority: Double
  var nonInferiority: Double
  /// For each critical guardrail and treatment.
  var rollback: Double
  /// For each other guardrail or success metric and treatment.
  var deterioration: Double

  init(_ plan: Plan) {
    let treatments = Double(max(1, plan.treatments.count))
    let successes = Double(max(1, plan.metrics.count { $0.role == .success }))
    let critical = Double(max(1, plan.metrics.count(where: \.watchesRollback)))
    let other = Double(max(1, plan.metrics.count(where: \.watchesDeterioration)))
    superiority = plan.inference.significance / (treatments * successes)
    // Every non-inferiority test of one treatment may use the whole share: all of them must hold.
    nonInferiority = plan.inference.significance / treatments
    rollback = plan.inference.rollbackSignificance / (treatments * critical)
    deterioration = plan.inference.deteriorationSignificance / (treatments * other)
  }
}

extension MetricPlan {
  /// Harm on it rolls back.
  var watchesRollback: Bool { role == .guardrail && critical }
  /// Harm on it stops.
  var watchesDeterioration: Bool { role == .success || (role == .guardrail && !critical) }
}
