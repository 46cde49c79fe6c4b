internal import Summaries

/// Counts by text in bytes, until there are more than `cap`.
final class CategoryTable {
  let cap: Int
  private var texts: TextTable? = TextTable()
  private var counts: [Int] = []
  private let recent = RecentTexts()

  init(cap: Int) { self.cap = cap }

  /// Whether texts are still told apart.
  var isCounting: Bool { texts != nil }

  func add(_ p: Bytes, _ start: Int, _ end: Int, times: Int) {
    guard let index = texts?.insert(p, start, end) else { return }
    if index == counts.count {
      guard index < cap else { return stop() }
      counts.append(0)
    }
    counts[index] += times
  }

  /// Counts the fields of some rows, but for those that are missing (`NumberKind`).
  func add(
    _ p: Bytes, _ view: FieldView, _ kinds: Lane<UInt8>, rows: Lane<UInt32>, count: Int,
    weights: Lane<Int64>?
  ) {
    guard isCounting else { return }
    for i in 0..<count {
      let row = Int(rows[i])
      guard kinds[row] != NumberKind.missing.rawValue else { continue }
      let (start, end) = (view.start(row), view.end(row))
      let times = weights.map { Int($0[row]) } ?? 1
      if let known = recent.find(p, start, end) {
        counts[known] &+= times
        continue
      }
      add(p, start, end, times: times)
      // The rest is counted by kind.
      guard let index = texts?.find(p, start, end) else { return }
      recent.keep(p, start, end, index)
    }
  }

  /// Gives up telling texts apart.
  private func stop() { (texts, counts) = (nil, []) }

  func merge(_ other: CategoryTable) {
    guard let theirs = other.texts, texts != nil else { return stop() }
    for index in other.counts.indices {
      let text = theirs.text(index)
      let storage = Storage<UInt8>(text.count, zero: 0, padding: 8)
      for (i, byte) in text.enumerated() { storage.lane[i] = byte }
      add(storage.lane, 0, text.count, times: other.counts[index])
    }
  }

  /// The counts as a summary of `count` texts.
  func summary(count: Int) -> CategoryCounts {
    guard let texts else { return CategoryCounts(cap: cap, count: count, counts: nil) }
    var result: [String: Int] = [:]
    for index in counts.indices {
      result[String(decoding: texts.text(index), as: UTF8.self), default: 0] += counts[index]
    }
    return CategoryCounts(cap: cap, count: count, counts: result)
  }
}

/// Where short texts seen lately stand, found without a walk through a table.
private final class RecentTexts {
  private static let places = 64
  /// For each place the text's two words, its length and its index plus one.
  private var words = Storage<UInt64>(0, zero: 0)

  /// The index kept for a text.
  @inline(__always)
  func find(_ p: Bytes, _ start: Int, _ end: Int) -> Int? {
    let length = end &- start
    guard length <= 16, words.capacity > 0 else { return nil }
    let (low, high) = p.load128(start, length: length)
    let entry = words.lane.from(Self.place(low, high))
    let isSame = entry[0] == low && entry[1] == high && entry[2] == UInt64(length)
    return isSame && entry[3] > 0 ? Int(entry[3] &- 1) : nil
  }

  func keep(_ p: Bytes, _ start: Int, _ end: Int, _ index: Int) {
    guard end - start <= 16 else { return }
    words.grow(4 * Self.places)
    let (low, high) = p.load128(start, length: end - start)
    let entry = words.lane.from(Self.place(low, high))
    (entry[0], entry[1], entry[2], entry[3]) = (low, high, UInt64(end - start), UInt64(index) + 1)
  }

  @inline(__always)
  private static func place(_ low: UInt64, _ high: UInt64) -> Int {
    let mixed = (low ^ (high &<< 29 | high &>> 35)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 58) &* 4
  }
}
