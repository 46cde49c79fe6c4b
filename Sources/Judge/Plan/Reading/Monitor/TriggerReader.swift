/// Reads one trigger of a monitor.
struct TriggerReader {
  /// What a trigger can measure, beyond the kinds of metrics.
  enum Kind: String, CaseIterable {
    case mean, proportion, ratio, accuracy, rate, quantile
    case notFinite = "not-finite"
    case drift, traffic, split
    case consecutiveFailures = "consecutive-failures"
    case request = "external-request"

    var metric: MetricPlan.Kind? { MetricPlan.Kind(rawValue: rawValue) }
  }

  let section: PlanSection<PlanKeys.Trigger>
  let value: PlanValue
  let plan: Plan

  /// Reads a list of triggers and checks that their names differ.
  static func triggers(_ values: [PlanValue], _ plan: Plan) -> [TriggerPlan] {
    var triggers: [TriggerPlan] = []
    for value in values {
      guard let section = value.section(PlanKeys.Trigger.self),
        let trigger = TriggerReader(section: section, value: value, plan: plan).trigger()
      else { continue }
      if triggers.contains(where: { $0.name == trigger.name }) {
        value.complain(
          .contradiction, "two triggers are called \"\(trigger.name)\"",
          mend: "give each its own name")
      }
      triggers.append(trigger)
    }
    return triggers
  }

  private func trigger() -> TriggerPlan? {
    let name = section.required(.name, mend: "add name: my trigger")?.text()
    let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = section.required(.kind, mend: "add one of kind: \(kinds)")?.choice(Kind.self)
    let severities = TriggerPlan.Severity.allCases.map(\.rawValue).joined(separator: ", ")
    let severity = section.required(.severity, mend: "add one of severity: \(severities)")?
      .choice(TriggerPlan.Severity.self)
    let window = kind == .request ? 0 : self.window()
    guard let name, let kind else { return nil }
    refuseOtherKeys(kind)
    let metric = kind.metric.flatMap { self.metric(name, $0) }
    guard let measurement = measurement(kind, metric), let severity, let window,
      let limit = limit(kind, measurement)
    else { return nil }
    let action = section[.action]?.choice(TriggerPlan.Action.self) ?? .alert
    if action == .rollback, severity != .critical {
      section[.action]?.complain(
        .contradiction,
        "\(section.path).action rolls back, and its severity is \(severity.rawValue)",
        mend: "write severity: critical, or action: alert")
    }
    let trigger = TriggerPlan(
      name: name, measurement: measurement, window: window, limit: limit, severity: severity,
      action: action, response: response(severity), baseline: metric?.baseline)
    requireBaseline(trigger)
    return trigger
  }

  private func window() -> Double? {
    let mend = "add the length of a window, such as over: 1h"
    guard let window = section.required(.over, mend: mend)?.span() else { return nil }
    if window < Double(Plan.shortestBucket) {
      section[.over]?.complain(
        .invalidValue, "\(section.path).over is shorter than a minute", mend: "write over: 1m")
    }
    return window
  }

  private func refuseOtherKeys(_ kind: Kind) {
    func refuse(_ keys: [PlanKeys.Trigger], unless applies: Bool, to owner: String) {
      if !applies { section.refuse(keys, because: "applies only to \(owner)", mend: "remove it") }
    }
    refuse([.numerator, .denominator], unless: kind == .ratio, to: "kind ratio")
    refuse([.label, .threshold], unless: kind == .accuracy, to: "kind accuracy")
    refuse([.q], unless: kind == .quantile, to: "kind quantile")
    refuse(
      [.unit], unless: kind.metric.map { !$0.isShare } ?? false,
      to: "kinds mean, ratio and quantile")
    refuse([.columns, .atLeast, .measure], unless: kind == .drift, to: "kind drift")
    refuse([.traffic], unless: kind == .split, to: "kind split")
    refuse([.file], unless: kind == .request, to: "kind external-request")
    refuse(
      [.count, .within], unless: kind == .consecutiveFailures, to: "kind consecutive-failures")
    refuse([.conditions, .errorRows, .baseline], unless: kind.metric != nil, to: "metrics")
    refuse(
      [.column], unless: ![.drift, .traffic, .ratio, .request].contains(kind),
      to: "kinds that measure one column")
    if kind == .request {
      section.refuse(
        [.over, .above, .below, .beyond], because: "is not used by kind external-request",
        mend: "write file: requests.jsonl")
    }
    if kind == .consecutiveFailures {
      section.refuse(
        [.above, .below, .beyond], because: "is not used by kind consecutive-failures",
        mend: "write count: 5 and within: 60s")
    }
  }

  // MARK: What is measured

  private func measurement(_ kind: Kind, _ metric: MetricPlan?) -> TriggerPlan.Measurement? {
    switch kind {
    case .notFinite:
      let column =
        section[.column] == nil
        ? plan.log.score
        : section[.column]?.text("the name of a column").map { plan.log.resolve($0) }
      if column == nil { _ = section.required(.column, mend: "name the column, or map log.score") }
      return column.map { .notFinite(column: $0) }
    case .drift: return drift()
    case .split: return split()
    case .request:
      return section.required(.file, mend: "add file: requests.jsonl")?.text("a file").map {
        .request(file: $0)
      }
    case .traffic: return .traffic
    case .consecutiveFailures:
      let column =
        section[.column]?.text("the name of a column").map { plan.log.resolve($0) }
        ?? plan.log.error
      if column == nil { _ = section.required(.column, mend: "name the column, or map log.error") }
      let count = section.required(.count, mend: "add count: 5")?.integer(atLeast: 2)
      let seconds = section.required(.within, mend: "add within: 60s")?.span()
      if plan.log.weight != nil {
        section[.kind]?.complain(
          .contradiction,
          "\(section.path) follows single rows, and log.weight says that rows stand for several",
          mend: "remove log.weight, or the trigger")
      }
      guard let column, let count, let seconds else { return nil }
      return .consecutiveFailures(.init(column: column, count: count, seconds: seconds))
    case .mean, .proportion, .ratio, .accuracy, .rate, .quantile:
      return metric.map { .metric($0) }
    }
  }

  private func metric(_ name: String, _ kind: MetricPlan.Kind) -> MetricPlan? {
    var metric = MetricPlan(name: name, kind: kind, role: .monitor, better: .higher, column: "")
    func column(_ key: PlanKeys.Trigger, _ standard: String?, _ mend: String) -> String? {
      if section[key] == nil, let standard { return standard }
      return section.required(key, mend: mend)?.text("the name of a column").map {
        plan.log.resolve($0)
      }
    }
    let first: String?
    switch kind {
    case .mean, .proportion, .quantile: first = column(.column, nil, "name the column to measure")
    case .rate:
      first = column(.column, plan.log.error, "name the column of the event, or map log.error")
    case .ratio:
      first = column(.numerator, nil, "name the column to sum above the line")
      metric.secondColumn = column(.denominator, nil, "name the column to sum below the line")
    case .accuracy, .precision, .recall, .f1, .auc:
      metric.scoreThreshold = section[.threshold]?.number()
      let standard =
        metric.scoreThreshold == nil ? plan.log.prediction : plan.log.score ?? plan.log.prediction
      first = column(.column, standard, "name the column of the prediction, or map log.prediction")
      metric.secondColumn = column(
        .label, plan.labelColumn, "name the column of the true label, or map log.label")
    }
    if kind == .quantile {
      metric.probability = section.required(.q, mend: "add q: 0.95 for the 95th percentile")?
        .probability()
      if metric.probability == nil { return nil }
    }
    metric.conditions = section[.conditions].map(ConditionReader.conditions) ?? []
    metric.errorRows = section[.errorRows]?.choice(MetricPlan.ErrorRows.self) ?? metric.errorRows
    if metric.errorRows != .counted, plan.log.error == nil {
      section[.errorRows]?.complain(
        .contradiction, "\(section.path).error_rows needs the log's errors",
        mend: "map them as log.error")
    }
    metric.baseline = kind.isShare ? section[.baseline]?.share() : section[.baseline]?.number()
    guard let first else { return nil }
    metric.column = first
    return metric
  }

  /// The documents' times: at once, within four hours, within a day.
  private func response(_ severity: TriggerPlan.Severity) -> Double {
    guard let value = section[.response] else {
      return switch severity {
      case .critical: 0
      case .high: 4 * 3600
      case .medium: 86_400
      }
    }
    return value.isWord("immediate") ? 0 : value.span() ?? 0
  }
}

extension LogColumns {
  /// The column a name means: the role it has here, or itself.
  func resolve(_ name: String) -> String {
    let mapped: String? =
      switch name {
      case "time": time
      case "unit": unit
      case "variant": variant
      case "prediction": prediction
      case "label": label
      case "score": score
      case "latency": latency
      case "error": error
      case "weight": weight
      default: nil
      }
    return mapped ?? name
  }
}
