internal import Summaries

/// What the units of one partition sum to.
struct UnitTotals: @unchecked Sendable {
  /// The units of one cell.
  struct Cell {
    var key: CellKey
    var rows: Int
    var units: Int
    var crossovers: Int
    var pairs: [BivariateMoments]
  }

  private(set) var cells: [Cell] = []
  private(set) var unitsInSeveralVariants = 0
  private(set) var assignment: AssignmentCounts?
  /// By day the units of each variant, where the plan asks for them.
  private(set) var exposures: [Int: [Int]] = [:]

  /// Creates totals from their parts.
  init(cells: [Cell], unitsInSeveralVariants: Int, assignment: AssignmentCounts? = nil) {
    (self.cells, self.unitsInSeveralVariants) = (cells, unitsInSeveralVariants)
    self.assignment = assignment
  }

  /// Sums up a partition's units in their order, each in the bucket of its first row.
  init(_ table: some UnitSums, _ plan: ScanPlan) {
    let index = CellIndex(variants: max(1, plan.variants.count), buckets: plan.buckets)
    let sums = CellSums(pairs: plan.pairs.count)
    var units: [Int] = []
    var crossovers: [Int] = []
    var check = AssignmentCheck(plan)
    let days = plan.exposures == .daily ? CellIndex(variants: 1, buckets: .days) : nil
    var daily: [[Int]] = []
    table.forEach { unit in
      guard check?.admits(unit) ?? true else { return }
      let cell = Int(index.cell(variant: unit.variant, time: unit.time))
      sums.makeRoom(for: index.keys.count)
      while units.count < index.keys.count {
        units.append(0)
        crossovers.append(0)
      }
      units[cell] += 1
      if let days {
        let day = Int(days.cell(variant: 0, time: unit.time))
        if day == daily.count {
          daily.append(Array(repeating: 0, count: max(1, plan.variants.count)))
        }
        daily[day][unit.variant] += 1
      }
      if unit.inSeveralVariants { crossovers[cell] += 1 }
      sums.count(cell, unit.rows)
      for (position, pair) in plan.pairs.enumerated() {
        guard let x = pair.x.value(unit.sums), let y = pair.y.value(unit.sums) else { continue }
        PowerSums.add(sums.pair(cell, position), x: x, y: y, times: 1)
      }
    }
    unitsInSeveralVariants = crossovers.reduce(0, +)
    assignment = check?.counts
    if let days {
      exposures = Dictionary(uniqueKeysWithValues: zip(days.keys.map(\.bucket), daily))
    }
    let positions = Dictionary(uniqueKeysWithValues: zip(index.keys, index.keys.indices))
    var found: [Cell] = []
    sums.export(index) { part in
      guard let cell = positions[part.key] else { return }
      found.append(
        Cell(
          key: part.key, rows: part.rows, units: units[cell], crossovers: crossovers[cell],
          pairs: part.pairs))
    }
    cells = found
  }
}

extension UnitColumn {
  /// The column's value for a unit with these sums; `nil` where the unit is left out.
  func value(_ sums: Lane<Double>) -> Double? {
    switch self {
    case .one: return 1
    case .sum(let measure): return sums[measure]
    case .any(let measure): return sums[measure] > 0 ? 1 : 0
    case .mean(let numerator, let denominator):
      let bottom = sums[denominator]
      return bottom == 0 ? nil : sums[numerator] / bottom
    case .orZero(let column): return column.value(sums) ?? 0
    case .clamped(let column, let limits): return column.value(sums).map(limits.clamp)
    case .outside(let column, let limits):
      return column.value(sums).map { limits.contain($0) ? 0 : 1 }
    }
  }
}
