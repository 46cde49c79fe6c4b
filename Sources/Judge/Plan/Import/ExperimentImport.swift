/// An A/B test or experiment of another tool as a plan of strategy `ab`.
struct ExperimentImport {
  private let block: ForeignBlock

  init(_ block: ForeignBlock) { self.block = block }

  /// The plan, line by line.
  var lines: [String] {
    let name = block.take("name", "test_name", "experiment_name", "id")?.text() ?? "experiment"
    let arms = ImportedArms(block)
    let guardrails = guardrails()
    let primary =
      block.take("primary_metric", "metric", "success_metric")?.text()
      ?? block.need("primary_metric", "no metric is named that decides", ["accuracy"]) ?? "accuracy"
    let success = ImportedMetric(
      name: primary, role: .success(minimumImprovement: minimum(primary)))
    let monitored = (block.take("secondary_metrics", "metrics")?.items() ?? [])
      .compactMap { $0.text() }.filter { $0 != primary }
      .map { ImportedMetric(name: $0, role: .monitor) }
    let metrics = [success] + guardrails + monitored
    let inference = ImportedInference(block)
    let ramp = ramp()
    let duration = duration()
    let columns = Set(metrics.flatMap(\.columns))
      .union([.unit, .variant])
      .union(duration.isEmpty && ramp.isEmpty ? [] : [.time])
    var lines = ["name: \(YAMLText.scalar(name))", "strategy: ab"]
    lines.append(ImportedColumn.line(columns, block))
    lines += arms.lines(isRamped: !ramp.isEmpty)
    lines.append("metrics:")
    lines += metrics.flatMap { $0.lines(block) }
    return lines + inference.lines + duration + ramp
  }

  private func minimum(_ metric: String) -> String? {
    let scale = ImportedMetric(name: metric, role: .monitor).scale
    return block.take(
      "minimum_improvement", "min_improvement", "improvement_threshold", "minimum_effect")?
      .change(scale)
  }

  /// Limits of alarms while the test runs.
  private func guardrails() -> [ImportedMetric] {
    let names = ["alert_thresholds", "alerts", "guardrails", "rollback_thresholds"]
    return names.flatMap { name -> [ImportedMetric] in
      guard let value = block.take(name), let limits = value.block() else { return [] }
      defer { limits.close() }
      return ImportedLimits(limits).metrics
    }
  }

  private func duration() -> [String] {
    let units = ["days", "hours"]
    let minimum =
      block.take(beginning: "min_duration", units: units)
      ?? block.take(beginning: "minimum_duration", units: units)
      ?? block.take(beginning: "duration", units: units)
    let maximum =
      block.take(beginning: "max_duration", units: units)
      ?? block.take(beginning: "maximum_duration", units: units)
    let parts = [
      minimum.flatMap { $0.span() }.map { "minimum: \($0)" },
      maximum.flatMap { $0.span() }.map { "maximum: \($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? [] : ["duration: {\(parts.joined(separator: ", "))}"]
  }

  private func ramp() -> [String] {
    let initial = block.take("initial_traffic_split", "initial_traffic", "initial_traffic_percent")
    let step = block.take("traffic_increment", "traffic_increment_percent", "traffic_step")
    let maximum = block.take("max_traffic_split", "max_traffic", "max_traffic_percent")
    guard initial != nil || step != nil || maximum != nil else { return [] }
    let every =
      block.take(beginning: "increment_interval", units: ["days", "hours", "minutes"])?.span()
      ?? block.need(
        "increment_interval", "how long each step of the traffic lasts is not said", ["1d"])
    func weight(_ value: ForeignValue?, _ name: String) -> Double? {
      value?.traffic()
        ?? (value == nil
          ? block.need(name, "the ramp's \(name) is not said", ["10%"]).flatMap {
            PlanNumber.split($0)?.number
          } : nil)
    }
    let weights = [
      weight(initial, "initial_traffic"), weight(step, "traffic_increment"),
      weight(maximum, "max_traffic"),
    ].compactMap(\.self)
    guard weights.count == 3, let every else { return [] }
    let texts = weights.map { PlanNumber.text($0) }
    return [
      "ramp: {initial: \(texts[0])%, step: \(texts[1])%, maximum: \(texts[2])%, every: \(every)}"
    ]
  }
}

/// Limits on changes, by what they limit, as guardrails.
struct ImportedLimits {
  private let block: ForeignBlock

  init(_ block: ForeignBlock) { self.block = block }

  /// Whose harm rolls back: errors; the others stop.
  var metrics: [ImportedMetric] {
    let known: [(names: [String], metric: String, scale: ForeignValue.Scale)] = [
      (["accuracy_drop", "accuracy_decrease"], "accuracy", .share),
      (["latency_increase", "mean_latency_increase"], "latency", .time),
      (["p95_latency_increase"], "latency_p95", .time),
      (["p99_latency_increase"], "latency_p99", .time),
      (["error_rate_increase", "error_rate", "error_increase"], "error_rate", .share),
    ]
    return known.flatMap { names, metric, scale in
      names.flatMap(scale.spellings).compactMap { name -> ImportedMetric? in
        guard let change = block.take(name)?.change(scale) else { return nil }
        return ImportedMetric(
          name: metric, role: .guardrail(margin: change, critical: metric == "error_rate"))
      }
    }
  }
}
