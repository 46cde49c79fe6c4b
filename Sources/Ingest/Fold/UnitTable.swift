internal import Summaries

/// The sums of the units of one partition, in the order in which the units first came.
///
/// A unit is an `Entry` with the time and variant of its first row whose payload is its rows and the
/// sums. The highest bit of its rows says that other variants were seen, too.
final class UnitTable: RecordTable {
  private static let several: UInt64 = 1 << 63
  private let measures: Int
  private let units = KeyTable()

  init(measures: Int) { self.measures = measures }

  var arenas: [WordArena] { [units.arena] }
  var keyTable: KeyTable { units }

  /// Adds the rows of a batch, in order; a unit's first row is its state.
  func fold(_ batch: RecordBatch) {
    let measures = measures
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
