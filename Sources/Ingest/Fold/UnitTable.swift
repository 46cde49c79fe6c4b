internal import Summaries

/// The sums of the units of one partition, in the order in which the units first came.
///
/// In words: hash, time of the first row, variant and length of the text, rows, the sums, the text. The
/// variant's highest bit says that other variants were seen, too.
final class UnitTable {
  private static let head = 4
  private static let several: UInt64 = 1 << 63
  private let measures: Int
  private var words = WordList(capacity: 1 << 10)
  /// Where a unit's words begin, plus one.
  private var slots = Storage<UInt64>(64, zero: 0)
  private var mask = 63
  private(set) var count = 0

  init(measures: Int) { self.measures = measures }

  /// Adds the rows of a batch, in order.
  func fold(_ batch: RecordBatch) {
    let (records, end, measures) = (batch.words.lane, batch.words.count, measures)
    var (units, table, mask) = (words.lane, slots.lane, mask)
    var at = 0
    while at < end {
      let record = records.from(at)
      let keyWords = Int(record[2] & 0xFFFF_FFFF &+ 7) &>> 3
      at &+= RecordBatch.head &+ measures &+ keyWords
      var slot = Int(truncatingIfNeeded: record[0]) & mask
      var place = -1
      while table[slot] != 0 {
        let candidate = Int(table[slot] &- 1)
        if units[candidate] == record[0], isSame(units.from(candidate), record, keyWords) {
          place = candidate
          break
        }
        slot = (slot &+ 1) & mask
      }
      if place < 0 {
        place = insert(record, keyWords, at: slot)
        // What was grown may have moved.
        (units, table, mask) = (words.lane, slots.lane, self.mask)
      }
      Self.add(record, to: units.from(place), measures)
    }
  }

  /// Adds a row to its unit.
  @inline(__always)
  private static func add(_ record: Lane<UInt64>, to unit: Lane<UInt64>, _ measures: Int) {
    let (time, variant, weight) = (record[1], record[2] &>> 32, record[3])
    if (unit[2] &>> 32) & 0x7FFF_FFFF != variant { unit[2] |= several }
    if Int64(bitPattern: time) < Int64(bitPattern: unit[1]) {
      unit[1] = time
      unit[2] = unit[2] & (several | 0xFFFF_FFFF) | variant &<< 32
    }
    unit[3] &+= weight
    let times = Double(weight)
    for m in 0..<measures {
      let sum = Double(bitPattern: unit[head &+ m])
      let value = Double(bitPattern: record[RecordBatch.head &+ m])
      unit[head &+ m] = (sum + times * value).bitPattern
    }
  }

  @inline(__always)
  private func isSame(_ unit: Lane<UInt64>, _ record: Lane<UInt64>, _ keyWords: Int) -> Bool {
    guard unit[2] & 0xFFFF_FFFF == record[2] & 0xFFFF_FFFF else { return false }
    for i in 0..<keyWords
    where unit[Self.head &+ measures &+ i] != record[RecordBatch.head &+ measures &+ i] {
      return false
    }
    return true
  }

  @inline(never)
  private func insert(_ record: Lane<UInt64>, _ keyWords: Int, at slot: Int) -> Int {
    let at = words.extend(Self.head + measures + keyWords)
    let unit = words.lane.from(at)
    (unit[0], unit[1], unit[2], unit[3]) = (record[0], record[1], record[2], 0)
    for m in 0..<measures { unit[Self.head + m] = 0 }
    for i in 0..<keyWords {
      unit[Self.head + measures + i] = record[RecordBatch.head + measures + i]
    }
    slots.lane[slot] = UInt64(at) + 1
    count += 1
    if count * 10 > (mask + 1) * 7 { grow() }
    return at
  }

  private func grow() {
    mask = (mask + 1) * 2 - 1
    slots = Storage(mask + 1, zero: 0)
    let table = slots.lane
    forEachPosition { at in
      var slot = Int(truncatingIfNeeded: words.lane[at]) & mask
      while table[slot] != 0 { slot = (slot + 1) & mask }
      table[slot] = UInt64(at) + 1
    }
  }

  private func forEachPosition(_ body: (Int) -> Void) {
    let lane = words.lane
    var at = 0
    while at < words.count {
      body(at)
      at += Self.head + measures + Int(lane[at + 2] & 0xFFFF_FFFF &+ 7) >> 3
    }
  }

  /// One unit's state.
  struct Unit {
    var time: Int64
    var variant: Int
    var inSeveralVariants: Bool
    var rows: Int
    /// The bits of the sums.
    var sums: Lane<UInt64>

    @inline(__always)
    func sum(_ measure: Int) -> Double { Double(bitPattern: sums[measure]) }
  }

  /// Calls `body` with each unit, in the order in which they came.
  func forEach(_ body: (Unit) -> Void) {
    let lane = words.lane
    forEachPosition { at in
      let unit = lane.from(at)
      body(
        Unit(
          time: Int64(bitPattern: unit[1]), variant: Int((unit[2] >> 32) & 0x7FFF_FFFF),
          inSeveralVariants: unit[2] & Self.several != 0, rows: Int(unit[3]),
          sums: unit.from(Self.head)))
    }
  }
}
