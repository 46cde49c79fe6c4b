internal import Foundation
internal import Summaries

/// The columns a plan's metrics read, and how they are drawn where the plan states levels and spreads.
struct OutcomeModel: Equatable, Sendable {
  var columns: [SimulatedColumn] = []
  /// For each metric the column that carries its value.
  var metricColumns: [Int] = []
  /// The column of failed requests, where a metric measures it.
  var errors: Int?
  let settings: SimulationSettings

  init(_ plan: Plan, _ settings: SimulationSettings) throws(SimulationProblem) {
    self.settings = settings
    for metric in plan.metrics {
      guard metric.knownRate == nil else {
        throw .notSimulated("known_rate of metric \(metric.name)")
      }
      metricColumns.append(try add(metric))
    }
    errors = plan.log.error.flatMap { index(of: .column($0)) }
    for (index, metric) in plan.metrics.enumerated() {
      for name in metric.covariates ?? [] { try add(covariate: name, of: metricColumns[index]) }
    }
    for metric in plan.metrics {
      for condition in metric.conditions where index(of: .column(condition.column)) != nil {
        throw .conditionOnOutcome(metric: metric.name, column: condition.column)
      }
    }
  }

  func index(of source: SimulatedColumn.Source) -> Int? {
    columns.firstIndex { $0.source == source }
  }

  private mutating func add(_ metric: MetricPlan) throws(SimulationProblem) -> Int {
    switch metric.kind {
    case .accuracy:
      try add(
        metric, .agreement(prediction: metric.column, label: metric.secondColumn ?? metric.column),
        .event)
    case .precision, .recall, .f1, .auc:
      throw .notSimulated("kind \(metric.kind.rawValue) of metric \(metric.name)")
    case .proportion, .rate: try add(metric, .column(metric.column), .event)
    case .mean, .quantile: try add(metric, .column(metric.column), number(metric))
    case .ratio:
      try add(metric, .column(metric.column), .multiple(of: try denominator(metric), sigma: 0.3))
    }
  }

  private mutating func add(covariate name: String, of column: Int) throws(SimulationProblem) {
    if let known = index(of: .column(name)) {
      guard case .covariate = columns[known].values else { throw .mixedColumn(name) }
      return
    }
    columns.append(
      SimulatedColumn(
        source: .column(name), values: .covariate(of: column), level: 0, sign: 1))
  }

  /// A positive amount of mean one a row.
  private mutating func denominator(_ metric: MetricPlan) throws(SimulationProblem) -> Int {
    let source = SimulatedColumn.Source.column(metric.secondColumn ?? metric.column)
    if let known = index(of: source) { return known }
    columns.append(
      SimulatedColumn(source: source, values: .logNormal(sigma: 0.5), level: 1, sign: metric.sign))
    return columns.count - 1
  }

  private mutating func add(
    _ metric: MetricPlan, _ source: SimulatedColumn.Source, _ values: SimulatedColumn.Values
  ) throws(SimulationProblem) -> Int {
    if let known = index(of: source) {
      guard (columns[known].values == .event) == (values == .event) else {
        throw .mixedColumn(metric.column)
      }
      return known
    }
    columns.append(
      SimulatedColumn(
        source: source, values: values, level: level(metric, values), sign: metric.sign,
        rows: metric.per == .unit ? .first : .every))
    return columns.count - 1
  }

  private func level(_ metric: MetricPlan, _ values: SimulatedColumn.Values) -> Double {
    guard values == .event else { return metric.baseline ?? Self.numberLevel(metric) }
    let share: Double? =
      switch settings.shape {
      case .rare: 0.005
      case .common: 0.05
      case .planned, .heavy, .clustered: nil
      }
    // Where lower shares are worse, few failures are as rare as few events.
    if let share {
      return metric.role == .guardrail && metric.better == .higher ? 1 - share : share
    }
    return metric.baseline ?? (metric.kind == .rate ? 0.02 : metric.kind == .accuracy ? 0.85 : 0.5)
  }

  private func number(_ metric: MetricPlan) -> SimulatedColumn.Values {
    if settings.shape == .heavy { return .logNormal(sigma: 2) }
    let level = metric.baseline ?? Self.numberLevel(metric)
    // As the analysis guesses for a silent plan: a coefficient of variation of about a third.
    let deviation = metric.standardDeviation ?? abs(level) * 0.1.squareRoot()
    guard level > 0 else { return .normal(standardDeviation: deviation) }
    let ratio = deviation / level
    return .logNormal(sigma: log1p(ratio * ratio).squareRoot())
  }

  /// A level against which the plan's absolute changes are a tenth.
  private static func numberLevel(_ metric: MetricPlan) -> Double {
    let changes = [metric.minimumImprovement, metric.margin, metric.harm]
      .filter { $0.unit == .absolute }.map(\.value)
    let largest = changes.max() ?? 0
    return largest > 0 ? 10 * largest : metric.standardDeviation.map { 3 * $0 } ?? 100
  }
}
