internal import Summaries

/// Counts by text in bytes, until there are more than `cap`.
struct CategoryTable {
  let cap: Int
  private var texts: TextTable? = TextTable()
  private var counts: [Int] = []

  init(cap: Int) { self.cap = cap }

  /// Whether texts are still told apart.
  var isCounting: Bool { texts != nil }

  mutating func add(_ p: Bytes, _ start: Int, _ end: Int, times: Int) {
    guard let index = texts?.insert(p, start, end) else { return }
    if index == counts.count {
      guard index < cap else { return (texts, counts) = (nil, []) }
      counts.append(0)
    }
    counts[index] += times
  }

  mutating func merge(_ other: CategoryTable) {
    guard let theirs = other.texts, texts != nil else {
      return (texts, counts) = (nil, [])
    }
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
