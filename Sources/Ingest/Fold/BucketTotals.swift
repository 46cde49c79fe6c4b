internal import Summaries

extension BucketTable {
  /// What the units sum to where the rows of each time bucket are kept apart: only those of a unit's first
  /// bucket count, or each bucket makes a unit of its own.
  func totals(_ plan: ScanPlan) -> UnitTotals {
    var pieces: [Piece] = []
    forEachPiece { pieces.append($0) }
    // By unit and bucket; those of one bucket in the order in which they were put away.
    let order = pieces.indices.sorted {
      let (a, b) = (pieces[$0], pieces[$1])
      return (a.unit, a.bucket, $0) < (b.unit, b.bucket, $1)
    }
    var entries: [Lane<UInt64>] = []
    keyTable.forEach { entry, _ in entries.append(entry) }
    let totals = BucketTotals(plan)
    var start = 0
    while start < order.count {
      let unit = pieces[order[start]].unit
      var end = start
      while end < order.count, pieces[order[end]].unit == unit { end += 1 }
      totals.add(entries[unit], order[start..<end].map { pieces[$0] })
      start = end
    }
    return totals.finish()
  }
}

/// Sums up units whose rows are kept apart by time bucket.
private final class BucketTotals {
  private let plan: ScanPlan
  private var check: AssignmentCheck?
  private let measures: Int
  private let sum: Storage<Double>
  private var cells: [CellKey: (rows: Int, units: Int, crossovers: Int)] = [:]
  private var positions: [CellKey: Int] = [:]
  private var moments: UnitMoments
  private var unitsInSeveralVariants = 0

  init(_ plan: ScanPlan) {
    self.plan = plan
    measures = plan.measures.count
    sum = Storage(max(1, measures), zero: 0)
    check = AssignmentCheck(plan)
    moments = UnitMoments(pairs: plan.pairs.count)
  }

  /// Adds a unit whose pieces are in the order of time.
  func add(_ entry: Lane<UInt64>, _ pieces: [BucketTable.Piece]) {
    let visits = Self.visits(pieces)
    let first = Int(Entry.variant(entry[2]))
    if let hashBucket = check?.hashBucket(of: entry) {
      let isAsHashed = isAsHashed(visits, hashBucket)
      check?.count(first, isAsHashed: isAsHashed)
    }
    switch plan.unitRows {
    case .ofEachBucket:
      var isElsewhere = false
      for visit in visits {
        isElsewhere = isElsewhere || visit.isElsewhere
        add(visit, pieces, variant: visit.variant, isElsewhere: visit.isElsewhere)
      }
      if isElsewhere { unitsInSeveralVariants += 1 }
    case .all, .ofFirstBucket:
      let isElsewhere =
        visits.contains { $0.isElsewhere } || !(check?.explains(visits) ?? isConstant(visits))
      if isElsewhere { unitsInSeveralVariants += 1 }
      add(visits[0], pieces, variant: first, isElsewhere: isElsewhere)
    }
  }

  private func isConstant(_ visits: [UnitVisit]) -> Bool {
    visits.allSatisfy { $0.variant == visits[0].variant }
  }

  private func isAsHashed(_ visits: [UnitVisit], _ hashBucket: Int) -> Bool {
    visits.allSatisfy {
      !$0.isElsewhere && $0.variant == check?.variant(hashBucket, in: $0.bucket)
    }
  }

  private static func visits(_ pieces: [BucketTable.Piece]) -> [UnitVisit] {
    var visits: [UnitVisit] = []
    for piece in pieces {
      let variant = piece.variant
      if let last = visits.last, last.bucket == piece.bucket {
        visits[visits.count - 1].rows += piece.rows
        if piece.isElsewhere(than: UInt16(last.variant)) {
          visits[visits.count - 1].isElsewhere = true
        }
      } else {
        visits.append(
          UnitVisit(
            bucket: piece.bucket, variant: Int(variant),
            isElsewhere: piece.isElsewhere(than: variant), rows: piece.rows))
      }
    }
    return visits
  }

  private func add(
    _ visit: UnitVisit, _ pieces: [BucketTable.Piece], variant: Int, isElsewhere: Bool
  ) {
    let key = CellKey(variant: variant, bucket: visit.bucket)
    let position = positions[key] ?? positions.count
    positions[key] = position
    moments.makeRoom(for: positions.count)
    var cell = cells[key] ?? (0, 0, 0)
    cell.rows += visit.rows
    cell.units += 1
    if isElsewhere { cell.crossovers += 1 }
    cells[key] = cell
    sum.clear()
    for piece in pieces where piece.bucket == visit.bucket {
      for m in 0..<measures { sum.lane[m] += piece.sums[m] }
    }
    for (index, pair) in plan.pairs.enumerated() {
      guard let x = pair.x.value(sum.lane), let y = pair.y.value(sum.lane) else { continue }
      moments.add(position, index, x: x, y: y)
    }
  }

  func finish() -> UnitTotals {
    let found = cells.keys.sorted().compactMap { key -> UnitTotals.Cell? in
      guard let cell = cells[key], let position = positions[key] else { return nil }
      return UnitTotals.Cell(
        key: key, rows: cell.rows, units: cell.units, crossovers: cell.crossovers,
        pairs: moments.moments(position))
    }
    return UnitTotals(
      cells: found, unitsInSeveralVariants: unitsInSeveralVariants, assignment: check?.counts)
  }
}

extension BucketTable.Piece {
  /// The variant of the first row that came.
  fileprivate var variant: UInt16 {
    UInt16(truncatingIfNeeded: words[2 &+ measures] &>> 40)
  }
}
