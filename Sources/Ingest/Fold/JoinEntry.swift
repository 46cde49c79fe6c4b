/// How rows of a joined source lie in memory.
///
/// In words these are a header, the time where the source has one, the key filled up with zeros, then the
/// fields; before all that stands a word that is its key's hash as long as the row is on its way. A field is
/// its length in a byte, or 255 and its length in four bytes, then its text; what is left of the last word
/// is zero. The header is, from the lowest bit: the key's bytes in 24 bits, all words in 24, and flags. No
/// row has more bytes than that (`ScanOptions.Sizes.longestRow`).
enum JoinEntry {
  /// No other entry follows in the segment.
  static let isLast: UInt64 = 1 << 48
  /// The first entry of a key: there are others of it, which differ.
  static let hasVersions: UInt64 = 1 << 49
  /// The first entry of a key of which there are too many to choose from.
  static let hasTooMany: UInt64 = 1 << 50
  private static let isTimed: UInt64 = 1 << 51
  /// Not the first entry of its key.
  static let isRepeated: UInt64 = 1 << 52
  private static let longLength: UInt8 = 255

  @inline(__always)
  static func header(keyLength: Int, words: Int, isTimed: Bool) -> UInt64 {
    UInt64(truncatingIfNeeded: keyLength) | UInt64(truncatingIfNeeded: words) &<< 24
      | (isTimed ? Self.isTimed : 0)
  }

  @inline(__always)
  static func keyLength(_ header: UInt64) -> Int { Int(truncatingIfNeeded: header & 0xFF_FFFF) }

  /// How many words an entry has.
  @inline(__always)
  static func words(_ header: UInt64) -> Int {
    Int(truncatingIfNeeded: header &>> 24 & 0xFF_FFFF)
  }

  /// Where the key begins.
  @inline(__always)
  private static func key(_ header: UInt64) -> Int {
    1 &+ Int(truncatingIfNeeded: header &>> 51 & 1)
  }

  /// Where the fields begin.
  @inline(__always)
  static func fields(_ header: UInt64) -> Int {
    key(header) &+ Entry.words(ofKey: keyLength(header))
  }

  /// When the row became known; before everything where its source has no times.
  @inline(__always)
  static func time(_ entry: Lane<UInt64>) -> Int64 {
    entry[0] & isTimed == 0 ? .min : Int64(bitPattern: entry[1])
  }

  /// Whether an entry is the first one of its key, and its key is this text.
  @inline(__always)
  static func isFirst(_ entry: Lane<UInt64>, of p: Bytes, _ start: Int, _ length: Int) -> Bool {
    entry[0] & isRepeated == 0 && hasKey(entry, p, start, length)
  }

  /// Whether an entry's key is this text.
  @inline(__always)
  static func hasKey(_ entry: Lane<UInt64>, _ p: Bytes, _ start: Int, _ length: Int) -> Bool {
    let header = entry[0]
    guard keyLength(header) == length else { return false }
    let key = entry.from(key(header))
    for i in 0..<Entry.words(ofKey: length)
    where key[i] != p.load64(start &+ 8 &* i, length: length &- 8 &* i) {
      return false
    }
    return true
  }

  /// Whether two entries of one source have the same key.
  @inline(__always)
  static func haveSameKey(_ a: Lane<UInt64>, _ b: Lane<UInt64>) -> Bool {
    guard keyLength(a[0]) == keyLength(b[0]) else { return false }
    for i in key(a[0])..<fields(a[0]) where a[i] != b[i] { return false }
    return true
  }

  /// Whether two entries of one source and key have the same time and fields.
  static func haveSameFields(_ a: Lane<UInt64>, _ b: Lane<UInt64>) -> Bool {
    words(a[0]) == words(b[0]) && (1..<words(a[0])).allSatisfy { a[$0] == b[$0] }
  }

  /// The most words that a field of a row on its way takes, and the row itself besides its key and fields.
  @inline(__always)
  static func mostWords(ofField length: Int) -> Int { 1 &+ Entry.words(ofKey: length) }
  static let mostOtherWords = 4

  /// Writes a field and returns where the next one begins.
  @inline(__always)
  static func append(
    _ p: Bytes, _ start: Int, _ length: Int, to target: Bytes, at position: Int
  ) -> Int {
    let isShort = length < Int(longLength)
    let number = UInt64(truncatingIfNeeded: length)
    target.store64(position, isShort ? number : UInt64(longLength) | number &<< 8)
    let begin = position &+ (isShort ? 1 : 5)
    for k in 0..<Entry.words(ofKey: length) {
      target.store64(begin &+ 8 &* k, p.load64(start &+ 8 &* k, length: length &- 8 &* k))
    }
    return begin &+ length
  }

  /// Where the field at a position begins and ends, behind its length.
  @inline(__always)
  static func field(_ p: Bytes, at position: Int) -> (start: Int, end: Int) {
    let length = p[position]
    guard length == longLength else { return (position &+ 1, position &+ 1 &+ Int(length)) }
    let long = Int(truncatingIfNeeded: p.load64(position &+ 1) & 0xFFFF_FFFF)
    return (position &+ 5, position &+ 5 &+ long)
  }
}
