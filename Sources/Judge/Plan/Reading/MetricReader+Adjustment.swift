internal import Summaries

/// What takes variance off a metric.
extension MetricReader {
  /// The columns of what each unit was before the experiment.
  func readCovariates(_ metric: inout MetricPlan) {
    guard let value = section[.covariates] else { return }
    guard !metric.kind.isOfDistribution else {
      section.refuse(
        [.covariates], because: "adjusts means, shares and ratios, not quantiles or areas",
        mend: "remove it")
      return
    }
    let columns = value.itemsOrSelf().compactMap { $0.text("the name of a column") }.map(resolve)
    let outcomes = [metric.column, metric.secondColumn].compactMap(\.self)
    if columns.isEmpty {
      value.complain(
        .invalidValue, "\(value.path) is empty", mend: "name a column known before the experiment")
    }
    for (index, column) in columns.enumerated() {
      if columns[..<index].contains(column) {
        value.complain(
          .contradiction, "\(value.path) names \"\(column)\" twice", mend: "name each column once")
      } else if outcomes.contains(column) {
        value.complain(
          .contradiction, "\(value.path) names \"\(column)\", which the metric itself measures",
          mend: "name a column whose value was known before the experiment")
      }
    }
    metric.covariates = columns.isEmpty ? nil : columns
  }

  /// The limits that values are held within.
  func readWinsorization(_ metric: inout MetricPlan) {
    guard let value = section[.winsorize] else { return }
    guard metric.kind == .mean || metric.kind == .ratio else {
      section.refuse(
        [.winsorize],
        because: "applies only to kinds mean and ratio: shares and quantiles have no tails",
        mend: "remove it")
      return
    }
    guard let limits = value.section(PlanKeys.Winsorize.self) else { return }
    let lower = limit(limits[.lower])
    let upper = limit(limits[.upper])
    let level = limits.required(
      .at, mend: "add at: unit to hold each unit's sum within the limits, or at: row for each row")?
      .choice(Winsorization.Level.self)
    if limits[.lower] == nil, limits[.upper] == nil {
      value.complain(
        .missingKey, "\(value.path) has neither \"upper\" nor \"lower\"",
        mend: "add a limit known before the experiment, such as upper: 500")
    }
    if let lower, let upper, lower >= upper {
      value.complain(
        .contradiction, "\(value.path) has a lower limit that is not below the upper",
        mend: "exchange them")
    }
    guard let level else { return }
    metric.winsorization = Winsorization(ValueLimits(lower: lower, upper: upper), at: level)
  }

  /// A limit in the metric's own unit; a quantile would be one that the data choose.
  private func limit(_ value: PlanValue?) -> Double? {
    guard let value else { return nil }
    if let text = value.scalarText, PlanNumber.split(text)?.unit == "%" || text.hasPrefix("q") {
      value.complain(
        .notSupported,
        "\(value.path) is \"\(text)\", a limit that the experiment's own data would choose",
        mend:
          "write a number that was fixed before the data, such as a quantile of last month's log")
      return nil
    }
    return value.number()
  }
}
