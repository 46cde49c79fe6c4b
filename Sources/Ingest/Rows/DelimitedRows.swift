internal import Summaries

/// Reads the rows of CSV and TSV chunks: block by block, structure first, then whole columns.
final class DelimitedRows {
  private let sizes: Sizes
  private let offsets: Storage<UInt32>
  private let edges = Storage<UInt32>(1 << 12, zero: 0)
  private var resolved: [Storage<UInt32>] = []

  init(_ sizes: Sizes) {
    self.sizes = sizes
    offsets = Storage(sizes.block + 192, zero: 0)
  }

  /// Reads all rows of a chunk.
  func read(_ chunk: Chunk, into consumer: some RowConsumer) {
    var structure = DelimitedStructure(delimiter: chunk.file.format.delimiter)
    structure.scanner = sizes.scanner
    while resolved.count < chunk.file.slotColumns.count {
      resolved.append(Storage(RowBatch.capacity * 2, zero: 0))
    }
    var (position, size) = (0, sizes.block)
    while position < chunk.count {
      let length = min(size, chunk.count - position)
      let used = readBlock(
        chunk, chunk.bytes.from(position), length, structure, into: consumer)
      // A row longer than the block: look at more of it.
      if used == 0 {
        guard length < chunk.count - position else { return }
        size *= 2
      } else {
        size = sizes.block
      }
      position += used
    }
  }

  /// Reads the whole rows of a block and returns where they end.
  private func readBlock(
    _ chunk: Chunk, _ p: Bytes, _ length: Int, _ structure: DelimitedStructure,
    into consumer: some RowConsumer
  ) -> Int {
    let width = chunk.file.columns.count
    offsets.grow(length + 192)
    let found = structure.scan(p, count: length, offsets: offsets.lane.from(1))
    // The first row begins one behind offset -1.
    offsets.lane[0] = .max
    if !found.irregular, !chunk.linewise, width > 1, found.newlines > 0,
      isRectangular(p, found, width)
    {
      give(
        chunk, p, offsets.lane, stride: width, rows: found.newlines, quoted: found.quotes > 0,
        into: consumer)
      consumer.finishBlock(p, lines: found.lines)
      return found.lastRowEnd
    }
    var walk = DelimitedWalk(structure: structure, width: width, linewise: chunk.linewise)
    let end = walk.run(p, length, edges: edges, into: consumer)
    guard end > 0 else { return 0 }
    give(
      chunk, p, edges.lane, stride: width + 1, rows: walk.rows, quoted: true, into: consumer)
    consumer.finishBlock(p, lines: p.count(of: 0x0A, in: 0..<end))
    return end
  }

  /// Whether every row that ends in the block has as many fields as the header.
  private func isRectangular(_ p: Bytes, _ found: DelimitedStructure.Found, _ width: Int) -> Bool {
    let rows = found.newlines
    guard found.offsets >= rows * width else { return false }
    let ends = offsets.lane.from(width)
    guard Int(ends[(rows - 1) * width]) + 1 == found.lastRowEnd else { return false }
    var other = 0
    for row in 0..<rows where p[Int(ends[row &* width])] != 0x0A { other &+= 1 }
    return other == 0
  }

  /// Hands rows over, so many at a time that a batch's columns stay in the nearest cache.
  private func give(
    _ chunk: Chunk, _ p: Bytes, _ edges: Lane<UInt32>, stride: Int, rows: Int, quoted: Bool,
    into consumer: some RowConsumer
  ) {
    let columns = chunk.file.slotColumns
    let last = chunk.file.columns.count - 1
    var first = 0
    while first < rows {
      let count = min(RowBatch.capacity, rows - first)
      let origin = FieldView(edges: edges, stride: stride).from(first)
      var slots: [FieldView] = []
      slots.reserveCapacity(columns.count)
      for (slot, column) in columns.enumerated() {
        let raw = FieldView(edges: origin.edges.from(column), stride: stride)
        let view =
          needsResolving(p, raw, count, quoted: quoted, isLast: column == last)
          ? resolve(p, raw, count, into: resolved[slot].lane, isLast: column == last) : raw
        slots.append(view)
      }
      consumer.fold(RowBatch(bytes: p, count: count, rows: origin, slots: slots))
      first += count
    }
  }

  /// Whether any of a column's fields has quotes or a carriage return at its end.
  private func needsResolving(
    _ p: Bytes, _ raw: FieldView, _ count: Int, quoted: Bool, isLast: Bool
  ) -> Bool {
    var found = 0
    if quoted {
      for row in 0..<count where p[raw.start(row)] == UInt8(ascii: "\"") { found &+= 1 }
    }
    if isLast {
      for row in 0..<count where p[raw.end(row) &- 1] == 0x0D { found &+= 1 }
    }
    return found > 0
  }

  /// Takes the carriage return off a row's last field, and the quotes off any.
  private func resolve(
    _ p: Bytes, _ raw: FieldView, _ count: Int, into edges: Lane<UInt32>, isLast: Bool
  ) -> FieldView {
    for row in 0..<count {
      var (start, end) = (raw.start(row), raw.end(row))
      if isLast, end > start, p[end - 1] == 0x0D { end -= 1 }
      if start < end, p[start] == UInt8(ascii: "\"") {
        (start, end) = (start + 1, end - 1)
        end = Self.undouble(p, start, end)
      }
      edges[2 &* row] = UInt32(truncatingIfNeeded: start) &- 1
      edges[2 &* row &+ 1] = UInt32(truncatingIfNeeded: end)
    }
    return FieldView(edges: edges, stride: 2)
  }

  /// Makes each doubled quote one, in place, and returns where the text ends now.
  ///
  /// What is left over becomes spaces, so that line ends can still be counted.
  @inline(__always)
  private static func undouble(_ p: Bytes, _ start: Int, _ end: Int) -> Int {
    var i = start
    while i < end {
      let x = p.load64(i, length: end &- i) ^ 0x2222_2222_2222_2222
      if (x &- 0x0101_0101_0101_0101) & ~x & 0x8080_8080_8080_8080 != 0 {
        return undouble(p, from: i, end)
      }
      i &+= 8
    }
    return end
  }

  @inline(never)
  private static func undouble(_ p: Bytes, from start: Int, _ end: Int) -> Int {
    var (from, to) = (start, start)
    while from < end {
      if p[from] == UInt8(ascii: "\""), from + 1 < end { from += 1 }
      p[to] = p[from]
      (to, from) = (to + 1, from + 1)
    }
    p.fill(to..<end, 0x20)
    return to
  }
}
