/// Entries looked up by their keys, in the order in which the keys first came.
///
/// Hashes are compared first, then whole keys. Memory is not waited for: while one block of records is added
/// to their entries, the entries of the next block are on their way to the processor, and the slots of the
/// one after it.
final class KeyTable {
  private static let block = 16
  /// Room for the starts of three blocks.
  private static let ring = 64
  private static let positionMask: UInt64 = (1 << 40) - 1
  /// The entries.
  let arena: WordArena
  private let pages: LargePages
  /// How many words an entry's payload has besides those of its first record.
  private let extraWords: Int
  /// Twenty-four bits of the hash, then the entry's position plus one.
  private var slots: Storage<UInt64>
  private var mask = 63
  private let starts = Storage<Int>(KeyTable.ring, zero: 0)
  private(set) var count = 0

  init(extraWords: Int = 0, in pages: LargePages) {
    (self.extraWords, self.pages, arena) = (extraWords, pages, WordArena(in: pages))
    slots = Storage(64, zero: 0, in: pages)
  }

  /// The memory taken, in bytes.
  var size: Int { 8 * (arena.capacity + slots.capacity) }

  /// Takes the records of a batch in order: the first one of a key becomes its entry, which `begin` may
  /// change; each later one is given to `body` with the entry of its key.
  @inline(__always)
  func fold(
    _ batch: RecordBatch, begin: (_ entry: Lane<UInt64>) -> Void,
    _ body: (_ record: Lane<UInt64>, _ entry: Lane<UInt64>) -> Void
  ) {
    let (records, end, starts) = (batch.words.lane, batch.words.count, starts.lane)
    var (table, mask, bases) = (slots.lane, mask, arena.bases)
    var (at, found, asked, done) = (0, 0, 0, 0)
    while true {
      while at < end, found < done &+ 3 &* Self.block {
        starts[found % Self.ring] = at
        table.prefetch(Int(truncatingIfNeeded: records[at]) & mask)
        at &+= Entry.words(records[at &+ 2])
        found &+= 1
      }
      while asked < min(found, done &+ 2 &* Self.block) {
        let record = records.from(starts[asked % Self.ring])
        asked &+= 1
        let slot = table[Int(truncatingIfNeeded: record[0]) & mask]
        guard slot != 0 else { continue }
        let entry = WordArena.at(Self.position(slot), in: bases)
        entry.prefetch(0)
        // Keys and sums mostly reach into the next cache line, or into the one behind it.
        entry.prefetch(8)
        entry.prefetch(Entry.words(record[2]) &+ extraWords &- 1)
      }
      guard done < found else { return }
      for _ in 0..<min(Self.block, found &- done) {
        let record = records.from(starts[done % Self.ring])
        done &+= 1
        if let entry = Self.entry(of: record, table, mask, bases) {
          body(record, entry)
        } else {
          begin(insert(record))
          // What was grown may have moved.
          (table, mask, bases) = (slots.lane, self.mask, arena.bases)
        }
      }
    }
  }

  @inline(__always)
  private static func position(_ slot: UInt64) -> Int { Int(slot & positionMask) &- 1 }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ position: Int) -> UInt64 {
    (hash &>> 32) &<< 40 | UInt64(truncatingIfNeeded: position &+ 1)
  }

  /// The entry of a record's key.
  @inline(__always)
  private static func entry(
    of record: Lane<UInt64>, _ table: Lane<UInt64>, _ mask: Int, _ bases: Lane<Lane<UInt64>>
  ) -> Lane<UInt64>? {
    let tag = slot(record[0], -1)
    var i = Int(truncatingIfNeeded: record[0]) & mask
    while table[i] != 0 {
      if table[i] & ~positionMask == tag {
        let entry = WordArena.at(position(table[i]), in: bases)
        if Entry.haveSameKey(entry, record) { return entry }
      }
      i = (i &+ 1) & mask
    }
    return nil
  }

  @inline(never)
  private func insert(_ record: Lane<UInt64>) -> Lane<UInt64> {
    let words = Entry.words(record[2])
    let position = arena.append(words + extraWords)
    let entry = WordArena.at(position, in: arena.bases)
    for i in 0..<words { entry[i] = record[i] }
    entry[2] += UInt64(extraWords) << 24
    count += 1
    if count * 10 > (mask + 1) * 7 { grow() } else { place(record[0], position) }
    return entry
  }

  @inline(__always)
  private func place(_ hash: UInt64, _ position: Int) {
    let table = slots.lane
    var i = Int(truncatingIfNeeded: hash) & mask
    while table[i] != 0 { i = (i &+ 1) & mask }
    table[i] = Self.slot(hash, position)
  }

  private func grow() {
    mask = (mask + 1) * 2 - 1
    slots = Storage(mask + 1, zero: 0, in: pages)
    forEach { entry, position in place(entry[0], position) }
  }

  /// Forgets all keys; their number is known again once the entries are back.
  func removeAll() {
    arena.removeAll()
    (slots, mask, count) = (Storage(64, zero: 0, in: pages), 63, 0)
  }

  /// Finds anew what the arena holds.
  func restore() {
    count = 0
    forEach { _, _ in count += 1 }
    while count * 10 > (mask + 1) * 7 { mask = (mask + 1) * 2 - 1 }
    slots = Storage(mask + 1, zero: 0, in: pages)
    forEach { entry, position in place(entry[0], position) }
  }

  /// Calls `body` with each entry and its position, in order.
  @inline(__always)
  func forEach(_ body: (_ entry: Lane<UInt64>, _ position: Int) -> Void) {
    arena.forEachSegment { words, count, position in
      var at = 0
      while at < count {
        body(words.from(at), position + at)
        at &+= Entry.words(words[at &+ 2])
      }
    }
  }
}
