/// Explains one metric: what it averages, in which direction it is better, and what it decides.
struct MetricExplanation {
  private let metric: MetricPlan
  private let plan: Plan

  init(_ metric: MetricPlan, _ plan: Plan) { (self.metric, self.plan) = (metric, plan) }

  var sentence: String {
    "\(metric.name) (\(metric.role.rawValue)): \(measure)\(scope)\(errorRows)\(waiting); \(metric.better.rawValue) is better. \(decision)"
  }

  /// The estimand.
  private var measure: String {
    let second = metric.secondColumn ?? "?"
    let unit = plan.log.unit
    switch (metric.kind, metric.per) {
    case (.quantile, _):
      let percentile = PlanNumber.text((metric.probability ?? 0) * 100, digits: 6)
      return "the \(percentile)% quantile of \(metric.column) over rows\(clustered)"
    case (.ratio, .unitMean):
      return "the mean over units of each unit's Σ \(metric.column) / Σ \(second)"
    case (.ratio, _):
      return "Σ \(metric.column) / Σ \(second) over all rows\(clustered)"
    case (_, .row):
      return "\(rowMeasure)\(clustered)"
    case (_, .unit):
      return
        "the mean over \(unit ?? "rows") of each one's \(metric.kind == .rate ? "having an event in" : "sum of") \(rowSubject)"
    case (_, .unitMean):
      return "the mean over \(unit ?? "rows") of each one's mean of \(rowSubject)"
    }
  }

  private var clustered: String { plan.log.unit.map { ", clustered by \($0)" } ?? "" }

  private var rowMeasure: String {
    switch metric.kind {
    case .mean: "the mean of \(metric.column) over all rows"
    case .precision, .recall, .f1, .auc: "the \(metric.positiveText)"
    case .proportion, .rate: "the share of rows with \(rowSubject)"
    case .accuracy: "the share of labelled rows with \(rowSubject)"
    case .ratio, .quantile: metric.column
    }
  }

  private var rowSubject: String {
    if metric.kind.isOfPositives { return metric.kind.rawValue }
    guard metric.kind == .accuracy else {
      return metric.positive == nil ? metric.column : metric.eventText
    }
    let label = metric.secondColumn ?? "?"
    return metric.scoreThreshold.map { "(\(metric.column) ≥ \(PlanNumber.text($0))) = \(label)" }
      ?? "\(metric.column) = \(label)"
  }

  private var scope: String {
    metric.conditions.isEmpty ? "" : ", where \(WordList.and(metric.conditions.map(\.words)))"
  }

  private var waiting: String {
    let maturity = plan.isLabel(metric) ? plan.labels?.maturity : nil
    return
      (metric.window.map {
        ", over the first \(TimeSpan(seconds: $0).words) of each unit once they have passed"
      } ?? "")
      + (maturity.map {
        ", with the labels known within \(TimeSpan(seconds: $0).words) of their row"
      } ?? "")
  }

  private var errorRows: String {
    switch metric.errorRows {
    case .counted: ""
    case .excluded: ", without rows that have an error"
    case .failure: ", rows with an error counting as failures"
    }
  }

  private var decision: String {
    let known = metric.knownRate.map {
      " Worse is meant against \(PlanNumber.percent($0.rate)) of \($0.rows) rows before the experiment, whatever the control has now."
    }
    return roleDecision + (known ?? "")
  }

  private var roleDecision: String {
    switch metric.role {
    case .monitor:
      guard let level = plan.stages?.last?.levels?[metric.name] else {
        return "It is reported and decides nothing."
      }
      return "It is reported, and rolls back where it is \(level.words), whatever the control does."
    case .success where !plan.inference.asksForBenefit:
      return "Promotion does not need it to be better; proof that it is worse stops."
    case .success:
      let minimum = metric.minimumImprovement.value == 0 ? "zero" : metric.minimumImprovement.text
      switch metric.rule {
      case .lowerBound:
        return "Promotion needs the lower bound of its improvement above \(minimum)."
      case .estimate:
        return
          "Promotion needs it shown to be better, and its estimated improvement at least \(minimum)."
      }
    case .guardrail:
      let harm = metric.harm.value == 0 ? "at all" : "by more than \(metric.harm.text)"
      let consequence = metric.critical ? "rolls back" : "stops"
      return
        "Promotion needs proof that it is not worse by \(metric.margin.text) or more; proof that it is worse \(harm) \(consequence)."
    }
  }
}

/// Names joined as a sentence joins them.
package enum WordList {
  package static func and(_ words: [String]) -> String { joined(words, "and") }
  static func or(_ words: [String]) -> String { joined(words, "or") }

  private static func joined(_ words: [String], _ conjunction: String) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
    return "\(words.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }
}
