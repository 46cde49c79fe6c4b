internal import Summaries

/// What joined sources say of the rows one thread reads: their columns, as if they stood in the log.
///
/// The texts are laid behind the chunk's rows, where the readers of fields find them; a batch is taken in
/// parts where they do not fit.
final class JoinedValues {
  /// So many rows are asked for at once: one by one, between other work, they came later.
  private static let block = 16
  private static let nowhere: UInt64 = .max
  /// Room behind a chunk for the texts of many rows, besides that for one.
  private static let room = 1 << 20
  private let sources: [JoinedSource]
  private let views: [[JoinTable.View]]
  /// By source the column of a row's key.
  private let keys: [Int]
  private let missing: MissingTexts
  private let hashes = Storage<UInt64>(RowBatch.capacity, zero: 0)
  /// By source, the partition of each row's key in the highest eight bits and the position of its entry, or
  /// `nowhere`.
  private let found: [Storage<UInt64>]
  /// By source where a row's key is looked for first.
  private var guesses: [JoinGuess]
  /// By source, the keys that rows have.
  let marks: [Storage<UInt64>]
  /// The column of a row's time, where a source asks for it.
  private let time: Int?
  /// The batch's times; the last one of all for a row without one, which fails anyway.
  private let times = Storage<Int64>(RowBatch.capacity, zero: .max)
  /// By joined column each row's edges.
  private let edges: [Storage<UInt32>]
  private let nothing = Storage<UInt8>(0, zero: 0)
  /// Where texts may be laid; nowhere before there is a chunk.
  private var free: Bytes
  private(set) var matched: [Int]
  private(set) var unmatched: [Int]
  /// Where the part at hand begins in its batch.
  private var first = 0

  init(_ sources: [JoinedSource], keys: [Int], _ plan: CompiledPlan) {
    (self.sources, missing) = (sources, plan.missing)
    self.keys = keys.map { $0 - plan.joinedSlots }
    let isTimed = sources.contains { $0.maturity != nil }
    time = isTimed ? plan.time.map { $0 - plan.joinedSlots } : nil
    views = sources.map { $0.tables.map(\.view) }
    free = nothing.lane
    found = sources.map { _ in Storage(RowBatch.capacity, zero: 0) }
    guesses = sources.map { _ in JoinGuess() }
    marks = sources.map { $0.marks() }
    edges = (0..<plan.joinedSlots).map { _ in Storage(2 * RowBatch.capacity, zero: 0) }
    matched = sources.map { _ in 0 }
    unmatched = matched
  }

  /// How many bytes must be free behind a chunk's rows.
  static func room(_ sources: [JoinedSource]) -> Int {
    sources.reduce(0) { $0 + room + $1.longest + Chunk.padding }
  }

  /// Turns to another chunk.
  func begin(_ chunk: Chunk) { free = chunk.bytes.from(chunk.count + Chunk.padding) }

  /// Calls `body` with the batch's rows, so many at a time as there is room for, the joined columns
  /// before their own.
  func forEachPart(of batch: RowBatch, _ body: (RowBatch) -> Void) {
    readTimes(batch)
    first = 0
    while first < batch.count {
      let count = join(batch)
      let joined = edges.map { FieldView(edges: $0.lane, stride: 2) }
      body(
        RowBatch(
          bytes: batch.bytes, count: count, rows: batch.rows.from(first),
          slots: joined + batch.slots.map { $0.from(first) },
          lines: batch.lines.map { $0.from(first) }))
      first += count
    }
  }

  /// Counts which rows of the part were found, those that are alive.
  func count(_ rows: Range<Int>, alive: Lane<UInt8>) {
    for (index, source) in sources.enumerated() {
      let (found, marks) = (found[index].lane.from(first), marks[index].lane)
      var (hits, misses) = (0, 0)
      for row in rows where alive[row] != 0 {
        if found[row] == Self.nowhere {
          misses &+= 1
        } else {
          hits &+= 1
          marks.setBit(source.mark(Self.partition(found[row]), Self.position(found[row])))
        }
      }
      matched[index] += hits
      unmatched[index] += misses
    }
  }

  @inline(__always)
  private static func partition(_ found: UInt64) -> Int { Int(found &>> 56) }

  @inline(__always)
  private static func position(_ found: UInt64) -> Int { Int(found & (1 &<< 56 &- 1)) }

  private func readTimes(_ batch: RowBatch) {
    guard let time else { return }
    let (p, view, times) = (batch.bytes, batch.slots[time], times.lane)
    var recent = TimeText.Recent()
    for row in 0..<batch.count {
      times[row] = TimeText.parse(p, view.start(row), view.end(row), &recent) ?? .max
    }
  }

  /// The instant before which something must have become known for a row of the batch to take it.
  @inline(__always)
  private func horizon(_ row: Int, _ source: JoinedSource) -> Int64 {
    guard let maturity = source.maturity else { return .max }
    let (end, isLate) = times.lane[row].addingReportingOverflow(maturity)
    return isLate ? .max : end
  }

  /// Joins the batch's rows from the first on to each source, and returns for how many there was room.
  private func join(_ batch: RowBatch) -> Int {
    var (end, column, room) = (batch.count, 0, free)
    for (index, source) in sources.enumerated() {
      let keys = batch.slots[keys[index]]
      // Sources of one key after the other: their rows' hashes are known.
      if index == 0 || self.keys[index] != self.keys[index - 1] {
        let (p, hashes) = (batch.bytes, hashes.lane)
        for row in first..<batch.count {
          hashes[row] = TextHash.of(p, keys.start(row), keys.end(row))
        }
      }
      end = join(batch, keys, index, source, to: room, column, end)
      column += source.columns
      room = room.from(Self.room + source.longest + Chunk.padding)
    }
    return end - first
  }

  /// Looks up rows in one source, as long as there is room for their texts, and returns where that ended.
  ///
  /// Where they come in another order than the source's it is done a block at a time: while one is looked
  /// up, the entries of the next are on their way to the processor, and their places of the one after it.
  private func join(
    _ batch: RowBatch, _ keys: FieldView, _ index: Int, _ source: JoinedSource, to room: Bytes,
    _ column: Int, _ end: Int
  ) -> Int {
    let (p, hashes, found, views) = (batch.bytes, hashes.lane, found[index].lane, views[index])
    let edges = edges[column..<column + source.columns].map(\.lane)
    let fields = zip(edges, source.isKey).filter { !$1 }.map(\.0)
    let keyEdges = zip(edges, source.isKey).filter { $1 }.map(\.0)
    let (origin, first, missing) = (p.distance(to: room), first, missing)
    let asksTime = source.maturity != nil
    var (guess, used) = (guesses[index], 0)
    let isOrdered = guess.isOrdered
    defer {
      guess.learn()
      guesses[index] = guess
    }
    var start = isOrdered ? first : first - 2 * Self.block
    while start < end {
      if !isOrdered {
        for row in Self.rows(start + 2 * Self.block, first, end) {
          views[RowFold.partition(hashes[row])].prefetchPlace(hashes[row])
        }
        for row in Self.rows(start + Self.block, first, end) {
          views[RowFold.partition(hashes[row])].prefetchEntry(hashes[row])
        }
      }
      for row in Self.rows(start, first, end) {
        // Of every row one is laid out, for which there is room.
        guard used < Self.room else { return row }
        let (from, to) = (keys.start(row), keys.end(row))
        let partition = RowFold.partition(hashes[row])
        found[row] = Self.nowhere
        let hit = guess.find(views[partition], partition, hashes[row], p, from, to &- from)
        guard let hit, !missing.contain(p, from, to) else {
          Self.setNoEdges(edges, row &- first)
          continue
        }
        found[row] = UInt64(partition) &<< 56 | UInt64(truncatingIfNeeded: hit.position)
        let instant = asksTime ? horizon(row, source) : .max
        guard case .values(let entry) = views[partition].knowledge(hit.entry, before: instant)
        else {
          Self.setNoEdges(edges, row &- first)
          continue
        }
        used &+= Self.layOut(entry, row &- first, fields, to: room, at: used, origin)
        // The key that was found has the row's own text.
        for lane in keyEdges {
          lane[2 &* (row &- first)] = UInt32(truncatingIfNeeded: from) &- 1
          lane[2 &* (row &- first) &+ 1] = UInt32(truncatingIfNeeded: to)
        }
      }
      start += Self.block
    }
    return end
  }

  /// The block of rows that begins at one, so far as it lies between the first and an end.
  @inline(__always)
  private static func rows(_ start: Int, _ first: Int, _ end: Int) -> Range<Int> {
    let end = min(start + block, end)
    return start < first || start >= end ? first..<first : start..<end
  }

  /// Lays out the fields of an entry for a row of the part and returns how many bytes that took.
  @inline(__always)
  private static func layOut(
    _ entry: Lane<UInt64>, _ row: Int, _ edges: [Lane<UInt32>], to room: Bytes, at start: Int,
    _ origin: Int
  ) -> Int {
    let fields = JoinEntry.fields(entry[0])
    let words = JoinEntry.words(entry[0]) &- fields
    for k in 0..<words { room.store64(start &+ 8 &* k, entry[fields &+ k]) }
    var at = start
    for lane in edges {
      let field = JoinEntry.field(room, at: at)
      lane[2 &* row] = UInt32(truncatingIfNeeded: origin &+ field.start) &- 1
      lane[2 &* row &+ 1] = UInt32(truncatingIfNeeded: origin &+ field.end)
      at = field.end
    }
    return 8 &* words
  }

  /// Leaves a row of the part without texts.
  @inline(__always)
  private static func setNoEdges(_ edges: [Lane<UInt32>], _ row: Int) {
    for lane in edges { (lane[2 &* row], lane[2 &* row &+ 1]) = (.max, 0) }
  }
}
