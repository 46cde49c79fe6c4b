/// What a metric calls positive.
extension MetricReader {
  /// An area is computed from all rows with a label that there are: neither window nor look divides them.
  func refuseUnfitArea(_ metric: MetricPlan) {
    guard metric.kind == .auc else { return }
    if plan.labels?.maturity != nil {
      section.refuse(
        [.kind], because: "auc takes all labels that are known, and labels.maturity waits for some",
        mend: "judge precision, recall or f1, or remove the maturity")
    }
    if section[.per]?.isWord("row") == false {
      section.refuse([.per], because: "of an area can only be row", mend: "remove it")
    }
  }

  /// The positive class or the event, and what a row without a label says of it.
  func readPositive(_ metric: inout MetricPlan) {
    let label = plan.log.label ?? plan.labels?.value
    // A label that is missing is not known to be no event.
    if metric.kind == .rate, metric.column == label { metric.blanks = .unknown }
    guard let written = section[.positive] else { return }
    let texts = written.itemsOrSelf().compactMap { $0.text("a value of the column") }
    if texts.isEmpty || Set(texts).count < texts.count {
      written.complain(
        .invalidValue, "\(written.path) must name at least one value, and each once",
        mend: "write positive: fraud, or positive: [fraud, abuse]")
    }
    if let missing = texts.first(where: plan.log.missing.contains) {
      written.complain(
        .contradiction, "\(written.path) is \"\(missing)\", which log.missing takes for no value",
        mend: "name another value, or change log.missing")
    }
    metric.positive = texts
  }
}
