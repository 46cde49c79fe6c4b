/// A canary of another tool as a plan of strategy `canary`: a list of stages, or a first weight and a step.
struct CanaryImport {
  private let block: ForeignBlock

  init(_ block: ForeignBlock) { self.block = block }

  /// What one stage holds.
  private struct Stage {
    var traffic: Double?
    var duration: String?
    var limits: [ImportedMetric] = []
    var driftScore: String?
    /// By metric, the level that rolls back whatever the control does.
    var levels: [(metric: ImportedMetric, level: String)] = []
  }

  /// The plan, line by line.
  var lines: [String] {
    let name = block.take("name", "id")?.text() ?? "canary"
    let arms = ImportedArms(block)
    let asked = block.questions.count
    let stages = listed ?? stepped
    var metrics: [ImportedMetric] = []
    for limit in stages.flatMap(\.limits) {
      if let index = metrics.firstIndex(where: { $0.name == limit.name }) {
        if limit.isWider(than: metrics[index]) { metrics[index] = limit }
      } else {
        metrics.append(limit)
      }
    }
    // A level is no margin: what only has one is reported, and decides nothing else.
    for (metric, _) in stages.flatMap(\.levels)
    where !metrics.contains(where: { $0.name == metric.name }) {
      metrics.append(metric)
    }
    // A limit that lacks its unit is one, once that is answered.
    if metrics.isEmpty, block.questions.count == asked {
      _ = block.need(
        "rollback_thresholds", "no limit is named that rolls the canary back", ["ignore"])
    }
    var columns = Set(metrics.flatMap(\.columns)).union([.time, .unit, .variant])
    if stages.contains(where: { $0.driftScore != nil }) { columns.insert(.prediction) }
    var lines = ["name: \(YAMLText.scalar(name))", "strategy: canary"]
    lines.append(ImportedColumn.line(columns, block))
    lines += arms.lines(isRamped: true) + ["metrics:"] + metrics.flatMap { $0.lines(block) }
    lines += ImportedInference(block).lines
    return lines + ["stages:"] + stages.map(line)
  }

  private func line(_ stage: Stage) -> String {
    var parts = [
      "traffic: \(PlanNumber.text(stage.traffic ?? 100))%", "duration: \(stage.duration ?? "1h")",
    ]
    let limits = stage.limits.compactMap { limit in
      limit.margin.map { "\(YAMLText.scalar(limit.name)): \($0)" }
    }
    if !limits.isEmpty { parts.append("rollback: {\(limits.joined(separator: ", "))}") }
    if !stage.levels.isEmpty {
      let levels = stage.levels.map { "\(YAMLText.scalar($0.metric.name)): \($0.level)" }
      parts.append("levels: {\(levels.joined(separator: ", "))}")
    }
    if let score = stage.driftScore { parts.append("drift_score: \(score)") }
    return "  - {\(parts.joined(separator: ", "))}"
  }

  // MARK: Stages

  private var listed: [Stage]? {
    block.take("stages", "steps")?.items()?.compactMap { item in
      guard let stage = item.block() else {
        item.ask("\(item.path) is no stage", ["ignore"])
        return nil
      }
      defer { stage.close() }
      let traffic = stage.take("traffic", "traffic_percent", "weight", "percent", "percentage")
      let limits = Self.limits(stage)
      return Stage(
        traffic: traffic?.traffic(), duration: Self.duration(stage), limits: limits.metrics,
        driftScore: limits.driftScore, levels: limits.levels)
    }
  }

  /// A first weight and a step; the limits are in force from the first stage on.
  private var stepped: [Stage] {
    let initial = weight(
      "initial_traffic", ["initial_traffic_percent", "initial_percent", "initial"])
    let step = weight("increment", ["increment_percent", "traffic_increment", "step"])
    let maximum = weight("max_traffic", ["max_traffic_percent", "max_percent", "maximum"]) ?? 100
    let duration = Self.duration(block)
    var stages: [Stage] = []
    if let initial, let step, step > 0, initial <= maximum {
      for index in 0..<100 where stages.last?.traffic != maximum {
        stages.append(
          Stage(traffic: min(maximum, initial + Double(index) * step), duration: duration))
      }
    }
    let limits = Self.limits(block)
    if stages.isEmpty { stages = [Stage(traffic: 100, duration: duration)] }
    (stages[0].limits, stages[0].driftScore) = (limits.metrics, limits.driftScore)
    stages[0].levels = limits.levels
    return stages
  }

  private func weight(_ name: String, _ others: [String]) -> Double? {
    for key in [name] + others {
      if let value = block.take(key) { return value.traffic() }
    }
    let answer = block.need(name, "the \(name) of a canary without stages is not said", ["10%"])
    return answer.flatMap { PlanNumber.split($0)?.number }
  }

  private static func duration(_ block: ForeignBlock) -> String? {
    let units = ["days", "hours", "minutes", "seconds"]
    let value =
      block.take(beginning: "duration", units: units)
      ?? block.take(beginning: "stage_duration", units: units)
      ?? block.take(beginning: "interval", units: units)
    return value?.span()
      ?? (value == nil
        ? block.need("duration", "how long a stage lasts is not said", ["5m"]) : nil)
  }

  private typealias Limits = (
    metrics: [ImportedMetric], levels: [(metric: ImportedMetric, level: String)],
    driftScore: String?
  )

  private static func limits(_ block: ForeignBlock) -> Limits {
    for name in ["rollback", "rollback_thresholds", "rollback_conditions", "thresholds"] {
      guard let limits = block.take(name)?.block() else { continue }
      defer { limits.close() }
      // Each holds at its own limit: what is critical would be held at no harm at all.
      let score = limits.take("drift_score", "max_drift_score")?.driftScore()
      let metrics = ImportedLimits(limits).metrics.map { limit in
        ImportedMetric(
          name: limit.name, role: .guardrail(margin: limit.margin ?? "0", critical: false))
      }
      return (metrics, levels(limits), score)
    }
    return ([], [], nil)
  }

  /// What may not be passed whatever the control does.
  private static func levels(
    _ limits: ForeignBlock
  ) -> [(metric: ImportedMetric, level: String)] {
    let known: [(names: [String], metric: String, scale: ForeignValue.Scale)] = [
      (["max_error_rate"], "error_rate", .share), (["min_accuracy"], "accuracy", .share),
      (["max_latency"], "latency", .time),
      (["max_p95_latency", "max_latency_p95"], "latency_p95", .time),
      (["max_p99_latency", "max_latency_p99"], "latency_p99", .time),
    ]
    return known.flatMap { names, metric, scale in
      names.flatMap(scale.spellings).compactMap { name in
        limits.take(name)?.level(scale).map {
          (ImportedMetric(name: metric, role: .monitor), $0)
        }
      }
    }
  }
}

extension ImportedMetric {
  /// The limit of a guardrail.
  fileprivate var margin: String? {
    if case .guardrail(let margin, _) = role { margin } else { nil }
  }

  /// Whether it lets more pass, where both say it in one unit.
  fileprivate func isWider(than other: ImportedMetric) -> Bool {
    guard let mine = margin.flatMap({ PlanNumber.split($0) }),
      let theirs = other.margin.flatMap({ PlanNumber.split($0) })
    else { return false }
    return mine.unit == theirs.unit && mine.number > theirs.number
  }
}
