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
  /// How many positions segments have been given, in segments of the usual size.
  private var blocks = 0
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

  /// Positions of what was appended are below it.
  var end: Int { lastPosition + lastUsed }

  /// Where the segments' words are; good until the next call of `append`.
  var bases: Lane<Lane<UInt64>> { segmentBases.lane }

  /// How many words the last segment has room for.
  var room: Int { lastCapacity - lastUsed }

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
    (lastUsed, lastCapacity, lastPosition) = (count, segment.capacity, blocks << Self.shift)
    capacity += segment.capacity
    let first = blocks
    blocks += Self.blocks(segment.capacity)
    segmentBases.grow(blocks)
    place(segment.lane, at: first..<blocks)
  }

  /// So many segments of the usual size one of another size is as large as.
  private static func blocks(_ words: Int) -> Int { (words + segmentWords - 1) >> shift }

  /// Notes where the words of some blocks are, which all lie in one segment.
  private func place(_ words: Lane<UInt64>, at blocks: Range<Int>) {
    for block in blocks {
      segmentBases.lane[block] = words.from((block - blocks.lowerBound) << Self.shift)
    }
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
    var block = 0
    for (segment, count) in zip(segments, counts) {
      try body(segment.lane, count, block << Self.shift)
      block += Self.blocks(segment.capacity)
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
    (segments, used, capacity, blocks) = ([], [], 0, 0)
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
    var block = 0
    at = 0
    for (segment, count) in zip(segments, counts) {
      let next = block + Self.blocks(segment.capacity)
      place(words.lane.from(at), at: block..<next)
      (at, block) = (at + count, next)
    }
    (mapped, segments, capacity) = (words, [], 0)
  }
}
