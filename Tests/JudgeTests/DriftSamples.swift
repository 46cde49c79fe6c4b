import Foundation
import Judge
import Summaries

/// Builds what a scan for drift finds, from values or from counts.
enum DriftSample {
  /// A column of numbers.
  static func numbers(
    _ values: [Double], missing: Int = 0, texts: [String: Int] = [:], nonFinite: Int = 0,
    named name: String = "x"
  ) -> ColumnDistribution {
    var column = categories(texts, missing: missing, named: name)
    for value in values {
      column.histogram.add(value)
      column.moments.add(value)
      column.categories.add("\(value)")
    }
    column.categories.add("nan", times: nonFinite)
    column.numbers = values.count
    column.nonFinite = nonFinite
    column.rows += values.count + nonFinite
    return column
  }

  /// A column of texts with their counts.
  static func categories(
    _ counts: [String: Int], missing: Int = 0, named name: String = "x"
  ) -> ColumnDistribution {
    var column = ColumnDistribution(ScanPlan.Distribution(column: name))
    for (text, count) in counts where count > 0 { column.categories.add(text, times: count) }
    column.texts = counts.values.reduce(0, +)
    column.missing = missing
    column.rows = column.texts + missing
    return column
  }

  /// A column of as many texts as there are counts.
  static func categories(_ counts: [Int], named name: String = "x") -> ColumnDistribution {
    let named = counts.enumerated().map { ("c\($0.offset)", $0.element) }
    return categories(Dictionary(uniqueKeysWithValues: named), named: name)
  }

  /// A log of these columns, all of the same number of rows.
  static func log(_ columns: [ColumnDistribution], rows: Int? = nil) -> LogSummary {
    var summary = LogSummary()
    let used = rows ?? columns.first?.rows ?? 0
    (summary.rows.read, summary.rows.used) = (used, used)
    summary.columns = columns.map(\.column)
    summary.cells = [
      LogSummary.Cell(
        variant: 0, bucket: 0, rows: used, units: used, pairs: [], distributions: columns)
    ]
    return summary
  }

  /// The decision on two logs of these columns.
  static func decide(
    _ reference: [ColumnDistribution], _ current: [ColumnDistribution],
    _ change: (inout DriftPlan) -> Void = { _ in }
  ) throws -> DriftDecision {
    var plan = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    change(&plan.drift)
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    return try DriftAnalysis(plan, identity: identity)
      .decide(reference: log(reference), current: log(current))
  }

  /// The one column of a decision on two logs of one column each.
  static func column(
    _ reference: ColumnDistribution, _ current: ColumnDistribution,
    _ change: (inout DriftPlan) -> Void = { _ in }
  ) throws -> ColumnDrift? {
    try decide([reference], [current], change).columns.first
  }
}
