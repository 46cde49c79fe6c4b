internal import Summaries

/// A file whose compression and format are known and whose header has been read.
struct OpenedFile {
  let source: any ByteSource
  let name: String
  let format: LogFormat
  /// The header's names; empty for JSON Lines.
  var columns: [String] = []
  var headerLines = 0
  /// Bytes read behind the header.
  var carried: [UInt8] = []
  /// How many decompressed bytes come before `carried`.
  var offset = 0

  /// Opens an input, looks through its compression and reads the header.
  init(
    _ input: LogInput, format wanted: LogFormat, blockSize: Int,
    progress: @escaping (Int) -> Void
  ) throws(IngestError) {
    name = input.name
    let stored = try PeekedSource(
      try FileSource(input, blockSize: blockSize, progress: progress), count: 512)
    guard !stored.start.isEmpty else { throw .empty(name) }
    let text = try PeekedSource(Self.decompressed(stored), count: 4096)
    var start = text.start
    if start.isEmpty {
      guard let damage = text.damage else { throw .empty(name) }
      throw .unreadableHeader(name, cause: damage)
    }
    try ForeignFormat.refuse(name: name, start: start)
    let hasMark = start.starts(with: [0xEF, 0xBB, 0xBF])
    if hasMark { start.removeFirst(3) }
    format = wanted == .detect ? LogFormat.detected(name: name, start: start) : wanted
    source = text
    if hasMark {
      let mark = Storage<UInt8>(3, zero: 0)
      var got = 0
      while got < 3 { got += try source.read(into: mark.lane, at: got, count: 3 - got) }
      offset = 3
    }
    if format != .jsonLines { try readHeader() }
  }

  /// What a stream decompresses to; itself where it is not compressed.
  static func decompressed(_ stored: PeekedSource) -> any ByteSource {
    if stored.start.starts(with: [0x1F, 0x8B]) { return GzipSource(stored) }
    // A frame, or one of the sixteen kinds of skippable frame before it.
    let isSkippable =
      stored.start.count >= 4 && stored.start[0] & 0xF0 == 0x50
      && stored.start[1...3].elementsEqual([0x2A, 0x4D, 0x18])
    if isSkippable || stored.start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return ZstdSource(stored)
    }
    return stored
  }

  private mutating func readHeader() throws(IngestError) {
    let structure = DelimitedStructure(delimiter: format.delimiter)
    let cutter = RowCutter(structure: structure)
    let storage = Storage<UInt8>(1 << 16, zero: 0, padding: Chunk.padding)
    var (filled, start) = (0, 0)
    var ended = false
    while true {
      // Blank lines before the header do not count as one.
      while start < filled, storage.lane[start] == 0x0A || storage.lane[start] == 0x0D {
        if storage.lane[start] == 0x0A { headerLines += 1 }
        start += 1
      }
      let cut = cutter.cut(storage.lane.from(start), count: filled - start, wanted: 1)
      if case .rowEnd(let end) = cut {
        try accept(storage.lane, start, start + end, filled)
        return
      }
      if ended {
        guard start < filled else { throw .unreadableHeader(name, cause: "there are only blanks") }
        if case .open(_, quoted: true) = cut {
          throw .unreadableHeader(name, cause: "a quote is never closed")
        }
        storage.grow(filled + 1)
        storage.lane[filled] = 0x0A
        try accept(storage.lane, start, filled + 1, filled + 1)
        return
      }
      guard filled < 16 << 20 else {
        throw .unreadableHeader(name, cause: "it is longer than 16 MiB")
      }
      if filled == storage.capacity { storage.grow(filled * 2) }
      let read = try source.read(into: storage.lane, at: filled, count: storage.capacity - filled)
      if read == 0 { ended = true }
      filled += read
    }
  }

  private mutating func accept(
    _ p: Bytes, _ start: Int, _ end: Int, _ filled: Int
  ) throws(IngestError) {
    columns = DelimitedFields.split(p, start, end - 1, delimiter: format.delimiter)
    for (i, column) in columns.enumerated() where column.isEmpty {
      columns[i] = "column \(i + 1)"
    }
    headerLines += p.count(of: 0x0A, in: start..<end)
    var seen: [String: Int] = [:]
    for (i, column) in columns.enumerated() {
      if let first = seen.updateValue(i, forKey: column) {
        throw .duplicateColumn(name, column: column, first: first + 1, second: i + 1)
      }
    }
    offset += end
    carried = p.array(end..<filled)
  }
}
