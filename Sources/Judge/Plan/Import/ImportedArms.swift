/// Who is compared with whom, and how traffic is divided between them.
struct ImportedArms {
  private var control: String
  private var treatments: [String]
  private var weights: [String: Double] = [:]

  init(_ block: ForeignBlock) {
    (control, treatments) = ("control", ["treatment"])
    if let variants = block.take("variants", "arms")?.items() {
      readVariants(variants, block)
      return
    }
    let first = block.take("control", "champion", "baseline", "model_a")
    let second = block.take("treatment", "challenger", "candidate", "model_b")
    guard let first, let second else {
      control =
        (first ?? block.take("control_name"))?.text()
        ?? block.need("control", "the model in service is not named", ["champion"]) ?? control
      let name =
        second?.text()
        ?? block.need("treatment", "the model on trial is not named", ["challenger"])
      treatments = [name ?? "treatment"]
      readSplit(block)
      return
    }
    control = arm(first) ?? control
    treatments = [arm(second) ?? "treatment"]
    readSplit(block)
  }

  private mutating func readVariants(_ variants: [ForeignValue], _ block: ForeignBlock) {
    let names = variants.compactMap { arm($0) }
    let word = names.first { ["control", "champion", "baseline"].contains($0.lowercased()) }
    let chosen = word ?? block.need("control", "which variant is the control is not said", names)
    control = chosen ?? names.first ?? control
    treatments = names.filter { $0 != control }
  }

  /// The name of an arm, whose weight is noted.
  private mutating func arm(_ value: ForeignValue) -> String? {
    guard let block = value.block() else {
      guard value.isNumber else { return value.text() }
      let name = value.path.split(separator: ".").last.map(String.init) ?? value.key
      weights[name] = value.traffic()
      return name
    }
    defer { block.close() }
    let name = block.take("name", "variant", "id", "model", "version")?.text()
    let traffic = block.take("traffic", "traffic_percent", "traffic_percentage", "weight")?
      .traffic()
    guard let name = name ?? block.need("name", "an arm has no name", [value.key]) else {
      return nil
    }
    _ = block.take("model", "version")
    if let traffic { weights[name] = traffic }
    return name
  }

  /// `50/50`, or a mapping of names to weights.
  private mutating func readSplit(_ block: ForeignBlock) {
    guard let value = block.take("traffic_split", "traffic", "split") else { return }
    if let shares = value.block() {
      for name in [control] + treatments {
        let key = ForeignBlock.plain(name)
        let role = name == control ? "control" : "treatment"
        if let weight = shares.take(key, role)?.traffic() { weights[name] = weight }
      }
      shares.close()
      return
    }
    let parts = value.text()?.split(separator: "/").compactMap { PlanNumber.plain($0) } ?? []
    guard parts.count == treatments.count + 1 else {
      value.ask("\(value.path) gives no weight to each arm", ["50/50"])
      return
    }
    for (name, weight) in zip([control] + treatments, parts) { weights[name] = weight }
  }

  /// The lines of `variants` and `traffic`; a ramp says itself how much traffic there is.
  func lines(isRamped: Bool) -> [String] {
    let names = [control] + treatments
    let variants =
      "variants: {control: \(YAMLText.scalar(control)), treatments: \(YAMLText.list(treatments))}"
    guard !isRamped, names.allSatisfy({ weights[$0] != nil }) else { return [variants] }
    let shares = names.map { "\(YAMLText.scalar($0)): \(PlanNumber.text(weights[$0] ?? 0))" }
    return [variants, "traffic: {\(shares.joined(separator: ", "))}"]
  }
}

/// How sure one wants to be, and of how much.
struct ImportedInference {
  let lines: [String]

  init(_ block: ForeignBlock) {
    var parts: [String] = []
    if let value = block.take("significance", "significance_level", "alpha", "p_value_threshold"),
      let share = value.errorShare()
    {
      parts.append("significance: \(PlanNumber.text(share))")
    }
    if let value = block.take("confidence", "confidence_level"), let share = value.confidence() {
      parts.append("significance: \(PlanNumber.text(1 - share, digits: 12))")
    }
    if let value = block.take("power", "statistical_power"), let share = value.confidence() {
      parts.append("power: \(PlanNumber.text(share))")
    }
    let sample = block.take(
      "minimum_sample", "min_sample_size", "minimum_sample_size", "min_samples", "sample_size",
      "min_observations", "min_samples_per_variant")
    if let count = sample?.count() { parts.append("minimum_sample: \(count)") }
    let looks = block.take(beginning: "evaluation_interval", units: ["days", "hours", "minutes"])
    if let span = looks?.span() { parts.append("looks: \(span)") }
    lines = parts.isEmpty ? [] : ["inference: {\(parts.joined(separator: ", "))}"]
  }
}
