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
    var moments = UnitMoments(pairs: plan.pairs.count)
    var counts: [(rows: Int, units: Int, crossovers: Int)] = []
    var check = AssignmentCheck(plan)
    let isOneBucket = plan.buckets == nil
    let readers = plan.pairs.map(PairReader.init)
    let days = plan.exposures == .daily ? CellIndex(variants: 1, buckets: .days) : nil
    var daily: [[Int]] = []
    table.forEach { unit in
      guard check?.admits(unit) ?? true else { return }
      let cell =
        isOneBucket && !counts.isEmpty
        ? unit.variant : Int(index.cell(variant: unit.variant, time: unit.time))
      while counts.count < index.keys.count { counts.append((0, 0, 0)) }
      moments.makeRoom(for: counts.count)
      counts[cell].rows += unit.rows
      counts[cell].units += 1
      if unit.inSeveralVariants { counts[cell].crossovers += 1 }
      if let days {
        let day = Int(days.cell(variant: 0, time: unit.time))
        if day == daily.count {
          daily.append(Array(repeating: 0, count: max(1, plan.variants.count)))
        }
        daily[day][unit.variant] += 1
      }
      for position in readers.indices {
        guard let pair = readers[position].read(unit.sums) else { continue }
        moments.add(cell, position, x: pair.x, y: pair.y)
      }
    }
    unitsInSeveralVariants = counts.reduce(0) { $0 + $1.crossovers }
    assignment = check?.counts
    if let days {
      exposures = Dictionary(uniqueKeysWithValues: zip(days.keys.map(\.bucket), daily))
    }
    for (cell, count) in counts.enumerated() where count.units > 0 {
      cells.append(
        Cell(
          key: index.keys[cell], rows: count.rows, units: count.units, crossovers: count.crossovers,
          pairs: moments.moments(cell)))
    }
  }
}

/// How a pair is read from a unit's sums: most are two of them.
private enum PairReader {
  case sums(Int, Int)
  case columns(UnitPair)

  init(_ pair: UnitPair) {
    if case (.sum(let x), .sum(let y)) = (pair.x, pair.y) {
      self = .sums(x, y)
    } else {
      self = .columns(pair)
    }
  }

  /// The pair's values; nil where the unit is left out.
  @inline(__always)
  func read(_ sums: Lane<Double>) -> (x: Double, y: Double)? {
    switch self {
    case .sums(let x, let y): return (sums[x], sums[y])
    case .columns(let pair):
      guard let x = pair.x.value(sums), let y = pair.y.value(sums) else { return nil }
      return (x, y)
    }
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
