/// Texts and what they stand for, looked up by their bytes: hashes, then whole texts are compared.
struct TextTable {
  private var slots: [Int32] = Array(repeating: -1, count: 64)
  private var hashes: [UInt64] = []
  private var starts: [Int] = []
  private var bytes: [UInt8] = []

  /// How many texts there are.
  var count: Int { hashes.count }

  /// Creates a table in which each text stands for its index.
  init(_ texts: [String] = []) {
    for text in texts {
      let storage = Storage<UInt8>(text.utf8.count, zero: 0, padding: 8)
      for (i, byte) in text.utf8.enumerated() { storage.lane[i] = byte }
      _ = insert(storage.lane, 0, text.utf8.count)
    }
  }

  /// A text's index, if it is in the table.
  func find(_ p: Bytes, _ start: Int, _ end: Int) -> Int? {
    find(p, start, end, TextHash.of(p, start, end)).found
  }

  /// A text's index; a new text gets the next one.
  mutating func insert(_ p: Bytes, _ start: Int, _ end: Int) -> Int {
    let hash = TextHash.of(p, start, end)
    let (found, slot) = find(p, start, end, hash)
    if let found { return found }
    slots[slot] = Int32(truncatingIfNeeded: hashes.count)
    hashes.append(hash)
    starts.append(bytes.count)
    for i in start..<end { bytes.append(p[i]) }
    if hashes.count * 2 > slots.count { grow() }
    return hashes.count - 1
  }

  /// The bytes of a text.
  func text(_ index: Int) -> ArraySlice<UInt8> {
    bytes[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : bytes.count)]
  }

  private func find(
    _ p: Bytes, _ start: Int, _ end: Int, _ hash: UInt64
  ) -> (found: Int?, slot: Int) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if hashes[index] == hash, isEqual(index, p, start, end) { return (index, slot) }
      slot = (slot + 1) & mask
    }
    return (nil, slot)
  }

  private func isEqual(_ index: Int, _ p: Bytes, _ start: Int, _ end: Int) -> Bool {
    let from = starts[index]
    let to = index + 1 < starts.count ? starts[index + 1] : bytes.count
    guard to - from == end - start else { return false }
    for i in 0..<end - start where bytes[from + i] != p[start + i] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }
}

/// Short texts, found without a walk: for the variants, of which there are rarely more than a few.
struct ShortTexts {
  private static let most = 64
  private static let longest = 16
  private static let fewest = 8
  /// Places of many texts; each has at most one.
  private static let places = 1024
  /// Of each text its length and its two words; of many texts, by place, these and the text's index.
  private let words: Storage<UInt64>
  private let count: Int
  /// What sends each of many texts to a place of its own; zero for few, which are all compared.
  private let multiplier: UInt64
  /// Whether all texts were few and short enough to be kept here.
  let isComplete: Bool

  /// Keeps the texts if there are no more than 64, none longer than sixteen bytes, and each finds its place.
  init(_ texts: [String]) {
    let areShort =
      texts.count <= Self.most && texts.allSatisfy { $0.utf8.count <= Self.longest }
    let keys = areShort ? texts.map(Self.key) : []
    let multiplier = keys.count > Self.fewest ? Self.multiplier(keys) : 0
    isComplete = areShort && multiplier != nil
    count = isComplete ? texts.count : 0
    self.multiplier = multiplier ?? 0
    let places = self.multiplier == 0 ? max(count, 1) : Self.places
    // A length that no text has.
    words = Storage(4 * places, zero: .max)
    for (i, key) in keys.prefix(count).enumerated() {
      let place = self.multiplier == 0 ? i : Self.place(key.low, key.high, self.multiplier)
      let entry = words.lane.from(4 * place)
      (entry[0], entry[1], entry[2], entry[3]) = (key.length, key.low, key.high, UInt64(i))
    }
  }

  private typealias Key = (length: UInt64, low: UInt64, high: UInt64)

  private static func key(_ text: String) -> Key {
    var key: Key = (UInt64(text.utf8.count), 0, 0)
    for (k, byte) in text.utf8.enumerated() {
      let bits = UInt64(byte) << UInt64(8 * (k % 8))
      if k < 8 { key.low |= bits } else { key.high |= bits }
    }
    return key
  }

  /// A factor that gives each text a place of its own, if one of some dozens does.
  private static func multiplier(_ keys: [Key]) -> UInt64? {
    var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<100 {
      if Set(keys.map { place($0.low, $0.high, factor) }).count == keys.count { return factor }
      factor = factor &* 0xD134_2543_DE82_EF95 | 1
    }
    return nil
  }

  @inline(__always)
  private static func place(_ low: UInt64, _ high: UInt64, _ factor: UInt64) -> Int {
    let mixed = (low ^ (high &<< 29 | high &>> 35)) &* factor
    return Int(truncatingIfNeeded: mixed &>> 54)
  }

  /// A text's index, or -1.
  @inline(__always)
  func find(_ p: Bytes, _ start: Int, _ end: Int) -> Int {
    let length = end &- start
    guard length <= Self.longest else { return -1 }
    let (low, high) = p.load128(start, length: length)
    let wanted = UInt64(truncatingIfNeeded: length)
    if multiplier != 0 {
      let entry = words.lane.from(4 &* Self.place(low, high, multiplier))
      let different = (entry[0] ^ wanted) | (entry[1] ^ low) | (entry[2] ^ high)
      return different == 0 ? Int(truncatingIfNeeded: entry[3]) : -1
    }
    let words = words.lane
    // Which one it is cannot be predicted: all are compared, and nothing is decided by a branch.
    var found = -1
    for i in 0..<count {
      let different =
        (words[4 &* i] ^ wanted) | (words[4 &* i &+ 1] ^ low) | (words[4 &* i &+ 2] ^ high)
      found = different == 0 ? i : found
    }
    return found
  }
}

/// A 64-bit hash of bytes, the same in every process: units are dealt to partitions by it.
enum TextHash {
  /// Multiplies and folds eight bytes at a time (after Wang Yi's wyhash, 2019).
  @inline(__always)
  static func of(_ p: Bytes, _ start: Int, _ end: Int) -> UInt64 {
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: end &- start)
    var i = start
    while end &- i > 8 {
      hash = mix(hash ^ p.load64(i), 0xE703_7ED1_A0B4_28DB)
      i &+= 8
    }
    hash = mix(hash ^ p.load64(i, length: end &- i), 0x8EBC_6AF0_9C88_C6E3)
    return mix(hash, 0x5896_65CD_1D29_12B5)
  }

  @inline(__always)
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
