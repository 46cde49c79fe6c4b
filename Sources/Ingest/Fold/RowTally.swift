internal import Summaries

/// What one thread counted whose order does not matter, of rows that lie within one look.
final class RowTally {
  /// By cell and column.
  var distributions: [[DistributionState?]] = []
  /// By cell the rows that count for the distributions of every column.
  var everyRows: [Int] = []
  /// Where a row failed.
  struct FailedValue: Hashable {
    var slot: Int
    var variant: Int
  }

  /// Rows that failed for NaN or an infinity.
  var nonFinite: [FailedValue: Int] = [:]
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
  private var failed: [String: [Int: Int]] = [:]

  /// Rows of variants the plan does not name.
  var unknownVariants: CategoryCounts { unknown.summary(count: unknownRows) }

  /// The rows by their own time, by bucket and variant.
  var calendar: [LogSummary.CalendarCell] {
    days.values.sorted { ($0.bucket, $0.variant) < ($1.bucket, $1.variant) }
  }

  /// The rows that failed for NaN or an infinity, by column and variant.
  var nonFinite: [NonFiniteValues] {
    failed.keys.sorted().flatMap { column in
      (failed[column] ?? [:]).sorted { $0.key < $1.key }.map {
        NonFiniteValues(column: column, variant: $0.key, rows: $0.value)
      }
    }
  }

  /// Adds what a thread counted; its states are given up to the totals.
  mutating func add(_ tally: RowTally, of fold: RowFold) {
    unknown.merge(tally.unknownVariants)
    unknownRows += tally.unknownRows
    tally.calendar?.forEach { cell in
      let key = CellKey(variant: cell.variant, bucket: cell.bucket)
      days[key] = days[key].map { $0.merged(with: cell) } ?? cell
    }
    for (value, rows) in tally.nonFinite {
      failed[fold.plan.slots[value.slot], default: [:]][value.variant, default: 0] += rows
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
