/// Words that never move once they are written: what is kept grows without being copied.
///
/// A position counts words; what is appended at once lies in one segment.
final class WordArena {
  /// A segment is 64 KiB, or as large as what does not fit into one.
  private static let shift = 13
  private static let segmentWords = 1 << shift

  private var segments: [Storage<UInt64>] = []
  /// How many words of each segment are in use.
  private var used: [Int] = []
  private let segmentBases: Storage<Lane<UInt64>>
  /// The memory taken, in words.
  private(set) var capacity = 0

  init() {
    segmentBases = Storage(4, zero: Storage<UInt64>(0, zero: 0).lane)
  }

  /// Where the segments' words are; good until the next call of `append`.
  var bases: Lane<Lane<UInt64>> { segmentBases.lane }

  /// Makes room for so many words and returns their position.
  func append(_ words: Int) -> Int {
    if let last = used.last, last + words <= segments[segments.count - 1].capacity {
      used[used.count - 1] += words
      return (segments.count - 1) << Self.shift | last
    }
    let segment = Storage<UInt64>(max(words, Self.segmentWords), zero: 0)
    segments.append(segment)
    segmentBases.grow(segments.count)
    segmentBases.lane[segments.count - 1] = segment.lane
    used.append(words)
    capacity += segment.capacity
    return (segments.count - 1) << Self.shift
  }

  /// The words from a position on.
  @inline(__always)
  static func at(_ position: Int, in bases: Lane<Lane<UInt64>>) -> Lane<UInt64> {
    bases[position &>> shift].from(position & (segmentWords - 1))
  }

  /// Calls `body` with each segment: its words, how many are in use, and the position of the first.
  func forEachSegment(_ body: (_ words: Lane<UInt64>, _ count: Int, _ position: Int) -> Void) {
    for (index, count) in used.enumerated() {
      body(segments[index].lane, count, index << Self.shift)
    }
  }
}
