internal import Summaries

/// The sums of the units of one partition, in the order in which the units first came.
///
/// A unit is an `Entry` with the time and variant of its first row whose payload is its rows and the
/// sums. The highest bit of its rows says that other variants were seen, too. Where measures have windows
/// the time of its last row follows.
final class UnitTable: UnitSums {
  private static let several: UInt64 = 1 << 63
  private let measures: Int
  /// By measure how long after the unit's first row a row still counts; empty where none has a window.
  private let windows: [Int64]
  private let shortestWindow: Int64
  private let units: KeyTable
  /// Some unit's first row came after others that its windows, as is known now, leave out: sums are
  /// right only once all rows came again.
  private var isOutOfOrder = false

  init(measures: [Measure], in pages: LargePages) {
    self.measures = measures.count
    let isWindowed = measures.contains { $0.window != nil }
    windows = isWindowed ? measures.map { $0.window ?? .max } : []
    shortestWindow = windows.min() ?? .max
    units = KeyTable(extraWords: isWindowed ? 1 : 0, in: pages)
  }

  var arenas: [WordArena] { [units.arena] }
  var keyTable: KeyTable { units }
  var flaw: UnitFlaw? { isOutOfOrder ? .outOfOrder : nil }

  /// Adds the rows of a batch, in order; a unit's first row is its state.
  func fold(_ batch: RecordBatch) {
    let measures = measures
    guard windows.isEmpty else { return foldWindows(batch) }
    units.fold(batch) { _ in
    } _: { record, unit in
      Self.add(record, to: unit, measures)
    }
  }

  /// Adds a row to its unit.
  @inline(__always)
  private static func add(_ record: Lane<UInt64>, to unit: Lane<UInt64>, _ measures: Int) {
    let at = Entry.payload(record[2])
    let (row, sums) = (record.from(at), unit.from(at))
    if record[2] != unit[2] { sums[0] |= several }
    if Int64(bitPattern: record[1]) < Int64(bitPattern: unit[1]) {
      (unit[1], unit[2]) = (record[1], record[2])
    }
    sums[0] &+= row[0]
    let (values, totals) = (row.from(1).doubles, sums.from(1).doubles)
    for m in 0..<measures { totals[m] += values[m] }
  }

  /// Adds the rows of a batch where their units' windows hold them.
  private func foldWindows(_ batch: RecordBatch) {
    units.fold(batch) { unit in
      unit[Entry.payload(unit[2]) + 1 + measures] = unit[1]
    } _: { record, unit in
      let at = Entry.payload(record[2])
      let (row, sums) = (record.from(at), unit.from(at))
      let variant = Entry.variant(record[2])
      let time = Int64(bitPattern: record[1])
      if variant != Entry.variant(unit[2]) { sums[0] |= Self.several }
      if time < Int64(bitPattern: unit[1]) {
        let last = Int64(bitPattern: sums[1 &+ measures])
        // Where the shortest window still holds all rows so far, each of them counts as it did.
        if !Self.isHeld(last, from: time, shortestWindow) { isOutOfOrder = true }
        unit[1] = record[1]
        unit[2] = Entry.shape(unit[2], variant: variant)
      }
      let first = Int64(bitPattern: unit[1])
      sums[0] &+= row[0]
      sums[1 &+ measures] = UInt64(
        bitPattern: max(time, Int64(bitPattern: sums[1 &+ measures])))
      let (values, totals) = (row.from(1).doubles, sums.from(1).doubles)
      for m in 0..<measures where Self.isHeld(time, from: first, windows[m]) {
        totals[m] += values[m]
      }
    }
  }

  /// Whether an instant lies before the end of a window; one that ends beyond all instants has no end.
  @inline(__always)
  private static func isHeld(_ time: Int64, from first: Int64, _ window: Int64) -> Bool {
    let (end, isBeyond) = first.addingReportingOverflow(window)
    return isBeyond || time < end
  }

  /// Makes ready for all rows once more; the times of first rows are known then.
  func restart() {
    isOutOfOrder = false
    units.forEach { unit, _ in
      let sums = unit.from(Entry.payload(unit[2]))
      sums[0] &= Self.several
      for m in 0..<measures { sums[1 &+ m] = 0 }
    }
  }

  /// One unit's state.
  struct Unit {
    var entry: Lane<UInt64>
    var time: Int64
    var variant: Int
    var inSeveralVariants: Bool
    var rows: Int
    var sums: Lane<Double>
  }

  /// Calls `body` with each unit, in the order in which they came.
  func forEach(_ body: (Unit) -> Void) {
    units.forEach { unit, _ in
      let payload = unit.from(Entry.payload(unit[2]))
      body(
        Unit(
          entry: unit, time: Int64(bitPattern: unit[1]), variant: Int(Entry.variant(unit[2])),
          inSeveralVariants: payload[0] & Self.several != 0, rows: Int(payload[0] & ~Self.several),
          sums: payload.from(1).doubles))
    }
  }
}
