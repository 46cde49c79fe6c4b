/// A rate that is known from before the experiment.
extension MetricReader {
  /// Rows are counted exactly against it, so that each must be a unit of its own.
  func readKnownRate(_ metric: inout MetricPlan) {
    guard let value = section[.knownRate], let known = value.section(PlanKeys.KnownRate.self)
    else { return }
    let mend = "write known_rate: {rate: 0.2%, rows: 50000}"
    let rate = known.required(.rate, mend: mend)?.share()
    let rows = known.required(.rows, mend: mend)?.integer(atLeast: 1)
    func refuse(_ reason: String, mend: String) {
      value.complain(.contradiction, "\(value.path): \(reason)", mend: mend)
    }
    if plan.strategy != .ab {
      refuse("only strategy ab holds a metric against a known rate", mend: "remove it")
    } else if metric.kind != .rate || metric.role != .guardrail || metric.better != .lower {
      refuse(
        "the metric is no guardrail on a rate that is better lower",
        mend: "remove it: other metrics are compared with the control")
    } else if plan.unitColumn != nil {
      refuse(
        "rows are counted one by one, and those of one unit are alike",
        mend: "compare with the control, or write unit: none if each row was randomised")
    } else if metric.nonInferiority == .exact || metric.covariates != nil {
      refuse("it is judged by counts already", mend: "remove non_inferiority and covariates")
    } else if let rate, let rows {
      metric.knownRate = KnownRate(rate: rate, rows: rows)
    }
  }
}
