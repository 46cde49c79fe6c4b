/// A shadow deployment of another tool as a plan of strategy `shadow`.
struct ShadowImport {
  private let block: ForeignBlock

  init(_ block: ForeignBlock) { self.block = block }

  /// The plan, line by line.
  var lines: [String] {
    let name = block.take("name", "id")?.text() ?? "shadow"
    let control =
      block.take("control", "champion", "production", "production_model")?.text()
      ?? block.need("control", "the model in service is not named", ["champion"])
    let shadow =
      block.take("shadow", "candidate", "challenger", "shadow_model", "model")?.text()
      ?? block.need("shadow", "the model that answers unheard is not named", ["challenger"])
    var limits: [ImportedMetric] = []
    let asked = block.questions.count
    if let thresholds = block.take("thresholds", "success_criteria", "limits")?.block() {
      limits = ImportedLimits(thresholds).metrics
      thresholds.close()
    }
    let monitored = (block.take("metrics", "compare")?.items() ?? []).compactMap { $0.text() }
      .filter { name in !limits.contains { $0.name == name } }
      .map { ImportedMetric(name: $0, role: .monitor) }
    // A limit that lacks its unit is one, once that is answered.
    if limits.isEmpty, block.questions.count == asked {
      let margin = block.need(
        "thresholds", "no limit is named that a shadow must keep", ["accuracy_drop: 1pp"])
      if let margin { limits = answered(margin) }
    }
    let metrics = limits + monitored
    let columns = Set(metrics.flatMap(\.columns)).union([.time, .unit, .request, .variant])
    var lines = ["name: \(YAMLText.scalar(name))", "strategy: shadow"]
    lines.append(ImportedColumn.line(columns, block))
    lines.append(
      "variants: {control: \(YAMLText.scalar(control ?? "")), treatments: [\(YAMLText.scalar(shadow ?? ""))]}"
    )
    lines += self.shadow + ["metrics:"] + metrics.flatMap { $0.lines(block) }
    lines += ImportedInference(block).lines
    let duration = block.take(beginning: "duration", units: ["days", "hours"])?.span()
    return lines + (duration.map { ["duration: {minimum: \($0)}"] } ?? [])
  }

  private var shadow: [String] {
    var parts: [String] = []
    if let promotes = block.take("auto_promote", "auto_promotion")?.flag() {
      parts.append("auto_promote: \(promotes)")
    }
    if let value = block.take("agreement", "min_agreement", "agreement_threshold"),
      let share = value.share()
    {
      parts.append("agreement: \(PlanNumber.percent(share))")
    }
    return parts.isEmpty ? [] : ["shadow: {\(parts.joined(separator: ", "))}"]
  }

  /// A limit that was given as an answer: `accuracy_drop: 1pp`.
  private func answered(_ text: String) -> [ImportedMetric] {
    let parts = text.split(separator: ":").map { $0.drop { $0 == " " } }
    guard parts.count == 2, parts[0] == "accuracy_drop" else { return [] }
    return [
      ImportedMetric(name: "accuracy", role: .guardrail(margin: String(parts[1]), critical: false))
    ]
  }
}
