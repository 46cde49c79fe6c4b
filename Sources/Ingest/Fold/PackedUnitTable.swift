internal import Summaries

/// The sums of the units of one partition as `PackedMeasures` lays them out, in the order in which the units
/// first came: what a `UnitTable` finds, in less memory.
final class PackedUnitTable: UnitSums {
  private let layout: PackedMeasures
  private let units: KeyTable
  private let sums: Storage<Double>
  private var isFull = false

  init(_ layout: PackedMeasures, in pages: LargePages) {
    self.layout = layout
    units = KeyTable(extraWords: layout.extraWords, in: pages)
    sums = Storage(layout.numbers.count + layout.indicators.count, zero: 0)
  }

  var arenas: [WordArena] { [units.arena] }
  var keyTable: KeyTable { units }
  var flaw: UnitFlaw? { isFull ? .tooManyRows : nil }

  /// Adds the rows of a batch, in order; a unit's first row is its state.
  func fold(_ batch: RecordBatch) {
    let (numbers, countWords) = (layout.numbers.count, layout.countWords)
    var isFull = isFull
    units.fold(batch) { unit in
      PackedMeasures.begin(unit.from(Entry.payload(unit[2])), numbers, countWords)
    } _: { record, unit in
      let at = Entry.payload(record[2])
      let payload = unit.from(at)
      guard PackedMeasures.rows(payload) < PackedMeasures.mostRows else { return isFull = true }
      let variant = Entry.variant(record[2])
      if variant != Entry.variant(unit[2]) { payload[0] |= PackedMeasures.several }
      if Int64(bitPattern: record[1]) < Int64(bitPattern: unit[1]) {
        unit[1] = record[1]
        unit[2] = Entry.shape(unit[2], variant: variant)
      }
      PackedMeasures.add(record.from(at), to: payload, numbers, countWords)
    }
    self.isFull = isFull
  }

  /// Calls `body` with each unit, in the order in which they came; its sums are good until the next one.
  func forEach(_ body: (UnitTable.Unit) -> Void) {
    let sums = sums.lane
    units.forEach { unit, _ in
      let payload = unit.from(Entry.payload(unit[2]))
      layout.unpack(payload, to: sums)
      body(
        UnitTable.Unit(
          entry: unit, time: Int64(bitPattern: unit[1]), variant: Int(Entry.variant(unit[2])),
          inSeveralVariants: payload[0] & PackedMeasures.several != 0,
          rows: Int(PackedMeasures.rows(payload)), sums: sums))
    }
  }
}
