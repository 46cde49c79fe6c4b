internal import Summaries

/// What joined sources say of the rows one thread reads: their columns, as if they stood in the log.
///
/// The texts are laid behind the chunk's rows, where the readers of fields find them; a batch is taken in
/// parts where they do not fit.
final class JoinedValues {
  private static let block = 16
  private static let noSlot: UInt64 = .max
  /// Room behind a chunk for the texts of many rows, besides that for one.
  private static let room = 1 << 20
  private let sources: [JoinedSource]
  private let views: [[KeyTable.View]]
  /// By source the column of a row's key.
  private let keys: [Int]
  private let missing: MissingTexts
  private let hashes = Storage<UInt64>(RowBatch.capacity, zero: 0)
  /// By source, each row's partition in the highest eight bits and its slot, or `noSlot`.
  private let found: [Storage<UInt64>]
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
    edges = (0..<plan.joinedSlots).map { _ in Storage(2 * RowBatch.capacity, zero: 0) }
    matched = sources.map { _ in 0 }
    unmatched = matched
  }

  /// How many bytes must be free behind a chunk's rows.
  static func room(_ sources: [JoinedSource]) -> Int {
    sources.isEmpty ? 0 : sources.map(\.longest).reduce(room, +)
  }

  /// Turns to another chunk.
  func begin(_ chunk: Chunk) { free = chunk.bytes.from(chunk.count + Chunk.padding) }

  /// Calls `body` with the batch's rows, so many at a time as there is room for, the joined columns
  /// before their own.
  func forEachPart(of batch: RowBatch, _ body: (RowBatch) -> Void) {
    lookUp(batch)
    readTimes(batch)
    first = 0
    while first < batch.count {
      let count = layOut(batch)
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
      let found = found[index].lane.from(first)
      var (hits, misses) = (0, 0)
      for row in rows where alive[row] != 0 {
        if found[row] == Self.noSlot {
          misses &+= 1
        } else {
          hits &+= 1
          source.mark(Self.partition(found[row]), Self.slot(found[row]))
        }
      }
      matched[index] += hits
      unmatched[index] += misses
    }
  }

  @inline(__always)
  private static func partition(_ found: UInt64) -> Int { Int(found &>> 56) }

  @inline(__always)
  private static func slot(_ found: UInt64) -> Int { Int(found & (1 &<< 56 &- 1)) }

  private func readTimes(_ batch: RowBatch) {
    guard let time else { return }
    let (p, view, times) = (batch.bytes, batch.slots[time], times.lane)
    var recent = TimeText.Recent()
    for row in 0..<batch.count {
      times[row] = TimeText.parse(p, view.start(row), view.end(row), &recent) ?? .max
    }
  }

  /// The instant before which something must have become known for a row of the part to take it.
  @inline(__always)
  private func horizon(_ row: Int, _ source: JoinedSource) -> Int64 {
    guard let maturity = source.maturity else { return .max }
    let (end, isLate) = times.lane[first &+ row].addingReportingOverflow(maturity)
    return isLate ? .max : end
  }

  /// Finds the batch's rows in each source, a block at a time: while one is looked up, the entries of the
  /// next are on their way to the processor, and the slots of the one after it.
  private func lookUp(_ batch: RowBatch) {
    let (p, hashes) = (batch.bytes, hashes.lane)
    for (index, views) in views.enumerated() {
      let (found, keys) = (found[index].lane, batch.slots[self.keys[index]])
      // Sources of one key after the other: their rows' hashes are known.
      if index == 0 || self.keys[index] != self.keys[index - 1] {
        for row in 0..<batch.count { hashes[row] = TextHash.of(p, keys.start(row), keys.end(row)) }
      }
      var start = -2 * Self.block
      while start < batch.count {
        for row in Self.rows(start + 2 * Self.block, batch) {
          views[RowFold.partition(hashes[row])].prefetchSlot(hashes[row])
        }
        for row in Self.rows(start + Self.block, batch) {
          views[RowFold.partition(hashes[row])].prefetchEntry(hashes[row])
        }
        for row in Self.rows(start, batch) {
          let (from, to) = (keys.start(row), keys.end(row))
          let partition = RowFold.partition(hashes[row])
          let slot = views[partition].find(hashes[row], p, from, to - from)
          let isFound = slot >= 0 && !missing.contain(p, from, to)
          found[row] =
            isFound ? UInt64(partition) &<< 56 | UInt64(truncatingIfNeeded: slot) : Self.noSlot
        }
        start += Self.block
      }
    }
  }

  /// The block of a batch's rows that begins at a row, if there is one.
  @inline(__always)
  private static func rows(_ start: Int, _ batch: RowBatch) -> Range<Int> {
    let end = min(start + block, batch.count)
    return start < 0 || start >= end ? 0..<0 : start..<end
  }

  /// Lays out the texts of rows from the first on and returns for how many there was room.
  private func layOut(_ batch: RowBatch) -> Int {
    let origin = batch.bytes.distance(to: free)
    var (row, used) = (first, 0)
    // Of every row one is laid out, for which there is room.
    while row < batch.count, used < Self.room {
      var column = 0
      for (index, source) in sources.enumerated() {
        used = layOut(
          source, found[index].lane[row], views[index], row - first, column, used, origin)
        column += source.columns
      }
      row += 1
    }
    return row - first
  }

  @inline(__always)
  private func layOut(
    _ source: JoinedSource, _ found: UInt64, _ views: [KeyTable.View], _ row: Int, _ column: Int,
    _ used: Int, _ origin: Int
  ) -> Int {
    var used = used
    guard found != Self.noSlot,
      case .values(let payload) = source.tables[Self.partition(found)]
        .knowledge(
          views[Self.partition(found)].entry(Self.slot(found)), before: horizon(row, source))
    else {
      for i in 0..<source.columns { setEdges(column + i, row, 0, 0) }
      return used
    }
    var text = payload.from(JoinTable.fieldsBegin(source.columns))
    for field in 0..<source.columns {
      let length = JoinTable.length(of: field, in: payload)
      let words = Entry.words(ofKey: length)
      for k in 0..<words { free.store64(used &+ 8 &* k, text[k]) }
      setEdges(column + field, row, origin + used, length)
      text = text.from(words)
      used += 8 * words
    }
    return used
  }

  @inline(__always)
  private func setEdges(_ column: Int, _ row: Int, _ start: Int, _ length: Int) {
    let edges = edges[column].lane
    edges[2 &* row] = UInt32(truncatingIfNeeded: start) &- 1
    edges[2 &* row &+ 1] = UInt32(truncatingIfNeeded: start &+ length)
  }
}
