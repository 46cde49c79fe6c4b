internal import Summaries

/// The categories of two logs beside each other.
struct CategoryCells {
  /// In the order of the labels; gaps are not among them.
  private(set) var cells: [DriftCell]

  /// Pairs the categories of a column, or returns `nil` where a log has too many to count.
  ///
  /// Where both logs hold nothing but numbers they are compared as numbers, so that 1 and 1.0 are
  /// one category.
  init?(_ pair: ColumnPair) {
    let areNumbers =
      (pair.reference.isExactlyNumbers || pair.reference.present == 0)
      && (pair.current.isExactlyNumbers || pair.current.present == 0)
    let read = areNumbers ? Self.countsByNumber : Self.countsByText
    guard let reference = read(pair.reference), let current = read(pair.current) else { return nil }
    cells = Set(reference.keys).union(current.keys).sorted().map { label in
      DriftCell(
        content: .category, label: label, reference: reference[label] ?? 0,
        current: current[label] ?? 0)
    }
  }

  private static func countsByText(_ values: ColumnDistribution) -> [String: Int]? {
    values.categories.counts
  }

  private static func countsByNumber(_ values: ColumnDistribution) -> [String: Int]? {
    let cells = values.histogram.cells
    guard cells.count <= values.categories.cap else { return nil }
    return Dictionary(
      cells.map { (QuantileCells.plain($0.lower), $0.count) }, uniquingKeysWith: +)
  }

  /// Categories only the current log has, the most frequent first.
  var appeared: [DriftCell] {
    cells.filter { $0.reference == 0 }.sorted { ($1.current, $0.label) < ($0.current, $1.label) }
  }

  /// Categories only the reference has, the most frequent first.
  var vanished: [DriftCell] {
    cells.filter { $0.current == 0 }.sorted { ($1.reference, $0.label) < ($0.reference, $1.label) }
  }

  /// Rows of the reference that a second sample like it would be expected to hold in new categories.
  ///
  /// The categories seen once estimate it (Good, 1953); those seen twice are added for the
  /// estimate's own uncertainty (Esty, 1983: a variance of f₁ + 2 f₂).
  var expectedNewRows: Int {
    let once = cells.count { $0.reference == 1 }
    let twice = cells.count { $0.reference == 2 }
    return once + 2 * twice
  }
}
