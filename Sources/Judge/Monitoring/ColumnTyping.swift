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
  func kind(of pair: ColumnPair) -> ColumnDrift.Kind {
    if plan.numeric.contains(pair.column) { return .numeric }
    if plan.categorical.contains(pair.column) { return .categorical }
    if pair.column.hasPrefix("num_") { return .numeric }
    if pair.column.hasPrefix("cat_") { return .categorical }
    return Self.inferred(from: pair.reference.present > 0 ? pair.reference : pair.current)
  }

  /// Whether the plan names the column, so that it may not be passed over.
  func isNamed(_ column: String) -> Bool {
    plan.columns.contains(column) || plan.categorical.contains(column) || column.hasPrefix("cat_")
  }

  private static func inferred(from values: ColumnDistribution) -> ColumnDrift.Kind {
    let numbers = Double(values.numbers + values.nonFinite)
    return values.numbers > 0 && numbers >= numberShare * Double(values.present)
      && values.histogram.cells.count > largestCodeCount ? .numeric : .categorical
  }
}
