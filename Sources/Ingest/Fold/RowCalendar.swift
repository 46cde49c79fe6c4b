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

  /// What all threads counted, by bucket and variant.
  static func merged(_ calendars: [RowCalendar]) -> [LogSummary.CalendarCell] {
    var found: [CellKey: LogSummary.CalendarCell] = [:]
    for calendar in calendars {
      for (position, key) in calendar.index.keys.enumerated() {
        let rows = calendar.rows.lane[position]
        guard rows > 0 else { continue }
        let first = Timestamp(microseconds: calendar.first.lane[position])
        let last = Timestamp(microseconds: calendar.last.lane[position])
        var cell =
          found[key]
          ?? LogSummary.CalendarCell(
            bucket: key.bucket, variant: key.variant, rows: 0, first: first, last: last)
        cell.rows += rows
        (cell.first, cell.last) = (min(cell.first, first), max(cell.last, last))
        found[key] = cell
      }
    }
    return found.values.sorted { ($0.bucket, $0.variant) < ($1.bucket, $1.variant) }
  }
}
