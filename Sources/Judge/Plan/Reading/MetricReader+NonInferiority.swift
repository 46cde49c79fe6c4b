/// How a guardrail's margin is judged.
extension MetricReader {
  /// Exact tests count units with an event, so that the metric and its margin must be of units.
  func readNonInferiority(_ metric: inout MetricPlan) {
    guard let value = section[.nonInferiority],
      let method = value.choice(MetricPlan.NonInferiority.self), method == .exact
    else { return }
    let isComplete = plan.unitColumn == nil || metric.window != nil
    let isOfUnits = plan.unitColumn == nil || metric.per == .unit
    func refuse(_ reason: String, mend: String) {
      value.complain(.contradiction, "\(value.path) is exact, and \(reason)", mend: mend)
    }
    if metric.kind != .rate || metric.role != .guardrail || metric.better != .lower {
      refuse(
        "the metric is no guardrail on a rate that is better lower",
        mend: "remove it: other metrics have no exact test")
    } else if metric.covariates != nil {
      refuse("counts of events are not adjusted", mend: "remove the covariates")
    } else if metric.margin.value <= 0 {
      refuse("counts cannot prove a margin of zero", mend: "write a margin such as 0.5pp or 50%")
    } else if !isOfUnits {
      refuse(
        "counts units with an event, where the rate is of rows",
        mend: "write per: unit, for the share of units with an event")
    } else if metric.margin.unit == .absolute, !isComplete {
      refuse(
        "a share that grows while units come back has no exact bound in points",
        mend:
          "give the metric a window, or write the margin as a share of the control's, such as 50%")
    } else {
      metric.nonInferiority = .exact
    }
  }
}
