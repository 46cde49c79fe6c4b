internal import Summaries

extension AccrualTable {
  /// What the units sum to at the end of each bucket in which some of them changed.
  func totals(_ plan: ScanPlan) -> UnitTotals {
    var pieces: [Int: [Piece]] = [:]
    forEachPiece { pieces[$0.bucket, default: []].append($0) }
    let accrual = UnitAccrual(variants(), plan)
    for bucket in pieces.keys.sorted() { accrual.add(pieces[bucket] ?? [], of: bucket) }
    return UnitTotals(cells: accrual.cells, unitsInSeveralVariants: accrual.unitsInSeveralVariants)
  }
}

/// The units of a partition as they stand while time goes on.
///
/// A unit that changes takes its old pair out of the power sums and puts its new one in. As units grow
/// they leave the shift of those sums behind, which costs digits: once as many changed as there are, the
/// sums are made anew.
private final class UnitAccrual {
  private let plan: ScanPlan
  private let variants: Int
  private let measures: Int
  /// By unit.
  private let variantOf: [UInt16]
  private let sums: Storage<Double>
  private var isExposed: [Bool]
  private var isElsewhere: [Bool]
  /// By variant.
  private var rows: [Int]
  private var units: [Int]
  private var crossovers: [Int]
  /// By variant and pair.
  private let power: Storage<Double>
  private var changes = 0
  private(set) var cells: [UnitTotals.Cell] = []

  /// So far.
  var unitsInSeveralVariants: Int { crossovers.reduce(0, +) }

  init(_ variantOf: [UInt16], _ plan: ScanPlan) {
    (self.variantOf, self.plan) = (variantOf, plan)
    (variants, measures) = (max(1, plan.variants.count), plan.measures.count)
    sums = Storage(variantOf.count * measures, zero: 0)
    isExposed = variantOf.map { _ in false }
    isElsewhere = isExposed
    rows = Array(repeating: 0, count: variants)
    (units, crossovers) = (rows, rows)
    power = Storage(variants * plan.pairs.count * PowerSums.width, zero: 0)
  }

  /// Adds the pieces of the next bucket.
  func add(_ pieces: [AccrualTable.Piece], of bucket: Int) {
    changes += pieces.count
    let isRemade = changes >= units.reduce(0, +)
    for piece in pieces { add(piece, toPower: !isRemade) }
    if isRemade { remake() }
    for variant in 0..<variants where units[variant] > 0 {
      cells.append(
        UnitTotals.Cell(
          key: CellKey(variant: variant, bucket: bucket), rows: rows[variant],
          units: units[variant], crossovers: crossovers[variant],
          pairs: plan.pairs.indices.map { PowerSums.moments(power(variant, $0)) }))
    }
  }

  private func power(_ variant: Int, _ pair: Int) -> Lane<Double> {
    power.lane.from((variant * plan.pairs.count + pair) * PowerSums.width)
  }

  private func add(_ piece: AccrualTable.Piece, toPower: Bool) {
    let index = piece.unit
    let variant = Int(variantOf[index])
    let unit = sums.lane.from(index * measures)
    if !isExposed[index] {
      isExposed[index] = true
      units[variant] += 1
    } else if toPower {
      addToPower(unit, variant, times: -1)
    }
    if !isElsewhere[index], piece.isElsewhere(than: variantOf[index]) {
      isElsewhere[index] = true
      crossovers[variant] += 1
    }
    rows[variant] += piece.rows
    let added = piece.sums
    for m in 0..<measures { unit[m] += added[m] }
    if toPower { addToPower(unit, variant, times: 1) }
  }

  private func addToPower(_ unit: Lane<Double>, _ variant: Int, times: Double) {
    for (index, pair) in plan.pairs.enumerated() {
      guard let x = pair.x.value(unit), let y = pair.y.value(unit) else { continue }
      PowerSums.add(power(variant, index), x: x, y: y, times: times)
    }
  }

  private func remake() {
    changes = 0
    power.clear()
    for unit in variantOf.indices where isExposed[unit] {
      addToPower(sums.lane.from(unit * measures), Int(variantOf[unit]), times: 1)
    }
  }
}
