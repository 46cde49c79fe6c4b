/// When a metric's units are complete.
extension MetricReader {
  /// Seconds after a unit's first row; nil where the metric is open.
  func window(of metric: MetricPlan) -> Double? {
    guard let written = section[.window], !written.isWord("open") else {
      if plan.isLabel(metric), plan.unitColumn != nil, plan.labels?.maturity != nil {
        value.complain(
          .contradiction,
          "\(value.path) is measured on labels with a maturity, and its units are never complete",
          mend: "give it a window, such as window: 7d")
      }
      return nil
    }
    let window = written.span()
    if plan.log.time == nil { written.needsTime() }
    if plan.unitColumn == nil {
      written.complain(
        .contradiction,
        "\(written.path) is counted from a unit's first row, and every row is a unit",
        mend: "remove it")
    } else if plan.isLabel(metric), plan.labels?.maturity == nil {
      written.complain(
        .contradiction, "\(value.path) has a window, and its labels may come at any time",
        mend: "say until when a label counts, such as labels: {maturity: 14d}")
    }
    if metric.kind.isOfDistribution {
      written.complain(
        .notSupported,
        "\(written.path): values of \(metric.kind == .auc ? "an area" : "a quantile") are "
          + "counted row by row, before a later row tells when their unit first came",
        mend: metric.kind == .auc
          ? "remove it, or judge precision, recall or f1"
          : "remove it, or judge the mean, or the share of rows above a limit")
    }
    return window
  }
}
