/// Which unit each row belongs to, as numbers from zero in order of first appearance.
struct UnitIndex {
  let unitOfRow: [Int]
  let count: Int

  /// Numbers the units, one a row.
  ///
  /// - Throws: `StatsError.invalidParameter` unless there is one unit a row.
  init<Unit: Hashable>(_ units: [Unit], rows: Int) throws(StatsError) {
    guard units.count == rows else {
      throw .invalidParameter(
        name: "units", value: Double(units.count), expected: "\(rows), one a row")
    }
    var numbers: [Unit: Int] = [:]
    var unitOfRow: [Int] = []
    for unit in units {
      let number = numbers[unit] ?? numbers.count
      numbers[unit] = number
      unitOfRow.append(number)
    }
    (self.unitOfRow, count) = (unitOfRow, numbers.count)
  }

  /// Every row a unit of its own.
  init(rows: Int) { (unitOfRow, count) = (Array(0..<rows), rows) }

  /// The sum of the rows' values over each unit.
  func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (unit, value) in zip(unitOfRow, values) { sums[unit] += value }
    return sums
  }
}
