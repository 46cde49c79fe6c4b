internal import Summaries

/// Counts the rows that one thread reads by their own time, apart from the cells of their units.
final class RowCalendar {
  private let index: CellIndex
  private let cells = Storage<Int32>(RowBatch.capacity, zero: 0)
  private let rows = Storage<Int>(0, zero: 0)
  private let first = Storage<Int64>(0, zero: 0)
  private let last = Storage<Int64>(0, zero: 0)

  /// Nil where the plan asks for no calendar.
  init?(_ plan: ScanPlan) {
    guard let calendar = plan.calendar else { return nil }
    index = CellIndex(variants: max(1, plan.variants.count), buckets: calendar)
  }

  /// Counts the rows of a batch that are alive, each as often as its weight says, where there is one.
  func add(
    _ rows: Range<Int>, alive: Lane<UInt8>, variants: Lane<UInt16>, times: Lane<Int64>,
    weights: Lane<Int64>?
  ) {
    let cells = cells.lane
    index.assign(rows, alive: alive, variants: variants, times: times, to: cells)
    for storage in [first, last] { storage.grow(index.keys.count) }
    self.rows.grow(index.keys.count)
    let (counts, first, last) = (self.rows.lane, first.lane, last.lane)
    for row in rows where alive[row] != 0 {
      let (cell, time) = (Int(cells[row]), times[row])
      if counts[cell] == 0 { (first[cell], last[cell]) = (time, time) }
      first[cell] = min(first[cell], time)
      last[cell] = max(last[cell], time)
      counts[cell] &+= weights.map { Int($0[row]) } ?? 1
    }
  }

  /// Calls `body` with what was counted in each bucket and variant that has rows.
  func forEach(_ body: (LogSummary.CalendarCell) -> Void) {
    for (position, key) in index.keys.enumerated() where rows.lane[position] > 0 {
      body(
        LogSummary.CalendarCell(
          bucket: key.bucket, variant: key.variant, rows: rows.lane[position],
          first: Timestamp(microseconds: first.lane[position]),
          last: Timestamp(microseconds: last.lane[position])))
    }
  }
}

extension LogSummary.CalendarCell {
  /// The rows of two parts of a cell.
  func merged(with other: Self) -> Self {
    Self(
      bucket: bucket, variant: variant, rows: rows + other.rows, first: min(first, other.first),
      last: max(last, other.last))
  }
}
