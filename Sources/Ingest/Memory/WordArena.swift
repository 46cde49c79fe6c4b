/// Words that never move once they are written: what is kept grows without being copied.
///
/// A position counts words; what is appended at once lies in one segment.
final class WordArena {
  /// A segment is 64 KiB, or as large as what does not fit into one.
  private static let shift = 13
  private static let segmentWords = 1 << shift
  static let segmentBytes = 8 * segmentWords

  private var segments: [Storage<UInt64>] = []
  /// How many words of each segment are in use; of the last one `lastUsed` tells.
  private var used: [Int] = []
  // What appending needs, apart from the arrays: it is done for every key.
  private var (lastUsed, lastCapacity, lastPosition) = (0, 0, 0)
  /// The segments' words, once they have moved to a file.
  private var mapped: MappedWords?
  private let segmentBases: Storage<Lane<UInt64>>
  private let pages: LargePages
  /// The memory taken, in words.
  private(set) var capacity = 0

  init(in pages: LargePages) {
    self.pages = pages
    segmentBases = Storage(4, zero: Storage<UInt64>(0, zero: 0).lane)
  }

  /// Where the segments' words are; good until the next call of `append`.
  var bases: Lane<Lane<UInt64>> { segmentBases.lane }

  /// Makes room for so many words and returns their position.
  @inline(__always)
  func append(_ words: Int) -> Int {
    if lastUsed &+ words > lastCapacity { addSegment(words) }
    let position = lastPosition &+ lastUsed
    lastUsed &+= words
    return position
  }

  @inline(never)
  private func addSegment(_ words: Int) {
    add(Storage(max(words, Self.segmentWords), zero: 0, in: pages), used: 0)
  }

  private func add(_ segment: Storage<UInt64>, used count: Int) {
    if let last = used.indices.last { used[last] = lastUsed }
    segments.append(segment)
    used.append(count)
    segmentBases.grow(segments.count)
    segmentBases.lane[segments.count - 1] = segment.lane
    (lastUsed, lastCapacity) = (count, segment.capacity)
    lastPosition = (segments.count - 1) << Self.shift
    capacity += segment.capacity
  }

  /// How many words of each segment are in use.
  private var counts: [Int] { used.isEmpty ? [] : used.dropLast() + [lastUsed] }

  /// The words from a position on.
  @inline(__always)
  static func at(_ position: Int, in bases: Lane<Lane<UInt64>>) -> Lane<UInt64> {
    bases[position &>> shift].from(position & (segmentWords - 1))
  }

  /// Calls `body` with each segment: its words, how many are in use, and the position of the first.
  func forEachSegment<Failure>(
    _ body: (_ words: Lane<UInt64>, _ count: Int, _ position: Int) throws(Failure) -> Void
  ) throws(Failure) {
    for (index, count) in counts.enumerated() {
      try body(segmentBases.lane[index], count, index << Self.shift)
    }
  }

  /// Appends words that made a segment before, as one of their own; positions are those of then.
  func appendSegment(
    _ count: Int, _ fill: (Lane<UInt64>) throws(IngestError) -> Void
  ) throws(IngestError) {
    let segment = Storage<UInt64>(max(count, Self.segmentWords), zero: 0, in: pages)
    try fill(segment.lane)
    add(segment, used: count)
  }

  /// Forgets everything.
  func removeAll() {
    (segments, used, capacity) = ([], [], 0)
    (lastUsed, lastCapacity, lastPosition) = (0, 0, 0)
  }

  /// Moves the words to a file, from which they are read as need be; nothing may be appended any more.
  func move(to file: SpillFile) throws(IngestError) {
    let counts = counts
    let count = counts.reduce(0, +)
    let offset = file.reservePages(count)
    var at = offset
    for (segment, count) in zip(segments, counts) {
      try file.write(segment.lane, count: count, at: at)
      at += count
    }
    let words = try file.map(count, at: offset)
    at = 0
    for (index, count) in counts.enumerated() {
      segmentBases.lane[index] = words.lane.from(at)
      at += count
    }
    (mapped, segments, capacity) = (words, [], 0)
  }
}
