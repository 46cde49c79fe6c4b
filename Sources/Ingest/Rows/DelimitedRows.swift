internal import Summaries

/// Reads the rows of CSV and TSV chunks: block by block, structure first, then whole columns.
final class DelimitedRows {
  private let sizes: Sizes
  private let offsets: Storage<UInt32>
  private let edges = Storage<UInt32>(1 << 12, zero: 0)
  private let quotes = DelimitedQuotes()

  init(_ sizes: Sizes) {
    self.sizes = sizes
    offsets = Storage(sizes.block + 192, zero: 0)
  }

  /// Reads all rows of a chunk.
  func read(_ chunk: Chunk, into consumer: some RowConsumer) {
    var structure = DelimitedStructure(delimiter: chunk.file.format.delimiter)
    structure.scanner = sizes.scanner
    quotes.begin(chunk.file)
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
    quotes.listed.grow(length / 2 + 64)
    let found = structure.scan(
      p, count: length, offsets: offsets.lane.from(1), quotes: quotes.listed.lane)
    // The first row begins one behind offset -1.
    offsets.lane[0] = .max
    if !found.irregular, !chunk.linewise, width > 1, found.newlines > 0,
      isRectangular(p, found, width)
    {
      quotes.begin(
        p, offsets.lane, stride: width, rows: found.newlines, count: found.listed,
        listsAll: found.listsAll)
      give(chunk, p, offsets.lane, stride: width, rows: found.newlines, into: consumer)
      consumer.finishBlock(p, lines: found.lines)
      return found.lastRowEnd
    }
    var walk = DelimitedWalk(structure: structure, width: width, linewise: chunk.linewise)
    let end = walk.run(p, length, edges: edges, doubled: quotes.listed, into: consumer)
    guard end > 0 else { return 0 }
    quotes.begin(
      p, edges.lane, stride: width + 1, rows: walk.rows, count: walk.doubled, listsAll: false)
    give(chunk, p, edges.lane, stride: width + 1, rows: walk.rows, into: consumer)
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
    _ chunk: Chunk, _ p: Bytes, _ edges: Lane<UInt32>, stride: Int, rows: Int,
    into consumer: some RowConsumer
  ) {
    let columns = chunk.file.slotColumns
    var first = 0
    while first < rows {
      let count = min(RowBatch.capacity, rows - first)
      let origin = FieldView(edges: edges, stride: stride).from(first)
      var slots: [FieldView] = []
      slots.reserveCapacity(columns.count)
      for (slot, column) in columns.enumerated() {
        let raw = FieldView(edges: origin.edges.from(column), stride: stride)
        slots.append(quotes.strip(p, raw, count, slot: slot, column: column))
      }
      quotes.mend(p, rows: first..<first + count)
      consumer.fold(RowBatch(bytes: p, count: count, rows: origin, slots: slots))
      first += count
    }
  }
}
