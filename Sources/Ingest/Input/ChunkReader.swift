internal import Summaries

/// Cuts the inputs, one after the other, into chunks of whole rows; call it from one thread at a time.
final class ChunkReader {
  private let inputs: [LogInput]
  private let format: LogFormat
  private let options: ScanOptions
  /// The columns to be found in each header; `nil` for all that there are.
  var slots: [String]?
  /// How many bytes behind a chunk's rows, and behind what may be read past them, are to be free.
  var room = 0
  /// A file whose header has been read, and no more.
  private var opened: OpenedFile?
  private var nextInput = 0
  private var nextSequence = 0
  private var current: OpenedFile?
  private var file: LogFile?
  /// What the last chunk's buffer held behind the chunk.
  private var carried: [UInt8] = []
  /// How many decompressed bytes of the file come before `carried`.
  private var offset = 0
  private var bytesDone = 0
  private let bytesTotal: Int?

  private(set) var damage: [LogSummary.Damage] = []
  /// The files read so far.
  private(set) var files: [LogFile] = []

  init(_ inputs: [LogInput], format: LogFormat, options: ScanOptions) {
    (self.inputs, self.format, self.options) = (inputs, format, options)
    let sizes = inputs.map(\.size)
    bytesTotal = sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +)
  }

  /// Fills `buffer` with the next chunk; `nil` at the end of the last input.
  func next(into buffer: Storage<UInt8>) throws(IngestError) -> Chunk? {
    while true {
      guard let file = try openedFile() else { return nil }
      if var chunk = try nextOfFile(file, into: buffer) {
        chunk.sequence = nextSequence
        nextSequence += 1
        return chunk
      }
      if let cause = current?.source.damage {
        damage.append(LogSummary.Damage(file: file.name, byte: offset, cause: cause))
      }
      (current, self.file) = (nil, nil)
    }
  }

  /// The columns of the first input; none of JSON Lines.
  func firstHeader() throws(IngestError) -> [String] {
    if opened == nil, nextInput < inputs.count { opened = try open(inputs[nextInput]) }
    return opened?.columns ?? []
  }

  private func open(_ input: LogInput) throws(IngestError) -> OpenedFile {
    try OpenedFile(input, format: format, blockSize: options.blockSize) { [self] count in
      bytesDone += count
      options.progress?(bytesDone, bytesTotal)
    }
  }

  private func openedFile() throws(IngestError) -> LogFile? {
    if let file { return file }
    guard nextInput < inputs.count else { return nil }
    let opened: OpenedFile
    if let first = self.opened { opened = first } else { opened = try open(inputs[nextInput]) }
    self.opened = nil
    nextInput += 1
    let file = LogFile(
      name: opened.name, format: opened.format, columns: opened.columns,
      headerLines: opened.headerLines, slotColumns: try slotColumns(opened))
    files.append(file)
    (current, self.file) = (opened, file)
    (carried, offset) = (opened.carried, opened.offset)
    return file
  }

  /// Where the wanted columns stand in a file.
  private func slotColumns(_ opened: OpenedFile) throws(IngestError) -> [Int] {
    guard opened.format != .jsonLines else { return [] }
    guard let slots else { return Array(opened.columns.indices) }
    var columns: [Int] = []
    for slot in slots {
      guard let column = opened.columns.firstIndex(of: slot) else {
        throw .missingColumn(opened.name, column: slot, present: opened.columns)
      }
      columns.append(column)
    }
    return columns
  }

  private func nextOfFile(
    _ file: LogFile, into buffer: Storage<UInt8>
  ) throws(IngestError) -> Chunk? {
    guard let source = current?.source else { return nil }
    let structure =
      file.format == .jsonLines ? nil : DelimitedStructure(delimiter: file.format.delimiter)
    let wanted = (offset / options.sizes.chunk + 1) * options.sizes.chunk - offset
    buffer.grow(
      max(options.sizes.chunk + (1 << 16), carried.count) + 1 + Chunk.padding + room)
    let lane = buffer.lane
    for (i, byte) in carried.enumerated() { lane[i] = byte }
    var filled = carried.count
    // The row that reaches the chunk's end mostly ends soon behind it.
    var goal = wanted + (1 << 12)
    var cutter = RowCutter(structure: structure)
    while true {
      let atEnd = try fill(buffer, &filled, upTo: goal, from: source) { count in
        cutter.follow(buffer.lane, count: count, wanted: wanted)
      }
      if filled == 0 { return nil }
      switch cutter.cut(buffer.lane, count: filled, wanted: wanted) {
      case .rowEnd(let end):
        return finish(file, buffer, end, filled)
      case .open(let start, let quoted):
        if atEnd {
          return finishFile(file, buffer, filled, rowStart: start, quoted: quoted, source)
        }
        if filled - start >= options.sizes.longestRow {
          if start > 0 { return finish(file, buffer, start, filled) }
          return try skip(file, buffer, filled, quoted: quoted, source)
        }
        let more = max(filled + (1 << 16), start + 2 * (filled - start))
        goal = min(more, start + options.sizes.longestRow)
        buffer.grow(goal + 1)
      }
    }
  }

  /// Reads until `goal` bytes are there, telling of each read; returns whether the file has ended before.
  private func fill(
    _ buffer: Storage<UInt8>, _ filled: inout Int, upTo goal: Int, from source: any ByteSource,
    _ body: (_ count: Int) -> Void
  ) throws(IngestError) -> Bool {
    while filled < goal {
      let read = try source.read(into: buffer.lane, at: filled, count: goal - filled)
      if read == 0 { return true }
      filled += read
      body(filled)
    }
    return false
  }

  private func finish(
    _ file: LogFile, _ buffer: Storage<UInt8>, _ end: Int, _ filled: Int
  ) -> Chunk {
    carried = buffer.lane.array(end..<filled)
    offset += end
    buffer.grow(end + Chunk.padding + room)
    return Chunk(sequence: 0, file: file, bytes: buffer.lane, count: end)
  }

  /// The last chunk of a file; its last row may lack a line end.
  private func finishFile(
    _ file: LogFile, _ buffer: Storage<UInt8>, _ filled: Int, rowStart: Int, quoted: Bool,
    _ source: any ByteSource
  ) -> Chunk? {
    // The last row of a damaged input is cut somewhere: not even an error is known of it.
    if source.damage != nil {
      let chunk = finish(file, buffer, rowStart, rowStart)
      return chunk.count == 0 ? nil : chunk
    }
    if quoted, rowStart > 0 { return finish(file, buffer, rowStart, filled) }
    var end = filled
    if buffer.lane[end - 1] != 0x0A {
      buffer.lane[end] = 0x0A
      end += 1
    }
    var chunk = finish(file, buffer, end, end)
    chunk.linewise = quoted
    return chunk
  }

  /// Deals with a row that does not end within the longest row: when a quote is open and lines end
  /// within, the quote is taken not to span lines; else the row is skipped.
  private func skip(
    _ file: LogFile, _ buffer: Storage<UInt8>, _ filled: Int, quoted: Bool,
    _ source: any ByteSource
  ) throws(IngestError) -> Chunk {
    var end = options.sizes.longestRow
    while end > 0, buffer.lane[end - 1] != 0x0A { end -= 1 }
    if quoted, end > 0 {
      var chunk = finish(file, buffer, end, filled)
      chunk.linewise = true
      return chunk
    }
    let text = buffer.lane.text(0..<80)
    var scanned = 0
    var count = filled
    while true {
      if let newline = buffer.lane.firstIndex(of: 0x0A, in: scanned..<count) {
        var chunk = finish(file, buffer, newline + 1, count)
        (chunk.count, chunk.skipped) = (0, text)
        return chunk
      }
      offset += count
      (scanned, count) = (0, 0)
      if try fill(buffer, &count, upTo: 1 << 16, from: source, { _ in }), count == 0 {
        carried = []
        return Chunk(sequence: 0, file: file, bytes: buffer.lane, count: 0, skipped: text)
      }
    }
  }
}
