/// A table of counts without empty rows or columns, and what independence expects of it.
struct ContingencyTable {
  let rows: Int
  let columns: Int
  let total: Double
  /// Every cell in row order, with the count that independence expects, always positive.
  let cells: [(count: Double, expected: Double)]

  init(_ table: [[Int]]) throws(StatsError) {
    let width = table.first?.count ?? 0
    for row in table {
      guard row.count == width else {
        throw .invalidParameter(
          name: "columns", value: Double(row.count), expected: "\(width) in every row")
      }
      if let negative = row.first(where: { $0 < 0 }) {
        throw .invalidParameter(
          name: "count", value: Double(negative), expected: "not negative")
      }
    }
    let rowSums = table.map { Double($0.reduce(0, +)) }
    if let empty = rowSums.firstIndex(of: 0) {
      throw .tooFewObservations(arm: "row \(empty + 1)", needed: 1, found: 0)
    }
    let columnSums = (0..<width).map { column in
      Double(table.reduce(0) { $0 + $1[column] })
    }
    let kept = columnSums.indices.filter { columnSums[$0] > 0 }
    guard table.count > 1, kept.count > 1 else {
      throw .invalidParameter(
        name: "table", value: Double(min(table.count, kept.count)),
        expected: "at least two rows and two columns with counts")
    }
    let total = rowSums.reduce(0, +)
    var cells: [(count: Double, expected: Double)] = []
    for (row, rowSum) in zip(table, rowSums) {
      for column in kept {
        cells.append((Double(row[column]), rowSum * columnSums[column] / total))
      }
    }
    (rows, columns, self.total, self.cells) = (table.count, kept.count, total, cells)
  }

  var degreesOfFreedom: Double { Double((rows - 1) * (columns - 1)) }

  /// Cramér's V, from 0 for independence to 1 (Cramér 1946).
  func cramersV(chiSquare: Double) -> Double {
    (chiSquare / (total * Double(min(rows, columns) - 1))).squareRoot()
  }
}
