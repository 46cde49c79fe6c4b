internal import Summaries

/// The moments over the units of one partition, by cell.
struct UnitTotals: @unchecked Sendable {
  /// The units of one cell.
  struct Cell {
    var key: CellKey
    var rows: Int
    var units: Int
    var pairs: [BivariateMoments]
  }

  private(set) var cells: [Cell] = []
  private(set) var unitsInSeveralVariants = 0

  /// Sums up a partition's units in their order.
  init(_ table: UnitTable, _ plan: ScanPlan) {
    let index = CellIndex(variants: max(1, plan.variants.count), buckets: plan.buckets)
    let sums = CellSums(pairs: plan.pairs.count)
    var units: [Int] = []
    var several = 0
    table.forEach { unit in
      if unit.inSeveralVariants { several += 1 }
      let cell = Int(index.cell(variant: unit.variant, time: unit.time))
      sums.makeRoom(for: index.keys.count)
      while units.count < index.keys.count { units.append(0) }
      units[cell] += 1
      sums.count(cell, unit.rows)
      for (position, pair) in plan.pairs.enumerated() {
        guard let x = Self.value(pair.x, unit), let y = Self.value(pair.y, unit) else { continue }
        PowerSums.add(sums.pair(cell, position), x: x, y: y, times: 1)
      }
    }
    unitsInSeveralVariants = several
    let counts = Dictionary(uniqueKeysWithValues: zip(index.keys, units))
    var found: [Cell] = []
    sums.export(index) { part in
      found.append(
        Cell(key: part.key, rows: part.rows, units: counts[part.key] ?? 0, pairs: part.pairs))
    }
    cells = found
  }

  @inline(__always)
  private static func value(_ column: UnitColumn, _ unit: UnitTable.Unit) -> Double? {
    switch column {
    case .one: return 1
    case .sum(let measure): return unit.sum(measure)
    case .any(let measure): return unit.sum(measure) > 0 ? 1 : 0
    case .mean(let numerator, let denominator):
      let bottom = unit.sum(denominator)
      return bottom == 0 ? nil : unit.sum(numerator) / bottom
    }
  }
}
