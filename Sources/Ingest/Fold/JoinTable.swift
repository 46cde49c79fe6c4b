/// What the rows of a joined source say of each key of one partition.
///
/// Rows are kept as they come. Once all are there, their places are listed by the hashes of their keys, with
/// some more bits of the hash: a row is only looked at where its key is most likely the one that is asked
/// for. Rows that come in the order in which they are asked for, as those of a shadow mostly do, are found
/// without the list: each next to the one before it. Rows that say the same of one key count once. Those
/// that do not are all kept, and which of them counts is asked when the key is looked up: it does not matter
/// how they came.
final class JoinTable: RecordTable {
  /// More different rows of one key are too many to choose from: none is believed.
  static let mostVersions = 64
  /// Where `places` take their memory: they are read all over, so that it comes from large pages in any case.
  private let placePages: LargePages
  /// The rows, each behind a word: first its key's hash, then, where its key has several rows that differ,
  /// the position of another one of them plus one, or zero.
  private let records: WordArena
  /// In the lower bits the position of a key's first row plus one, or zero; above them bits of the key's
  /// hash.
  private var places: Storage<UInt32>
  /// Which bits of a place are the position.
  private var positionMask: UInt32 = 0
  private(set) var rows = 0
  /// How many keys there are.
  private(set) var count = 0
  /// The most bytes of a row's fields, with their lengths.
  private(set) var longest = 0
  /// The fewest words of a row, with the word before it.
  private(set) var shortest = Int.max
  /// Some key has rows that differ.
  private(set) var hasVersions = false

  init(in pages: LargePages, places placePages: LargePages) {
    self.placePages = placePages
    records = WordArena(in: pages)
    places = Storage(1, zero: 0)
  }

  /// Adds the rows of a batch.
  func fold(_ batch: RecordBatch) {
    let (words, end) = (batch.words.lane, batch.words.count)
    var at = 0
    while at < end {
      // As many as the segment has room for, at least one, are copied at once.
      let (start, room) = (at, records.room)
      repeat {
        at &+= take(words.from(at))
      } while at < end && at &- start &+ 1 &+ JoinEntry.words(words[at &+ 1]) <= room
      let copy = WordArena.at(records.append(at &- start), in: records.bases)
      copy.copy(words.from(start), count: at &- start)
    }
  }

  /// Takes note of a row and returns how many words it has.
  @inline(__always)
  private func take(_ record: Lane<UInt64>) -> Int {
    let header = record[1]
    let words = 1 &+ JoinEntry.words(header)
    rows &+= 1
    shortest = min(shortest, words)
    longest = max(longest, 8 &* (words &- 1 &- JoinEntry.fields(header)))
    return words
  }

  var arenas: [WordArena] { [records] }

  var size: Int { 8 * records.capacity + 4 * places.capacity }

  func removeAll() {
    records.removeAll()
    places = Storage(1, zero: 0)
    (rows, longest, shortest) = (0, 0, .max)
  }

  func restore() {
    forEachRecord { record, _, _ in _ = take(record) }
  }

  // MARK: Listing places

  /// Calls `body` with each row as it came, its position, and whether it is the last one of its segment.
  @inline(__always)
  private func forEachRecord(
    _ body: (_ record: Lane<UInt64>, _ position: Int, _ isLast: Bool) -> Void
  ) {
    records.forEachSegment { words, count, position in
      var at = 0
      while at < count {
        let next = at &+ 1 &+ JoinEntry.words(words[at &+ 1])
        body(words.from(at), position &+ at, next == count)
        at = next
      }
    }
  }

  /// Lists the rows' places; none may come afterwards.
  ///
  /// - Throws: `IngestError` where the rows are more than places reach, 32 gibibytes in one partition of 64.
  func settle() throws(IngestError) {
    let positionBits = Int.bitWidth - (records.end + 1).leadingZeroBitCount
    guard positionBits <= 32 else { throw .joinTooLarge(rows: rows) }
    positionMask = UInt32(truncatingIfNeeded: (1 << positionBits) - 1)
    let wanted = max(rows + rows / 3, 1)
    places = Storage(
      1 << (Int.bitWidth - wanted.leadingZeroBitCount), zero: 0, in: placePages)
    let view = view
    forEachRecord { record, position, isLast in
      if isLast { record[1] |= JoinEntry.isLast }
      guard let known = view.list(record, position) else {
        count &+= 1
        return
      }
      record[1] |= JoinEntry.isRepeated
      addVersion(record, position, of: known, view)
    }
  }

  /// Keeps a row besides those of its key, if it says anything new.
  private func addVersion(
    _ record: Lane<UInt64>, _ position: Int, of first: Lane<UInt64>, _ view: View
  ) {
    guard first[0] & JoinEntry.hasTooMany == 0 else { return }
    var (known, saysNothingNew) = (0, false)
    view.forEachVersion(first) { entry in
      known += 1
      saysNothingNew = saysNothingNew || JoinEntry.haveSameFields(entry, record.from(1))
    }
    guard !saysNothingNew else { return }
    guard known < Self.mostVersions else {
      first[0] |= JoinEntry.hasTooMany
      return
    }
    record[0] = first[0] & JoinEntry.hasVersions == 0 ? 0 : first[-1]
    first[-1] = UInt64(truncatingIfNeeded: position + 1)
    first[0] |= JoinEntry.hasVersions
    hasVersions = true
  }

  /// Calls `body` with the first row of each key of which rows differ.
  func forEachUnsettled(_ body: (_ first: Lane<UInt64>) -> Void) {
    let (view, places) = (view, places.lane)
    for place in 0..<self.places.capacity where places[place] != 0 {
      let first = view.entry(at: Int(places[place] & positionMask) - 1)
      if first[0] & (JoinEntry.hasVersions | JoinEntry.hasTooMany) != 0 { body(first) }
    }
  }

  // MARK: Looking up

  /// The rows as they are listed.
  var view: View {
    View(
      places: places.lane, mask: places.capacity - 1, positionMask: positionMask,
      bases: records.bases)
  }

  /// Positions of rows are below it.
  var end: Int { records.end }

  /// Rows that are only read: keys are bytes, what is found is a position.
  struct View: BitwiseCopyable {
    fileprivate var places: Lane<UInt32>
    fileprivate var mask: Int
    fileprivate var positionMask: UInt32
    fileprivate var bases: Lane<Lane<UInt64>>

    private static let nowhere = -1

    /// Asks for the place of a hash.
    @inline(__always)
    func prefetchPlace(_ hash: UInt64) {
      places.prefetch(Int(truncatingIfNeeded: hash) & mask)
    }

    /// Asks for the row that most likely has a hash.
    @inline(__always)
    func prefetchEntry(_ hash: UInt64) {
      let position = next(Int(truncatingIfNeeded: hash) & mask, hash).position
      guard position >= 0 else { return }
      let record = WordArena.at(position, in: bases)
      record.prefetch(0)
      record.prefetch(7)
    }

    /// A key's first row and its position.
    @inline(__always)
    func find(
      _ hash: UInt64, _ p: Bytes, _ start: Int, _ length: Int
    ) -> (entry: Lane<UInt64>, position: Int)? {
      var place = Int(truncatingIfNeeded: hash) & mask
      while true {
        let found = next(place, hash)
        guard found.position >= 0 else { return nil }
        let entry = entry(at: found.position)
        if JoinEntry.hasKey(entry, p, start, length) { return (entry, found.position) }
        place = (found.place &+ 1) & mask
      }
    }

    /// The row at a position.
    @inline(__always)
    func entry(at position: Int) -> Lane<UInt64> { WordArena.at(position, in: bases).from(1) }

    /// The next place from one on that may be that of a hash, and the position there.
    @inline(__always)
    private func next(_ place: Int, _ hash: UInt64) -> (place: Int, position: Int) {
      var place = place
      while true {
        let found = places[place]
        if found == 0 { return (place, Self.nowhere) }
        if (found ^ bits(hash)) & ~positionMask == 0 {
          return (place, Int(found & positionMask) &- 1)
        }
        place = (place &+ 1) & mask
      }
    }

    /// Bits of a hash that tell neither the partition nor the place, where a place has them.
    @inline(__always)
    private func bits(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash &>> 26) }

    /// Lists a row's place, or returns the first row of its key.
    @inline(__always)
    fileprivate func list(_ record: Lane<UInt64>, _ position: Int) -> Lane<UInt64>? {
      let hash = record[0]
      var place = Int(truncatingIfNeeded: hash) & mask
      while true {
        let found = next(place, hash)
        guard found.position >= 0 else {
          places[found.place] =
            bits(hash) & ~positionMask | UInt32(truncatingIfNeeded: position &+ 1)
          return nil
        }
        let entry = entry(at: found.position)
        if JoinEntry.haveSameKey(entry, record.from(1)) { return entry }
        place = (found.place &+ 1) & mask
      }
    }
  }
}
