internal import Crypto
internal import Summaries

/// The bucket that an assignment's hash gives a unit.
struct UnitHash {
  let buckets: Int
  private let kind: ScanPlan.AssignmentHash.Kind
  private let prefix: [UInt8]

  init(_ hash: ScanPlan.AssignmentHash) {
    (kind, buckets) = (hash.kind, hash.buckets)
    prefix = Array("\(hash.salt):".utf8)
  }

  /// The bucket of the unit of an entry.
  func bucket(of entry: Lane<UInt64>) -> Int {
    var text = prefix
    for i in 0..<Entry.keyLength(entry[2]) {
      text.append(
        UInt8(truncatingIfNeeded: entry[Entry.head + i >> 3] &>> UInt64(8 * (i & 7))))
    }
    return bucket(of: text)
  }

  /// The bucket of a whole text, salt included.
  func bucket(of text: [UInt8]) -> Int {
    let number =
      switch kind {
      case .fnv1a: StickyHash.digest(text)
      case .sha256: Self.number(SHA256.hash(data: text).prefix(8))
      case .md5: Self.number(Insecure.MD5.hash(data: text).prefix(4))
      case .murmur3: UInt64(Self.murmur3(text))
      }
    return Int(number % UInt64(buckets))
  }

  /// Bytes as a number, the highest first.
  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// MurmurHash3_x86_32 with seed 0, as in Appleby's public-domain reference.
  private static func murmur3(_ text: [UInt8]) -> UInt32 {
    var hash: UInt32 = 0
    let whole = text.count / 4 * 4
    func block(_ range: Range<Int>) -> UInt32 {
      range.reversed().reduce(0) { $0 << 8 | UInt32(text[$1]) }
    }
    func scrambled(_ block: UInt32) -> UInt32 {
      rotated(block &* 0xCC9E_2D51, by: 15) &* 0x1B87_3593
    }
    for start in stride(from: 0, to: whole, by: 4) {
      hash = rotated(hash ^ scrambled(block(start..<start + 4)), by: 13) &* 5 &+ 0xE654_6B64
    }
    if whole < text.count { hash ^= scrambled(block(whole..<text.count)) }
    hash ^= UInt32(truncatingIfNeeded: text.count)
    hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
    hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
    return hash ^ hash >> 16
  }

  private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 {
    word << bits | word >> (32 - bits)
  }
}
