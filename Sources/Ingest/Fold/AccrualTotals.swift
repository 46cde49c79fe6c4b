internal import Summaries

extension AccrualTable {
  /// What the units sum to at the end of each bucket in which some of them changed.
  func totals(_ plan: ScanPlan) -> UnitTotals {
    let accrual = UnitAccrual(units: count, plan)
    for (bucket, pieces) in piecesByBucket() { accrual.add(pieces, of: bucket) }
    return UnitTotals(cells: accrual.cells, unitsInSeveralVariants: accrual.crossovers)
  }

  /// The pieces of each bucket, in the order of units.
  private func piecesByBucket() -> [(bucket: Int, pieces: [Piece])] {
    var found: [Int: [Piece]] = [:]
    forEachPiece { found[$0.bucket, default: []].append($0) }
    return found.keys.sorted().map { ($0, found[$0] ?? []) }
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
  private let sums: Storage<Double>
  private var variantOf: [UInt16?]
  private var isElsewhere: [Bool]
  /// By variant.
  private var rows: [Int]
  private var units: [Int]
  private var crossoversOf: [Int]
  /// By variant and pair.
  private let power: Storage<Double>
  private var changes = 0
  private(set) var cells: [UnitTotals.Cell] = []

  /// Units seen in several variants so far.
  var crossovers: Int { crossoversOf.reduce(0, +) }

  init(units count: Int, _ plan: ScanPlan) {
    self.plan = plan
    (variants, measures) = (max(1, plan.variants.count), plan.measures.count)
    sums = Storage(count * measures, zero: 0)
    variantOf = Array(repeating: nil, count: count)
    isElsewhere = Array(repeating: false, count: count)
    rows = Array(repeating: 0, count: variants)
    (units, crossoversOf) = (rows, rows)
    power = Storage(variants * plan.pairs.count * PowerSums.width, zero: 0)
  }

  /// Adds the pieces of the next bucket.
  func add(_ pieces: [AccrualTable.Piece], of bucket: Int) {
    changes += pieces.count
    let isNew = pieces.count { variantOf[$0.unit] == nil }
    let isRemade = changes >= units.reduce(isNew, +)
    for piece in pieces { add(piece, toPower: !isRemade) }
    if isRemade { remake() }
    for variant in 0..<variants where units[variant] > 0 {
      cells.append(
        UnitTotals.Cell(
          key: CellKey(variant: variant, bucket: bucket), rows: rows[variant],
          units: units[variant], crossovers: crossoversOf[variant],
          pairs: plan.pairs.indices.map { PowerSums.moments(power(variant, $0)) }))
    }
  }

  private func power(_ variant: Int, _ pair: Int) -> Lane<Double> {
    power.lane.from((variant * plan.pairs.count + pair) * PowerSums.width)
  }

  private func add(_ piece: AccrualTable.Piece, toPower: Bool) {
    let variant = piece.variant
    let unit = sums.lane.from(piece.unit * measures)
    if variantOf[piece.unit] == nil {
      variantOf[piece.unit] = UInt16(truncatingIfNeeded: variant)
      units[variant] += 1
    } else if toPower {
      addToPower(unit, variant, times: -1)
    }
    if piece.isElsewhere, !isElsewhere[piece.unit] {
      isElsewhere[piece.unit] = true
      crossoversOf[variant] += 1
    }
    rows[variant] += piece.rows
    for m in 0..<measures { unit[m] += piece.sums[m] }
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
    for (unit, variant) in variantOf.enumerated() {
      guard let variant else { continue }
      addToPower(sums.lane.from(unit * measures), Int(variant), times: 1)
    }
  }
}
