/// Settings by which a challenger is promoted with nobody asked, and how requests are routed meanwhile.
struct AutoPromotionImport {
  private let block: ForeignBlock
  private let routing: ForeignBlock?

  init(_ block: ForeignBlock, routing: ForeignBlock?) {
    (self.block, self.routing) = (block, routing)
  }

  /// The plan, line by line.
  var lines: [String] {
    if let enabled = block.take("enabled"), enabled.flag() == false {
      enabled.ask(
        "\(enabled.path) is false, so that nothing is to be promoted by it", ["true"])
    }
    let name = block.take("name")?.text() ?? "auto-promotion"
    let primary =
      block.take("metric", "primary_metric")?.text()
      ?? block.need("metric", "no metric is named that decides", ["precision"]) ?? "precision"
    let scale = ImportedMetric(name: primary, role: .monitor).scale
    let minimum = block.take(
      "improvement_threshold", "minimum_improvement", "min_improvement")?.change(scale)
    let metric = ImportedMetric(name: primary, role: .success(minimumImprovement: minimum))
    let columns = Set(metric.columns).union([.unit, .variant])
    var lines = ["name: \(YAMLText.scalar(name))", "strategy: ab"]
    lines.append(ImportedColumn.line(columns, block))
    lines += routed + ["metrics:"] + metric.lines(block)
    return lines + ImportedInference(block).lines
  }

  /// Arms, weights and the key of the routing.
  private var routed: [String] {
    guard let routing else { return ImportedArms(block).lines(isRamped: false) }
    defer { routing.close() }
    let salt = routing.take("salt")?.text()
    // What is routed by is the unit, whose column was asked for.
    _ = routing.take("key", "sticky_key", "hash_key")
    if let sticky = routing.take("sticky"), sticky.flag() == false {
      sticky.ask(
        "\(sticky.path) is false: each request is assigned by itself", ["true"])
    }
    let assignment = salt.map { ["assignment: {kind: sticky-hash, salt: \(YAMLText.scalar($0))}"] }
    return (assignment ?? []) + ImportedArms(routing).lines(isRamped: false)
  }
}
