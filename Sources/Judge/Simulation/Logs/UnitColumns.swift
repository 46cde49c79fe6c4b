internal import Summaries

/// The unit columns that a scan's pairs take, each once, and their values for the units of a log.
struct UnitColumns: Sendable {
  private let columns: [UnitColumn]
  /// By pair the positions of its two columns.
  let pairs: [(x: Int, y: Int)]
  /// Unit after unit the value of each column; no number where the unit is left out.
  private(set) var values: [Double] = []

  var count: Int { columns.count }

  init(_ scan: ScanPlan, of units: LogUnits) {
    var columns: [UnitColumn] = []
    func position(_ column: UnitColumn) -> Int {
      if let known = columns.firstIndex(of: column) { return known }
      columns.append(column)
      return columns.count - 1
    }
    pairs = scan.pairs.map { (position($0.x), position($0.y)) }
    self.columns = columns
    values.reserveCapacity(units.count * columns.count)
    var sums = units.sums
    sums.withUnsafeMutableBufferPointer { sums in
      for unit in 0..<units.count {
        let own = UnsafeMutableBufferPointer(
          rebasing: sums[unit * units.measures..<(unit + 1) * units.measures])
        for column in columns { values.append(CompiledMeasures.value(column, own) ?? .nan) }
      }
    }
  }

  /// Computes a unit's values from sums that an effect has changed.
  func fill(_ values: UnsafeMutableBufferPointer<Double>, from sums: inout [Double]) {
    sums.withUnsafeMutableBufferPointer { sums in
      for (index, column) in columns.enumerated() {
        values[index] = CompiledMeasures.value(column, sums) ?? .nan
      }
    }
  }

  /// Σx/Σy of a pair over some units; no number where nothing is counted.
  func ratio(pair: Int, over units: some Sequence<Int>) -> Double {
    let (x, y) = pairs[pair]
    var (above, below) = (0.0, 0.0)
    for unit in units {
      let (a, b) = (values[unit * count + x], values[unit * count + y])
      guard !a.isNaN, !b.isNaN else { continue }
      above += a
      below += b
    }
    return above / below
  }

  /// The column at the position of a pair's numerator.
  func numerator(pair: Int) -> UnitColumn { columns[pairs[pair].x] }

  /// The column at the position of a pair's denominator.
  func denominator(pair: Int) -> UnitColumn { columns[pairs[pair].y] }
}
