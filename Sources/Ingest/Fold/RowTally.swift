internal import Summaries

/// What one thread counted whose order does not matter, of rows that lie within one look.
final class RowTally {
  /// By cell and column.
  var distributions: [[DistributionState?]] = []
  /// By cell the rows that count for the distributions of every column.
  var everyRows: [Int] = []
  let unknownVariants = CategoryTable(cap: 1000)
  var unknownRows = 0
  /// Rows by their own time, where the plan asks for them.
  let calendar: RowCalendar?

  init(_ plan: ScanPlan) { calendar = RowCalendar(plan) }
}

/// The tallies of several threads and looks together.
struct TallyTotals {
  private(set) var states: [CellKey: [ColumnKey: DistributionState]] = [:]
  private(set) var everyRows: [CellKey: Int] = [:]
  private let unknown = CategoryTable(cap: 1000)
  private var unknownRows = 0
  private var days: [CellKey: LogSummary.CalendarCell] = [:]

  /// Rows of variants the plan does not name.
  var unknownVariants: CategoryCounts { unknown.summary(count: unknownRows) }

  /// The rows by their own time, by bucket and variant.
  var calendar: [LogSummary.CalendarCell] {
    days.values.sorted { ($0.bucket, $0.variant) < ($1.bucket, $1.variant) }
  }

  /// Adds what a thread counted; its states are given up to the totals.
  mutating func add(_ tally: RowTally, of fold: RowFold) {
    unknown.merge(tally.unknownVariants)
    unknownRows += tally.unknownRows
    tally.calendar?.forEach { cell in
      let key = CellKey(variant: cell.variant, bucket: cell.bucket)
      days[key] = days[key].map { $0.merged(with: cell) } ?? cell
    }
    for (cell, rows) in tally.everyRows.enumerated() {
      everyRows[fold.cellKeys[cell], default: 0] += rows
    }
    for (cell, found) in tally.distributions.enumerated() {
      let key = fold.cellKeys[cell]
      for (position, state) in found.enumerated() {
        guard let state else { continue }
        let column = fold.columnKey(position)
        if let known = states[key]?[column] {
          known.merge(state)
        } else {
          states[key, default: [:]][column] = state
        }
      }
    }
  }
}
