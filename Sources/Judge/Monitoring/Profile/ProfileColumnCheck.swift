internal import Summaries

/// What is wrong with a column that was read from a profile, in words, or nothing.
struct ProfileColumnCheck {
  let column: ProfileDocument.Column
  /// How many rows each column of the profile has.
  let rows: Int

  /// What the column's numbers say against each other.
  ///
  /// - Parameter distribution: The column, where its parts can be put together.
  /// - Returns: The first contradiction, or nil where there is none.
  func cause(_ distribution: ColumnDistribution?) -> String? {
    if let cause = counts ?? numbers ?? categories { return cause }
    guard let distribution else { return "its cells are none" }
    if distribution.rows != rows {
      return "it has \(distribution.rows) rows, and the profile \(rows)"
    }
    return moments(distribution)
  }

  private var counts: String? {
    let parts = [
      ("missing", column.missing), ("nonFinite", column.nonFinite), ("texts", column.texts),
    ]
    for (key, count) in parts where !(0...ProfileDocument.mostRows).contains(count) {
      return "\(key) is \(count), which is no number of rows"
    }
    return nil
  }

  private var numbers: String? {
    let lengths = [column.values?.count, column.steps?.count].compactMap(\.self)
    guard lengths.count == 1 else { return "it needs either values or steps" }
    guard lengths == [column.counts.count] else {
      return "it has \(lengths[0]) cells and \(column.counts.count) counts"
    }
    guard column.counts.count <= Self.mostCells else {
      return "it has \(column.counts.count) cells; a profile has at most \(Self.mostCells)"
    }
    if let index = column.counts.firstIndex(where: { !(1...ProfileDocument.mostRows).contains($0) })
    {
      return "counts[\(index)] is \(column.counts[index]), which is no number of rows in a cell"
    }
    guard let values = column.values else { return nil }
    for (index, (before, after)) in zip(values, values.dropFirst()).enumerated()
    where !(before < after) {
      return "values[\(index + 1)] does not lie above the one before it"
    }
    return nil
  }

  private var categories: String? {
    guard let texts = column.categories else {
      guard column.categoryCounts == nil else { return "it has categoryCounts, and no categories" }
      let present = rows - column.missing
      return present <= Self.mostTexts
        ? "it has no categories, and \(present) rows cannot have too many" : nil
    }
    guard let counts = column.categoryCounts else {
      return "it has categories, and no categoryCounts"
    }
    guard texts.count == counts.count else {
      return "it has \(texts.count) categories and \(counts.count) counts of them"
    }
    guard texts.count <= Self.mostTexts else {
      return "it has \(texts.count) categories; a profile has at most \(Self.mostTexts)"
    }
    guard Set(texts).count == texts.count else { return "a category stands there twice" }
    if let index = counts.firstIndex(where: { !(1...ProfileDocument.mostRows).contains($0) }) {
      return
        "categoryCounts[\(index)] is \(counts[index]), which is no number of rows in a category"
    }
    let (counted, present) = (counts.reduce(0, &+), rows - column.missing)
    return counted == present
      ? nil : "its categories have \(counted) rows, and \(present) have a value"
  }

  /// Holds the moments against what the cells leave possible.
  private func moments(_ distribution: ColumnDistribution) -> String? {
    let (moments, cells) = (distribution.moments, distribution.histogram.cells)
    guard moments.count == distribution.histogram.count else {
      return "its moments are of \(moments.count) numbers, and its cells of "
        + "\(distribution.histogram.count)"
    }
    guard let origin = cells.first?.lower, let last = cells.last?.upper else {
      return moments.mean == 0 && moments.centeredSquares == 0
        ? nil : "it has moments of no numbers"
    }
    let largest = max(abs(origin), abs(last))
    guard largest.isFinite else { return "one of its cells is infinite" }
    // Squares of such numbers, or sums of them, may be beyond what a double holds.
    guard largest < 1e150 else { return moments.mean.isNaN ? "its mean is none" : nil }
    let bounds = CellBounds(cells, origin: origin, largest: largest, mean: moments.mean)
    guard bounds.means.contains(moments.mean - origin) else {
      return "a mean of \(moments.mean) is impossible for its cells"
    }
    guard bounds.squares.contains(moments.centeredSquares) else {
      return "a sum of squares of \(moments.centeredSquares) is impossible for its cells"
    }
    return nil
  }

  private static var mostTexts: Int { LogProfile.resolution.categoryCap }
  private static let mostCells: Int = {
    guard case .adaptive(let cap) = LogProfile.resolution.resolution else { return .max }
    return cap
  }()
}

/// Between what limits the moments of numbers lie that are known by their cells alone.
private struct CellBounds {
  /// Of the mean, from the origin.
  private(set) var means: ClosedRange<Double>
  /// Of the sum of squared deviations from the mean.
  private(set) var squares: ClosedRange<Double>

  init(_ cells: [ValueHistogram.Cell], origin: Double, largest: Double, mean: Double) {
    let count = Double(cells.reduce(0) { $0 + $1.count })
    var (low, high, least, most) = (0.0, 0.0, 0.0, 0.0)
    for cell in cells {
      let share = Double(cell.count) / count
      low += share * (cell.lower - origin)
      high += share * (cell.upper - origin)
      let nearest = mean < cell.lower ? cell.lower - mean : max(0, mean - cell.upper)
      let farthest = max(abs(cell.lower - mean), abs(cell.upper - mean))
      least += Double(cell.count) * nearest * nearest
      most += Double(cell.count) * farthest * farthest
    }
    // Sums of thousands of terms are rounded, and the mean itself to the last bit of numbers far from zero.
    let last = 4 * largest * 0x1p-52 + .leastNormalMagnitude
    let slack = 1e-9 * abs(high) + last
    means = (low - slack)...max(low - slack, high + slack)
    let squareSlack = 1e-9 * most + count * last * (last + 2 * (most / count).squareRoot())
    squares = max(0, least - squareSlack)...max(0, most + squareSlack)
  }
}
