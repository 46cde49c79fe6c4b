internal import Summaries

/// Reads the rows of JSON Lines chunks: one object a line (RFC 8259), keys in any order.
///
/// Python's NaN, Infinity and -Infinity are read as texts, so that they are found by column. Nested
/// arrays are skipped; of a key given twice the last counts.
struct JSONRows {
  /// A batch ends with the row that reaches so many bytes, so that these stay in the nearer caches.
  private static let block = 1 << 17

  private var columns = JSONColumns()
  private var slots: Int
  /// The slots of the batch at hand; keys discovered in it get theirs in the next one.
  private var batchSlots = 0
  private let rowLines = Storage<UInt32>(RowBatch.capacity, zero: 0)
  private var edges: Storage<UInt32>
  /// Strings with escapes, resolved once their batch is complete.
  private var escaped: [(row: Int, slot: Int, start: Int)] = []
  private var scratch = Storage<UInt8>(256, zero: 0, padding: Chunk.padding)
  private var shapes: JSONShapes

  init(slots: [String], scanner: DelimitedStructure.Scanner = .best) {
    shapes = JSONShapes(scanner)
    self.slots = slots.count
    edges = Storage(0, zero: 0)
    for (i, name) in slots.enumerated() { columns.want(name, slot: i) }
  }

  /// Reads all rows of a chunk.
  mutating func read(_ chunk: Chunk, into consumer: some RowConsumer) {
    var position = 0
    while position < chunk.count {
      position += readBatch(
        chunk.bytes.from(position), chunk.count - position, into: consumer)
    }
  }

  private var stride: Int { 2 * batchSlots + 1 }

  private mutating func readBatch(_ p: Bytes, _ count: Int, into consumer: some RowConsumer) -> Int
  {
    var (start, rows, lines) = (0, 0, 0)
    batchSlots = slots
    escaped.removeAll(keepingCapacity: true)
    // With many columns a batch has fewer rows, so that memory stays bounded.
    let mostRows = max(1, min(RowBatch.capacity, (1 << 20) / stride))
    edges.grow(stride * mostRows + 2)
    while start < count, rows < mostRows, start < Self.block {
      let lane = edges.lane.from(rows * stride)
      let plain = shapes.readPlain(
        p, start, count: min(count, Self.block), into: lane, slots: batchSlots,
        rows: mostRows - rows)
      if plain.rows > 0 {
        let rowLines = rowLines.lane
        for k in 0..<plain.rows {
          rowLines[rows &+ k] = UInt32(truncatingIfNeeded: lines &+ k)
        }
        (start, lines, rows) = (plain.next, lines + plain.rows, rows + plain.rows)
        continue
      }
      clear(lane, row: start)
      let escapedBefore = escaped.count
      if let end = shapes.read(p, start, count: count, into: lane.from(1)) {
        for slot in shapes.escaped {
          escaped.append((rows, slot, Int(lane[1 + 2 * slot] &+ 1)))
        }
        rowLines.lane[rows] = UInt32(truncatingIfNeeded: lines)
        (start, lines, rows) = (end + 1, lines + 1, rows + 1)
        continue
      }
      let end = Self.lineEnd(p, start, count)
      var cursor = JSONCursor(p, start, end)
      cursor.skipSpace()
      if cursor.isAtEnd {
        (start, lines) = (end + 1, lines + 1)
        continue
      }
      shapes.begin()
      // In a batch begun with fewer slots the row does not fit: it opens the next batch.
      clear(lane, row: start)
      let isValid =
        cursor.object { cursor, key in
          member(&cursor, 0, key, lane, row: rows, depth: 0, consumer)
        } && cursor.onlySpaceLeft()
      if slots > batchSlots {
        escaped.removeSubrange(escapedBefore...)
        give(p, rows: rows, lines: lines, into: consumer)
        return start
      }
      if isValid {
        shapes.learn(p, row: start..<end)
        rowLines.lane[rows] = UInt32(truncatingIfNeeded: lines)
        rows += 1
      } else {
        escaped.removeSubrange(escapedBefore...)
        let text = end > start && p[end - 1] == 0x0D ? start..<end - 1 : start..<end
        consumer.fail(RowFailure(kind: .invalidJSON, row: start, text: text, line: lines))
      }
      (start, lines) = (end + 1, lines + 1)
    }
    give(p, rows: rows, lines: lines, into: consumer)
    return start
  }

  /// Where the line ends that `start` is in.
  static func lineEnd(_ p: Bytes, _ start: Int, _ count: Int) -> Int {
    var i = start
    while i &+ 8 <= count {
      let x = p.load64(i) ^ 0x0A0A_0A0A_0A0A_0A0A
      let zero = (x &- 0x0101_0101_0101_0101) & ~x & 0x8080_8080_8080_8080
      if zero != 0 { return i &+ zero.trailingZeroBitCount / 8 }
      i &+= 8
    }
    while i < count, p[i] != 0x0A { i &+= 1 }
    return i
  }

  private func clear(_ lane: Lane<UInt32>, row: Int) {
    lane[0] = UInt32(truncatingIfNeeded: row) &- 1
    for slot in 0..<batchSlots { Self.set(lane, slot, 0..<0) }
  }

  private static func set(_ lane: Lane<UInt32>, _ slot: Int, _ range: Range<Int>) {
    lane[1 &+ 2 &* slot] = UInt32(truncatingIfNeeded: range.lowerBound) &- 1
    lane[2 &+ 2 &* slot] = UInt32(truncatingIfNeeded: range.upperBound)
  }

  private mutating func give(
    _ p: Bytes, rows: Int, lines: Int, into consumer: some RowConsumer
  ) {
    let stride = stride
    let lane = edges.lane
    for field in escaped {
      let view = lane.from(field.row * stride)
      // Given twice, the key may have another value by now.
      guard Int(view[1 + 2 * field.slot] &+ 1) == field.start else { continue }
      let end = JSONString.unescape(p, field.start, Int(view[2 + 2 * field.slot]))
      view[2 + 2 * field.slot] = UInt32(truncatingIfNeeded: end)
    }
    if rows > 0 {
      consumer.fold(
        RowBatch(
          bytes: p, count: rows, rows: FieldView(edges: lane, stride: stride),
          slots: (0..<batchSlots).map {
            FieldView(edges: lane.from(1 + 2 * $0), stride: stride)
          }, lines: rowLines.lane))
    }
    consumer.finishBlock(p, lines: lines)
  }

  /// Reads the value of one key.
  private mutating func member(
    _ cursor: inout JSONCursor, _ parent: Int, _ key: JSONCursor.Key, _ lane: Lane<UInt32>,
    row: Int, depth: Int, _ consumer: some RowConsumer
  ) -> Bool {
    let node = find(cursor.bytes, parent, key, guess: &cursor.guess)
    if let node, columns.hasChildren(node) {
      for slot in columns.slotsBelow(node) where slot < batchSlots {
        Self.set(lane, slot, 0..<0)
        shapes.note(slot)
      }
    }
    guard depth < JSONCursor.deepest, let value = cursor.valueStart() else { return false }
    if value == UInt8(ascii: "{"), let node {
      if let slot = columns.slot(node), slot < batchSlots {
        Self.set(lane, slot, 0..<0)
        shapes.note(slot)
      }
      let outer = cursor.guess
      cursor.guess = 0
      defer { cursor.guess = outer }
      return cursor.object { cursor, key in
        member(&cursor, node, key, lane, row: row, depth: depth + 1, consumer)
      }
    }
    let start = cursor.position
    guard let scalar = cursor.value(depth: depth) else { return false }
    let slot = node.flatMap { columns.slot($0) }.flatMap { $0 < batchSlots ? $0 : nil }
    shapes.add(
      JSONShape.Leaf(
        text: start..<cursor.position, slot: slot, depth: depth, isScalar: scalar.isScalar))
    guard let node else { return true }
    if scalar.isScalar, columns.markColumn(node),
      let slot = consumer.discover(columns.path(node)), columns.slot(node) == nil
    {
      columns.setSlot(node, slot)
      slots = max(slots, slot + 1)
      return true
    }
    guard let slot else { return true }
    Self.set(lane, slot, scalar.text)
    if scalar.hasEscapes { escaped.append((row, slot, scalar.text.lowerBound)) }
    return true
  }

  private mutating func find(
    _ p: Bytes, _ parent: Int, _ key: JSONCursor.Key, guess: inout Int
  ) -> Int? {
    guard key.hasEscapes else { return columns.find(parent, p, key.text, guess: &guess) }
    let count = key.text.count
    scratch.grow(count)
    for i in 0..<count { scratch.lane[i] = p[key.text.lowerBound + i] }
    let end = JSONString.unescape(scratch.lane, 0, count)
    return columns.find(parent, scratch.lane, 0..<end, guess: &guess)
  }
}
