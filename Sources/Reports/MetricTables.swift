internal import Judge

/// One treatment's metrics as tables.
struct MetricTables {
  private let treatment: TreatmentAnalysis
  private let level: String

  init(_ treatment: TreatmentAnalysis, level: Double) {
    self.treatment = treatment
    self.level = NumberText.percent(level)
  }

  /// Every metric with its change, its anytime-valid interval and what the plan asks of it.
  var comparisons: Table {
    let columns = [
      Table.Column("metric"), .init("role"), .init("control", .right), .init("treatment", .right),
      .init("change", .right), .init("anytime \(level)", .right), .init("must be"),
      .init("status"),
    ]
    return Table(columns: columns, rows: treatment.metrics.map(comparison))
  }

  /// The classical tests, as if this were the only look.
  var classical: Table {
    let columns = [
      Table.Column("metric"), .init("test"), .init("statistic", .right), .init("df", .right),
      .init("p", .right), .init("\(level) of the difference", .right), .init("interval"),
    ]
    return Table(columns: columns, rows: treatment.metrics.compactMap(classicalRow))
      .withoutEmptyColumns
  }

  private func comparison(_ metric: MetricAnalysis) -> [Phrase] {
    let text = MetricText(metric)
    let status = MetricStatus(metric)
    let isWorse = status == .harmShown && metric.role == .success
    var change = ""
    var interval = ""
    if case .computed(let comparison) = metric.result {
      change = text.change(comparison)
      interval = text.interval(comparison)
    }
    return [
      Phrase(InertText.name(metric.name, limit: 40)),
      Phrase(metric.critical ? "critical" : metric.role.rawValue),
      Phrase(metric.control.map { text.value($0.value) } ?? ""),
      Phrase(metric.treatment.map { text.value($0.value) } ?? ""),
      Phrase(change), Phrase(interval), Phrase(requirement(metric, text)),
      Phrase(isWorse ? "worse" : status.words, status.tone),
    ]
  }

  private func requirement(_ metric: MetricAnalysis, _ text: MetricText) -> String {
    guard case .computed(let comparison) = metric.result else { return "" }
    let question: ThresholdTest.Question
    switch metric.role {
    case .success: question = .superiority
    case .guardrail: question = .nonInferiority
    case .monitor: return ""
    }
    guard let test = comparison.tests.first(where: { $0.question == question }) else { return "" }
    return text.requirement(
      question, test.nullEffect, scale: test.scale, threshold: test.threshold, wording: .cell)
  }

  private func classicalRow(_ metric: MetricAnalysis) -> [Phrase]? {
    guard case .computed(let comparison) = metric.result, let test = comparison.classical else {
      return nil
    }
    return [
      InertText.name(metric.name, limit: 40), test.method,
      NumberText.decimal(test.statistic, places: 3),
      test.degreesOfFreedom.map { NumberText.significant($0, digits: 5) } ?? "",
      NumberText.pValue(test.pValue), MetricText(metric).differenceInterval(test.interval),
      test.intervalMethod,
    ].map { Phrase($0) }
  }
}
