/// What the rows of a joined source say of each key of one partition.
///
/// An entry's payload begins with a word whose lower 40 bits are the position of another row of the key plus one,
/// and the others the length of the first field; then come the lengths of the other fields, two a word, then the
/// fields' texts, each filled up with zeros. Rows of one key that are not equal form a list: which of them
/// counts is asked when the key is looked up, so it does not matter how they came.
final class JoinTable: RecordTable {
  /// More different rows of one key are too many to choose from: none is believed.
  static let mostVersions = 64
  private static let linkBits: UInt64 = 40
  private static let links: UInt64 = 1 << linkBits - 1
  /// Stands for a link where there are too many rows.
  private static let tooMany = links
  private let keys: KeyTable
  private let versions: WordArena
  private(set) var rows = 0
  /// The most bytes of a row's fields.
  private(set) var longest = 0
  /// Some key has rows that differ.
  private var hasVersions = false

  init(in pages: LargePages) {
    (keys, versions) = (KeyTable(in: pages), WordArena(in: pages))
  }

  /// Where the texts begin in a payload.
  @inline(__always)
  static func fieldsBegin(_ fields: Int) -> Int { 1 &+ fields &>> 1 }

  @inline(__always)
  static func length(of field: Int, in payload: Lane<UInt64>) -> Int {
    guard field > 0 else { return Int(truncatingIfNeeded: payload[0] &>> linkBits) }
    let pair = payload[(field &+ 1) &>> 1]
    return Int(truncatingIfNeeded: pair &>> shift(field) & 0xFFFF_FFFF)
  }

  /// Sets a length, which was zero.
  @inline(__always)
  static func setLength(_ length: Int, of field: Int, in payload: Lane<UInt64>) {
    if field == 0 {
      payload[0] |= UInt64(length) &<< linkBits
    } else {
      payload[(field &+ 1) &>> 1] |= UInt64(length) &<< shift(field)
    }
  }

  /// Where the length of a field but the first stands in its word.
  @inline(__always)
  private static func shift(_ field: Int) -> UInt64 { UInt64(32 &* ((field &- 1) & 1)) }

  /// The link of an entry, or of one of its versions.
  @inline(__always)
  private static func link(_ row: Lane<UInt64>) -> UInt64 { row[Entry.payload(row[2])] & links }

  private static func setLink(_ link: UInt64, of row: Lane<UInt64>) {
    let begin = Entry.payload(row[2])
    row[begin] = row[begin] & ~links | link
  }

  /// Adds the rows of a batch.
  func fold(_ batch: RecordBatch) {
    let records = batch.words.lane
    var at = 0
    while at < batch.words.count {
      let shape = records[at + 2]
      longest = max(longest, 8 * (Entry.words(shape) - Entry.payload(shape)))
      rows += 1
      at += Entry.words(shape)
    }
    keys.fold(batch, begin: { _ in }, add)
  }

  /// Adds a row of a key that has one already.
  private func add(_ record: Lane<UInt64>, to entry: Lane<UInt64>) {
    guard Self.link(entry) != Self.tooMany else { return }
    var known = 0
    var version: Lane<UInt64>? = entry
    while let row = version {
      if row[1] == record[1], Self.haveSameFields(row, record) { return }
      known += 1
      version = next(row)
    }
    hasVersions = true
    guard known < Self.mostVersions else { return Self.setLink(Self.tooMany, of: entry) }
    let words = Entry.words(record[2])
    let position = versions.append(words)
    let copy = WordArena.at(position, in: versions.bases)
    for i in 0..<words { copy[i] = record[i] }
    Self.setLink(Self.link(entry), of: copy)
    Self.setLink(UInt64(position) + 1, of: entry)
  }

  private func next(_ row: Lane<UInt64>) -> Lane<UInt64>? {
    let link = Self.link(row)
    return link == 0 ? nil : WordArena.at(Int(link) - 1, in: versions.bases)
  }

  private static func haveSameFields(_ a: Lane<UInt64>, _ b: Lane<UInt64>) -> Bool {
    guard a[2] == b[2] else { return false }
    let begin = Entry.payload(a[2])
    return a[begin] & ~links == b[begin] & ~links
      && (begin + 1..<Entry.words(a[2])).allSatisfy { a[$0] == b[$0] }
  }

  var arenas: [WordArena] { [keys.arena, versions] }
  var keyTable: KeyTable { keys }

  /// How many keys there are.
  var count: Int { keys.count }

  /// The keys as they stand; good until the next fold.
  var view: KeyTable.View { keys.view }

  /// What is known of a key.
  enum Knowledge {
    case nothing
    /// The payload of the latest row.
    case values(Lane<UInt64>)
    /// The latest rows differ.
    case conflict
  }

  /// What was known of a key before an instant.
  @inline(__always)
  func knowledge(_ entry: Lane<UInt64>, before instant: Int64) -> Knowledge {
    let payload = entry.from(Entry.payload(entry[2]))
    if payload[0] & Self.links == 0 {
      return Int64(bitPattern: entry[1]) < instant ? .values(payload) : .nothing
    }
    return latest(entry, before: instant)
  }

  @inline(never)
  private func latest(_ entry: Lane<UInt64>, before instant: Int64) -> Knowledge {
    guard Self.link(entry) != Self.tooMany else { return .conflict }
    var found: Lane<UInt64>?
    var conflicts = false
    var version: Lane<UInt64>? = entry
    while let row = version {
      version = next(row)
      let time = Int64(bitPattern: row[1])
      guard time < instant else { continue }
      if let best = found, time <= Int64(bitPattern: best[1]) {
        if time == Int64(bitPattern: best[1]) { conflicts = true }
      } else {
        (found, conflicts) = (row, false)
      }
    }
    guard let found else { return .nothing }
    return conflicts ? .conflict : .values(found.from(Entry.payload(found[2])))
  }

  /// When rows of a key became known, in no order.
  private func times(_ entry: Lane<UInt64>) -> [Int64] {
    guard Self.link(entry) != Self.tooMany else { return [] }
    var times: [Int64] = []
    var version: Lane<UInt64>? = entry
    while let row = version {
      times.append(Int64(bitPattern: row[1]))
      version = next(row)
    }
    return times
  }

  /// How many keys have rows of several times, and of how many the latest rows differ.
  func unsettledKeys() -> (revised: Int, conflicting: Int) {
    var (revised, conflicting) = (0, 0)
    guard hasVersions else { return (0, 0) }
    keys.forEach { entry, _ in
      guard Self.link(entry) != 0 else { return }
      if case .conflict = knowledge(entry, before: .max) { conflicting += 1 }
      if Set(times(entry)).count > 1 { revised += 1 }
    }
    return (revised, conflicting)
  }
}
