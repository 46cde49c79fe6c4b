/// The first rows of a log as text: what a plan is inferred from.
public struct LogSample: Equatable, Sendable {
  /// The header's names, or the keys of JSON Lines in the order of first sight.
  public var columns: [String]
  /// Each row's values by column; what is missing in the row is missing here.
  ///
  /// Rows that cannot be understood are left out.
  public var rows: [[String: String]]

  /// Creates a sample from its parts.
  public init(columns: [String], rows: [[String: String]]) {
    (self.columns, self.rows) = (columns, rows)
  }

  /// Reads the first `limit` rows of an input.
  init(_ input: LogInput, format: LogFormat, limit: Int) throws(IngestError) {
    let once = ScanOptions(threads: 1)
    let reader = ChunkReader([input], format: format, options: once)
    let buffer = Storage<UInt8>(1 << 16, zero: 0, padding: Chunk.padding)
    let collector = Collector(limit)
    var objects = JSONRows(slots: [])
    while collector.rows.count < limit, let chunk = try reader.next(into: buffer) {
      if chunk.file.format == .jsonLines {
        objects.read(chunk, into: collector)
      } else {
        collector.columns = chunk.file.columns
        DelimitedRows(Sizes()).read(chunk, into: collector)
      }
    }
    if let file = reader.files.first, !file.columns.isEmpty { collector.columns = file.columns }
    (columns, rows) = (collector.columns, collector.rows)
  }

  private final class Collector: RowConsumer {
    let limit: Int
    var columns: [String] = []
    var rows: [[String: String]] = []

    init(_ limit: Int) { self.limit = limit }

    func fold(_ batch: RowBatch) {
      for row in 0..<batch.count {
        guard rows.count < limit else { return }
        var values: [String: String] = [:]
        for (column, view) in zip(columns, batch.slots) {
          let range = view.start(row)..<view.end(row)
          if !range.isEmpty { values[column] = batch.bytes.text(range) }
        }
        rows.append(values)
      }
    }

    func fail(_ failure: RowFailure) {}

    func finishBlock(_ bytes: Bytes, lines: Int) {}

    func discover(_ column: String) -> Int? {
      columns.append(column)
      return columns.count - 1
    }
  }
}
