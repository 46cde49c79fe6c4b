internal import Summaries

/// One column as both logs hold it.
///
/// A log without the column is one whose every value is missing.
struct ColumnPair {
  /// Which logs have the column.
  enum Presence { case both, referenceOnly, currentOnly, neither }

  var column: String
  var presence: Presence
  var reference: ColumnDistribution
  var current: ColumnDistribution
  /// How many rows count as one, where rows come in units.
  var designEffects: DriftDesignEffects?
  /// Of a target whose labels are still too few: their share, and the one that is required.
  private(set) var incompleteLabels: (share: Double, required: Double)?

  /// A column of `column` in the logs that have it.
  init(
    column: String, reference: ColumnDistribution?, referenceRows: Int,
    current: ColumnDistribution?, currentRows: Int
  ) {
    self.column = column
    presence =
      switch (reference == nil, current == nil) {
      case (false, false): .both
      case (false, true): .referenceOnly
      case (true, false): .currentOnly
      case (true, true): .neither
      }
    self.reference = reference ?? ColumnDistribution(missing: referenceRows, column: column)
    self.current = current ?? ColumnDistribution(missing: currentRows, column: column)
  }

  var missing: ShareChange { change(\.missing) }

  /// Whether every value there is in a log is the same one.
  var isConstant: (reference: Bool, current: Bool) { (reference.isConstant, current.isConstant) }

  /// Takes the target as that of the rows that have their label: that the others' come late is no drift.
  mutating func leaveOutUnlabelled(required: Double) {
    let share =
      [reference, current].map { Double($0.present) / Double(max(1, $0.rows)) }.min() ?? 0
    if share < required { incompleteLabels = (share, required) }
    (reference.rows, reference.missing) = (reference.present, 0)
    (current.rows, current.missing) = (current.present, 0)
  }

  /// How the share of some of the column's rows changed.
  func change(_ count: KeyPath<ColumnDistribution, Int>) -> ShareChange {
    ShareChange(
      referenceCount: reference[keyPath: count], referenceRows: reference.rows,
      currentCount: current[keyPath: count], currentRows: current.rows)
  }
}

extension ColumnDistribution {
  /// A column of nothing but gaps.
  fileprivate init(missing rows: Int, column: String) {
    self.init(ScanPlan.Distribution(column: column))
    self.rows = rows
    missing = rows
  }

  /// Rows that hold a value.
  var present: Int { rows - missing }

  /// Whether most values are text rather than numbers; `nil` without values.
  var isMostlyText: Bool? { present == 0 ? nil : 2 * texts > present }

  /// Whether there are values, all of them the same one.
  var isConstant: Bool {
    guard present > 0 else { return false }
    let cells = histogram.cells
    return numbers == present
      ? cells.count == 1 && cells[0].lower == cells[0].upper : categories.counts?.count == 1
  }

  /// Whether no value is text, NaN or infinite, and every cell of the histogram is one number.
  var isExactlyNumbers: Bool {
    present > 0 && numbers == present && histogram.count == numbers
      && histogram.cells.allSatisfy { $0.lower == $0.upper }
  }

  /// Whether nearly every value is different, as in identifiers and timestamps.
  ///
  /// Below 400 values even 1,000 equally likely categories may look like that.
  var looksLikeNames: Bool {
    guard present >= 400 else { return false }
    guard let counts = categories.counts else { return true }
    return Double(counts.count) >= 0.95 * Double(present)
  }
}
