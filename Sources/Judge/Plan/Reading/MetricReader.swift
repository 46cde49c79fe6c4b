/// Reads one metric, after the sections it refers to.
struct MetricReader {
  let section: PlanSection<PlanKeys.Metric>
  let value: PlanValue
  let plan: Plan

  /// Reads a list of metrics and checks that their names differ.
  static func metrics(_ values: [PlanValue], _ plan: Plan) -> [MetricPlan] {
    var metrics: [MetricPlan] = []
    for value in values {
      guard let section = value.section(PlanKeys.Metric.self),
        let metric = MetricReader(section: section, value: value, plan: plan).metric()
      else { continue }
      if metrics.contains(where: { $0.name == metric.name }) {
        value.complain(
          .contradiction, "two metrics are called \"\(metric.name)\"",
          mend: "give each its own name")
      }
      metrics.append(metric)
    }
    return metrics
  }

  private func metric() -> MetricPlan? {
    let name = section.required(.name, mend: "add name: my metric")?.text()
    let kinds = MetricPlan.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = section.required(.kind, mend: "add one of kind: \(kinds)")?
      .choice(MetricPlan.Kind.self)
    let roles = MetricPlan.Role.allCases.map(\.rawValue).joined(separator: ", ")
    let role = section.required(.role, mend: "add one of role: \(roles)")?
      .choice(MetricPlan.Role.self)
    guard let name, let kind, let role, let better = direction(kind) else { return nil }

    var metric = MetricPlan(name: name, kind: kind, role: role, better: better, column: "")
    refuseOtherKeys(kind, role)
    if plan.strategy == .shadow { refuseUnpaired(kind) }
    readColumns(&metric)
    readPositive(&metric)
    metric.per = section[.per]?.choice(MetricPlan.Aggregation.self) ?? metric.per
    readErrorRows(&metric)
    metric.conditions = section[.conditions].map(ConditionReader.conditions) ?? []
    metric.baseline = kind.isShare ? section[.baseline]?.share() : section[.baseline]?.number()
    metric.standardDeviation = section[.standardDeviation]?.number("a number above 0") { $0 > 0 }
    metric.weight = section[.weight]?.number("a number above 0") { $0 > 0 }
    metric.window = window(of: metric)
    refuseUnfitArea(metric)
    readThresholds(&metric)
    requireSpread(metric)
    readCovariates(&metric)
    readWinsorization(&metric)
    readNonInferiority(&metric)
    readKnownRate(&metric)
    return metric
  }

  /// The direction of improvement, which only some kinds fix.
  private func direction(_ kind: MetricPlan.Kind) -> MetricPlan.Direction? {
    let written = section[.better]?.choice(MetricPlan.Direction.self)
    switch kind {
    case .accuracy, .precision, .recall, .f1, .auc:
      if written == .lower {
        section.refuse(
          [.better], because: "is lower, and \(kind.rawValue) is better when higher",
          mend: "remove it")
      }
      return .higher
    case .rate:
      return written ?? .lower
    case .mean, .proportion, .ratio, .quantile:
      if section[.better] != nil { return written }
      _ = section.required(.better, mend: "add better: higher or better: lower")
      return nil
    }
  }

  private func refuseOtherKeys(_ kind: MetricPlan.Kind, _ role: MetricPlan.Role) {
    func refuse(_ keys: [PlanKeys.Metric], unless applies: Bool, to owner: String) {
      if !applies { section.refuse(keys, because: "applies only to \(owner)", mend: "remove it") }
    }
    refuse([.numerator, .denominator], unless: kind == .ratio, to: "kind ratio")
    refuse(
      [.column], unless: kind != .ratio,
      to: "kinds other than ratio, which takes numerator and denominator")
    refuse(
      [.label], unless: kind.needsLabel, to: "kinds accuracy, precision, recall, f1 and auc")
    refuse(
      [.threshold], unless: kind.needsLabel && kind != .auc,
      to: "kinds accuracy, precision, recall and f1")
    refuse(
      [.positive], unless: kind.isOfPositives || kind == .proportion || kind == .rate,
      to: "kinds precision, recall, f1, auc, proportion and rate")
    refuse([.q], unless: kind == .quantile, to: "kind quantile")
    refuse([.unit], unless: !kind.isShare, to: "kinds mean, ratio and quantile")
    refuse([.minimumImprovement, .rule], unless: role == .success, to: "role success")
    refuse(
      [.margin, .harm, .critical, .weight, .nonInferiority, .knownRate],
      unless: role == .guardrail, to: "role guardrail")
    if kind == .quantile, section[.per]?.isWord("row") == false {
      section.refuse([.per], because: "of a quantile can only be row", mend: "remove it")
    }
    if kind.isShare, kind != .rate, section[.per]?.isWord("unit") == true {
      section.refuse(
        [.per], because: "of a share can only be row or unit-mean: by unit it would be a count",
        mend: "write per: row or per: unit-mean")
    }
    if kind == .ratio, section[.per]?.isWord("unit") == true {
      section.refuse(
        [.per], because: "of a ratio can only be row or unit-mean",
        mend: "write per: row or per: unit-mean")
    }
  }

  /// What has no value of its own in each pair has no paired difference.
  private func refuseUnpaired(_ kind: MetricPlan.Kind) {
    if kind == .ratio {
      section.refuse(
        [.kind], because: "ratio has no paired difference under strategy shadow",
        mend: "measure numerator and denominator as two means")
    }
    if kind.isOfPositives {
      section.refuse(
        [.kind],
        because: "\(kind.rawValue) has no paired difference under strategy shadow",
        mend: "compare accuracy; shadow.area_margin compares the areas under the ROC curves")
    }
    if let window = section[.window], !window.isWord("open") {
      window.complain(
        .notSupported, "\(window.path) is not supported by strategy shadow",
        mend: "write window: open, or remove it")
    }
    if kind == .rate, section[.per]?.isWord("unit") == true {
      section.refuse(
        [.per], because: "of a paired rate can only be row or unit-mean", mend: "write per: row")
    }
  }

  // MARK: Columns

  /// The column a name means: the role it has in `log`, or itself.
  func resolve(_ name: String) -> String {
    let log = plan.log
    let mapped: String? =
      switch name {
      case "time": log.time
      case "unit": log.unit
      case "variant": log.variant
      case "prediction": log.prediction
      case "label": log.label
      case "score": log.score
      case "latency": log.latency
      case "error": log.error
      case "weight": log.weight
      default: nil
      }
    return mapped ?? name
  }

  private func column(_ key: PlanKeys.Metric, default standard: String?, mend: String) -> String? {
    if section[key] == nil, let standard { return standard }
    return section.required(key, mend: mend)?.text("the name of a column").map(resolve)
  }

  private func readColumns(_ metric: inout MetricPlan) {
    let log = plan.log
    switch metric.kind {
    case .mean, .proportion, .quantile:
      metric.column = column(.column, default: nil, mend: "name the column to measure") ?? ""
    case .rate:
      metric.column =
        column(.column, default: log.error, mend: "name the column of the event, or map log.error")
        ?? ""
    case .ratio:
      metric.column =
        column(.numerator, default: nil, mend: "name the column to sum above the line") ?? ""
      metric.secondColumn = column(
        .denominator, default: nil, mend: "name the column to sum below the line")
    case .accuracy, .precision, .recall, .f1, .auc:
      metric.scoreThreshold = section[.threshold]?.number()
      let isScored = metric.scoreThreshold != nil || metric.kind == .auc
      let standard = isScored ? log.score ?? log.prediction : log.prediction
      metric.column =
        column(
          .column, default: standard,
          mend: "name the column of the prediction, or map log.prediction")
        ?? ""
      metric.secondColumn = column(
        .label, default: log.label ?? plan.labels?.value,
        mend: "name the column of the true label, or map log.label")
    }
    guard metric.kind == .quantile else { return }
    metric.probability = section.required(.q, mend: "add q: 0.95 for the 95th percentile")?
      .probability()
  }

  private func readErrorRows(_ metric: inout MetricPlan) {
    guard let rows = section[.errorRows],
      let choice = rows.choice(MetricPlan.ErrorRows.self)
    else { return }
    metric.errorRows = choice
    if choice == .failure, ![.accuracy, .recall, .proportion].contains(metric.kind) {
      rows.complain(
        .contradiction,
        "\(rows.path) is failure, which applies only to kinds accuracy, recall and proportion",
        mend: "write counted or excluded")
    } else if choice != .counted, plan.log.error == nil {
      rows.complain(
        .contradiction, "\(rows.path) is \(choice.rawValue), and the log has no error column",
        mend: "map it as log.error")
    }
  }

  // MARK: Thresholds

  private func readThresholds(_ metric: inout MetricPlan) {
    let timeUnit = section[.unit]?.choice(Threshold.TimeUnit.self) ?? .milliseconds
    func threshold(_ value: PlanValue?, _ purpose: Threshold.Context.Purpose) -> Threshold? {
      guard let value, let text = value.text("a size of change such as 20%") else { return nil }
      let context = Threshold.Context(
        kind: metric.kind, better: metric.better, purpose: purpose, timeUnit: timeUnit)
      do {
        return try Threshold(text, context)
      } catch {
        value.complain(.invalidValue, "\(value.path): \(error.complaint)", mend: error.mend)
        return nil
      }
    }
    switch metric.role {
    case .monitor: break
    case .success:
      metric.minimumImprovement = threshold(section[.minimumImprovement], .improvement) ?? .zero
      metric.rule = section[.rule]?.choice(MetricPlan.Rule.self) ?? metric.rule
    case .guardrail:
      let margin = section.required(
        .margin, mend: "say how much worse is still acceptable, such as margin: 5%")
      metric.margin = threshold(margin, .deterioration) ?? .zero
      metric.critical = section[.critical]?.flag() ?? metric.critical
      let standard = metric.critical ? Threshold.zero : metric.margin
      metric.harm = threshold(section[.harm], .deterioration) ?? standard
      if let harm = section[.harm],
        metric.harm.exceeds(metric.margin, baseline: metric.baseline) == true
      {
        harm.complain(
          .contradiction,
          "\(harm.path) \(metric.harm.text) is more than the margin \(metric.margin.text)",
          mend: "harm must lie between 0 and the margin")
      }
    }
  }

  /// An absolute threshold on an unbounded metric needs the spread before the data, to tune the bounds.
  private func requireSpread(_ metric: MetricPlan) {
    guard metric.kind == .mean || metric.kind == .ratio, metric.standardDeviation == nil,
      section[.standardDeviation] == nil, plan.log.unit != nil, plan.strategy != .rolling,
      plan.inference.success == .alwaysValid || plan.inference.harm == .alwaysValid
    else { return }
    let absolute = [metric.minimumImprovement, metric.margin, metric.harm]
      .first { $0.unit == .absolute && $0.value > 0 }
    guard let absolute else { return }
    value.problems.add(
      .missingKey, at: section.position, path: "\(section.path).standard_deviation",
      "\(section.path) has the absolute threshold \(absolute.text) and no \"standard_deviation\"",
      mend:
        "add the standard deviation between units known before the experiment (assay init writes it), or use a relative threshold"
    )
  }
}
