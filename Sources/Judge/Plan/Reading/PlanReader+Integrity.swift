internal import Summaries

/// What a log must be to be judged.
extension PlanReader {
  /// A guardrail whose values have no limits cannot be bounded, though the plan asks for it; nor one that
  /// counts units without a label as such without an event, which nobody may ask for unknowingly.
  func refuseUnboundedLabels(_ plan: Plan) {
    guard let missing = plan.labels.map(\.missing), missing != .ignorable,
      let metric = plan.metrics.first(where: {
        $0.role == .guardrail && plan.isLabel($0) && !plan.bounds($0)
          && (missing == .bounds || $0.nonInferiority == .exact || $0.kind == .auc)
      })
    else { return }
    top[.labels]?.complain(
      .notSupported,
      "missing labels of metric \"\(metric.name)\" have no bounds: only shares per row have",
      mend: "write missing: ignorable, or judge an accuracy, a proportion or a rate per row")
  }

  func toleratedGap(_ plan: Plan) -> Double? {
    guard let value = top[.toleratedGap], let seconds = value.seconds() else { return nil }
    if seconds < 60 {
      value.complain(
        .invalidValue, "tolerated_gap is less than a minute", mend: "write 1m or more, such as 6h")
    }
    if plan.log.time == nil {
      value.complain(
        .contradiction, "tolerated_gap needs the time of each row",
        mend: "name its column as log.time")
    }
    return seconds
  }
}
