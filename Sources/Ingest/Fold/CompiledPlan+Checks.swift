internal import Summaries

/// What a plan must be, so that it can be carried out.
extension CompiledPlan {
  /// Refuses a plan that contradicts itself.
  func check() throws(IngestError) {
    if source.key == nil, plan.sources.dropFirst().contains(where: { $0.logKey == nil }) {
      throw .invalidPlan("The plan joins sources, but the log names no key")
    }
    let names = plan.sources.dropFirst().flatMap { $0.columns.map(\.name) }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw .invalidPlan("Two joined columns are both named '\(name)'")
    }
    for (index, measure) in plan.measures.enumerated() {
      switch measure.expression {
      case .product(let a, let b), .difference(let a, let b), .distance(let a, let b),
        .relativeDistance(let a, let b):
        guard (0..<index).contains(a), (0..<index).contains(b) else {
          throw .invalidPlan("Measure \(index) is made of measures that do not come before it")
        }
      case .step(_, let edges, let values):
        guard !edges.isEmpty, edges.count == values.count else {
          throw .invalidPlan("The steps of measure \(index) have not as many edges as values")
        }
      case .clamped(let a, _), .outside(let a, _):
        guard (0..<index).contains(a) else {
          throw .invalidPlan("Measure \(index) is made of one that does not come before it")
        }
      default: break
      }
    }
    if plan.key == .unit, source.unit == nil {
      throw .invalidPlan("The plan sums by unit, but its source names no unit column")
    }
    if !plan.variants.isEmpty, source.variant == nil {
      throw .invalidPlan("The plan names variants, but its source names no variant column")
    }
    if plan.output == .columns, plan.key != .none || source.weight != nil {
      throw .invalidPlan("Columns are handed back row by row, without key or weight")
    }
    if plan.output == .unitVectors, plan.key == .none || plan.unitRows != .all {
      throw .invalidPlan(
        "Only a scan that sums by unit, with all rows of each, answers its vectors")
    }
    if plan.variants.count > Int(UInt16.max) {
      throw .invalidPlan("The plan names more than 65535 variants")
    }
    let dividesTime =
      plan.buckets != nil || plan.calendar != nil || plan.exposures == .daily
      || source.since != nil || source.until != nil
    if source.time == nil, dividesTime {
      throw .invalidPlan("The plan divides time, but its source names no time column")
    }
    if case .fixed(_, let width) = plan.buckets, width <= 0 {
      throw .invalidPlan("The plan's time buckets have no width")
    }
    if let assignment = plan.assignment {
      guard !assignment.shares.isEmpty,
        assignment.shares.allSatisfy({ $0.count == plan.variants.count }),
        assignment.hash.map({ $0.buckets > 0 }) ?? true
      else {
        throw .invalidPlan("The plan's assignment gives no share to each variant")
      }
    }
    try checkWindows()
    let used = plan.pairs.flatMap { Self.measures(of: $0.x) + Self.measures(of: $0.y) }
    if let bad = used.first(where: { !plan.measures.indices.contains($0) }) {
      throw .invalidPlan("A pair uses measure \(bad); there are \(plan.measures.count)")
    }
  }

  /// Windows and maturities are counted from the time of a row, or of a unit's first one.
  private func checkWindows() throws(IngestError) {
    let windows = plan.measures.compactMap(\.window)
    if !windows.isEmpty {
      guard plan.key == .unit, plan.unitRows == .all, source.time != nil else {
        throw .invalidPlan(
          "Windows are counted from each unit's first row: the plan must sum by unit, with all rows of "
            + "each, and its source name a time column")
      }
    }
    let maturities = plan.sources.dropFirst().filter { $0.maturity != nil }
    if !maturities.isEmpty, source.time == nil || maturities.contains(where: { $0.time == nil }) {
      throw .invalidPlan(
        "The plan asks what was known some time after a row; both sources must name a time column")
    }
    if (windows + maturities.compactMap(\.maturity)).contains(where: { $0 <= 0 }) {
      throw .invalidPlan("A window or maturity of the plan is not above zero")
    }
  }

  private static func measures(of column: UnitColumn) -> [Int] {
    switch column {
    case .one: []
    case .sum(let measure), .any(let measure): [measure]
    case .mean(let numerator, let denominator): [numerator, denominator]
    case .orZero(let column), .clamped(let column, _), .outside(let column, _):
      measures(of: column)
    }
  }
}
