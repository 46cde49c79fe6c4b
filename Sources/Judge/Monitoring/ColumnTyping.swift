internal import Summaries

/// Whether a column is read as numbers or as categories.
///
/// The plan's word counts first, then a `num_` or `cat_` prefix. Else it is inferred from the
/// reference, or from the current log where the reference has no values: a column is numeric when at
/// least 95 % of its values read as numbers (a stray text must not change the type) and these are more
/// than twenty different ones (fewer are codes, levels or flags, compared better one by one).
struct ColumnTyping {
  /// Numbers of no more different values than this are categories.
  static let largestCodeCount = 20
  /// The share of values that must read as numbers.
  static let numberShare = 0.95

  var plan: DriftPlan

  /// How a column is read.
  func kind(of pair: ColumnPair) -> ColumnDrift.Kind { reading(of: pair).kind }

  /// How a column is read, and why.
  func reading(of pair: ColumnPair) -> (kind: ColumnDrift.Kind, typing: ColumnDrift.Typing) {
    reading(of: pair.reference.present > 0 ? pair.reference : pair.current, named: pair.column)
  }

  /// How the column of one log is read, and why.
  func reading(
    of values: ColumnDistribution, named column: String
  ) -> (kind: ColumnDrift.Kind, typing: ColumnDrift.Typing) {
    if plan.numeric.contains(column) { return (.numeric, .declared) }
    if plan.categorical.contains(column) { return (.categorical, .declared) }
    if column.hasPrefix("num_") { return (.numeric, .prefix) }
    if column.hasPrefix("cat_") { return (.categorical, .prefix) }
    return Self.inferred(from: values)
  }

  /// Whether the plan names the column, so that it may not be passed over.
  func isNamed(_ column: String) -> Bool {
    plan.columns.contains(column) || plan.categorical.contains(column) || column.hasPrefix("cat_")
  }

  private static func inferred(
    from values: ColumnDistribution
  ) -> (ColumnDrift.Kind, ColumnDrift.Typing) {
    guard values.present > 0 else { return (.categorical, .noValues) }
    let numbers = Double(values.numbers + values.nonFinite)
    guard values.numbers > 0, numbers >= numberShare * Double(values.present) else {
      return (.categorical, .texts)
    }
    return values.histogram.cells.count > largestCodeCount
      ? (.numeric, .manyNumbers) : (.categorical, .fewNumbers)
  }
}
