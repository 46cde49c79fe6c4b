import Experiment
import Stats

/// One column of two logs, given by counts or numbers, through assay's own decision code at its defaults.
struct Comparison {
  let plan = Plan(name: "conformance", strategy: .drift, control: nil, treatments: [])

  /// What is said of the column.
  func column(
    _ reference: ColumnDistribution, _ current: ColumnDistribution
  ) throws -> ColumnDrift {
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    let decision = try DriftAnalysis(plan, identity: identity)
      .decide(reference: Self.log(reference), current: Self.log(current))
    guard let column = decision.columns.first else { throw ConformanceError.noColumn }
    return column
  }

  private static func log(_ column: ColumnDistribution) -> LogSummary {
    var summary = LogSummary()
    (summary.rows.read, summary.rows.used) = (column.rows, column.rows)
    summary.columns = [column.column]
    summary.cells = [
      LogSummary.Cell(
        variant: 0, bucket: 0, rows: column.rows, units: column.rows, pairs: [],
        distributions: [column])
    ]
    return summary
  }
}

enum ConformanceError: Error { case noColumn }

extension ColumnDistribution {
  /// A column of texts, as many different ones as there are counts.
  static func categories(_ counts: [Int], missing: Int = 0) -> ColumnDistribution {
    var column = ColumnDistribution(ScanPlan.Distribution(column: "x"))
    for (index, count) in counts.enumerated() where count > 0 {
      column.categories.add("c\(index)", times: count)
    }
    column.texts = counts.reduce(0, +)
    column.missing = missing
    column.rows = column.texts + missing
    return column
  }

  /// A column of numbers.
  static func numbers(_ values: [Double], missing: Int = 0) -> ColumnDistribution {
    var column = ColumnDistribution(ScanPlan.Distribution(column: "x"))
    for value in values {
      column.histogram.add(value)
      column.moments.add(value)
      column.categories.add("\(value)")
    }
    column.numbers = values.count
    column.missing = missing
    column.rows = values.count + missing
    return column
  }
}
