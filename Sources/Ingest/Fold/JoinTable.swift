/// What the rows of a joined source say of each key of one partition.
///
/// Rows are kept as they come. Once all are there, they are laid out anew, sorted by buckets of their keys' hashes,
/// and only where each bucket begins is kept besides: a key is found where two or three cache lines are read.
/// Rows that say the same of one key are kept once. Those that do not are all kept, and which of them counts is
/// asked when the key is looked up: it does not matter how they came.
final class JoinTable: RecordTable {
  /// More different rows of one key are too many to choose from: none is believed.
  static let mostVersions = 64
  /// So many rows are asked for before they are placed.
  private static let block = 16
  /// In `buckets`: nothing has been placed yet.
  private static let isEmpty: UInt32 = 1 << 31
  /// Where `buckets` take their memory: they are read all over, so that it comes from large pages in any case.
  private let places: LargePages
  /// The rows as they came, each behind its key's hash.
  private let records: WordArena
  /// The entries, bucket by bucket.
  private let entries: WordArena
  /// Where each bucket begins, plus one; zero for one without a key.
  private var buckets: Storage<UInt32>
  private(set) var rows = 0
  /// How many keys there are.
  private(set) var count = 0
  /// The most bytes of a row's fields, with their lengths.
  private(set) var longest = 0
  /// The fewest words of an entry.
  private(set) var shortest = Int.max
  /// Some key has rows that differ.
  private(set) var hasVersions = false

  init(in pages: LargePages, places: LargePages) {
    self.places = places
    (records, entries) = (WordArena(in: pages), WordArena(in: pages))
    buckets = Storage(1, zero: 0)
  }

  /// Adds the rows of a batch.
  func fold(_ batch: RecordBatch) {
    let (words, records) = (batch.words.lane, records)
    var at = 0
    while at < batch.words.count {
      let record = words.from(at)
      let count = 1 &+ JoinEntry.words(record[1])
      let copy = WordArena.at(records.append(count), in: records.bases)
      for i in 0..<count { copy[i] = record[i] }
      at &+= count
    }
  }

  var arenas: [WordArena] { [records, entries] }

  var size: Int { 8 * (records.capacity + entries.capacity) + 4 * buckets.capacity }

  func removeAll() {
    for arena in arenas { arena.removeAll() }
    buckets = Storage(1, zero: 0)
  }

  func restore() {}

  // MARK: Laying out

  /// Calls `body` with each row as it came.
  @inline(__always)
  private func forEachRecord(_ body: (_ record: Lane<UInt64>) -> Void) {
    records.forEachSegment { words, count, _ in
      var at = 0
      while at < count {
        body(words.from(at))
        at &+= 1 &+ JoinEntry.words(words[at &+ 1])
      }
    }
  }

  /// Lays the rows out by key; none may come afterwards.
  ///
  /// - Throws: `IngestError` where the rows are more than positions reach, four gibibytes in one partition of 64.
  func settle() throws(IngestError) {
    var (rows, shortest, longest) = (0, Int.max, 0)
    forEachRecord { record in
      let header = record[1]
      rows &+= 1
      shortest = min(shortest, JoinEntry.words(header))
      longest = max(longest, 8 &* (JoinEntry.words(header) &- JoinEntry.fields(header)))
    }
    (self.rows, self.shortest, self.longest) = (rows, shortest, longest)
    guard records.end < Int(Self.isEmpty) / 4 else { throw .joinTooLarge(rows: rows) }
    // One row a bucket, or somewhat more.
    let wanted = max(rows * 2 / 3, 1)
    buckets = Storage(
      1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount), zero: 0, in: places)
    makeRoom()
    place()
    records.removeAll()
  }

  /// Makes room for the rows of each bucket.
  private func makeRoom() {
    let (buckets, mask) = (buckets.lane, buckets.capacity - 1)
    forEachRecord { record in
      buckets[Int(truncatingIfNeeded: record[0]) & mask] &+= UInt32(
        truncatingIfNeeded: JoinEntry.words(record[1]))
    }
    for bucket in 0...mask where buckets[bucket] != 0 {
      let position = entries.append(Int(buckets[bucket])) + 1
      buckets[bucket] = UInt32(truncatingIfNeeded: position) | Self.isEmpty
    }
  }

  /// Puts each row into its bucket; while one is put there, the place of others is on its way to the processor.
  private func place() {
    let (buckets, mask, bases) = (buckets.lane, buckets.capacity - 1, entries.bases)
    let waiting = Storage<Lane<UInt64>>(Self.block, zero: Storage<UInt64>(0, zero: 0).lane)
    var count = 0
    forEachRecord { record in
      if count >= Self.block { place(waiting.lane[count % Self.block], buckets, mask, bases) }
      waiting.lane[count % Self.block] = record
      count &+= 1
      let begin = buckets[Int(truncatingIfNeeded: record[0]) & mask] & ~Self.isEmpty
      WordArena.at(Int(begin) &- 1, in: bases).prefetch(0)
    }
    for i in max(count - Self.block, 0)..<count {
      place(waiting.lane[i % Self.block], buckets, mask, bases)
    }
  }

  @inline(__always)
  private func place(
    _ record: Lane<UInt64>, _ buckets: Lane<UInt32>, _ mask: Int, _ bases: Lane<Lane<UInt64>>
  ) {
    let (bucket, row) = (Int(truncatingIfNeeded: record[0]) & mask, record.from(1))
    let begin = buckets[bucket]
    var entry = WordArena.at(Int(begin & ~Self.isEmpty) &- 1, in: bases)
    if begin & Self.isEmpty != 0 {
      buckets[bucket] = begin & ~Self.isEmpty
      count &+= 1
    } else {
      guard let last = lastToFollow(entry, row) else { return }
      last[0] &= ~JoinEntry.isLast
      entry = last.from(JoinEntry.words(last[0]))
    }
    for i in 0..<JoinEntry.words(row[0]) { entry[i] = row[i] }
    entry[0] |= JoinEntry.isLast
  }

  /// The last entry of the bucket that begins with an entry, for a row to follow it; nil where the row says
  /// nothing new.
  private func lastToFollow(_ begin: Lane<UInt64>, _ row: Lane<UInt64>) -> Lane<UInt64>? {
    var (entry, first, known) = (begin, Lane<UInt64>?.none, 0)
    while true {
      if JoinEntry.haveSameKey(entry, row) {
        let saysNothingNew =
          entry[0] & JoinEntry.hasTooMany != 0 || JoinEntry.haveSameFields(entry, row)
        if saysNothingNew { return nil }
        first = first ?? entry
        known &+= 1
      }
      if entry[0] & JoinEntry.isLast != 0 { break }
      entry = entry.from(JoinEntry.words(entry[0]))
    }
    guard let first else {
      count &+= 1
      return entry
    }
    hasVersions = true
    first[0] |= known < Self.mostVersions ? JoinEntry.hasVersions : JoinEntry.hasTooMany
    return known < Self.mostVersions ? entry : nil
  }

  /// Calls `body` with the first entry of each bucket.
  func forEachBucket(_ body: (_ begin: Lane<UInt64>) -> Void) {
    let (buckets, bases) = (buckets.lane, entries.bases)
    for bucket in 0..<self.buckets.capacity where buckets[bucket] != 0 {
      body(WordArena.at(Int(buckets[bucket]) - 1, in: bases))
    }
  }

  // MARK: Looking up

  /// The entries as they are laid out.
  var view: View {
    View(buckets: buckets.lane, mask: buckets.capacity - 1, bases: entries.bases)
  }

  /// Positions of entries are below it.
  var end: Int { entries.end }

  /// Entries that are only read: keys are bytes, what is found is a position.
  struct View: BitwiseCopyable {
    fileprivate var buckets: Lane<UInt32>
    fileprivate var mask: Int
    fileprivate var bases: Lane<Lane<UInt64>>

    /// Asks for the beginning of the bucket of a hash.
    @inline(__always)
    func prefetchBucket(_ hash: UInt64) {
      buckets.prefetch(Int(truncatingIfNeeded: hash) & mask)
    }

    /// Asks for the first entries of the bucket of a hash.
    @inline(__always)
    func prefetchEntries(_ hash: UInt64) {
      let begin = buckets[Int(truncatingIfNeeded: hash) & mask]
      guard begin != 0 else { return }
      let entry = WordArena.at(Int(begin) &- 1, in: bases)
      entry.prefetch(0)
      entry.prefetch(7)
    }

    /// A key's first entry and its position.
    @inline(__always)
    func find(
      _ hash: UInt64, _ p: Bytes, _ start: Int, _ length: Int
    ) -> (entry: Lane<UInt64>, position: Int)? {
      let begin = Int(buckets[Int(truncatingIfNeeded: hash) & mask])
      guard begin != 0 else { return nil }
      let bucket = WordArena.at(begin &- 1, in: bases)
      var at = 0
      while true {
        let entry = bucket.from(at)
        if JoinEntry.hasKey(entry, p, start, length) {
          return (entry, begin &- 1 &+ at)
        }
        if entry[0] & JoinEntry.isLast != 0 { return nil }
        at &+= JoinEntry.words(entry[0])
      }
    }
  }
}
