internal import Summaries

/// Whole rows of one file, in a buffer of the thread that reads them.
struct Chunk {
  /// How far before its first byte and behind its last one a chunk may be read.
  static let padding = 64

  /// The place among all chunks of the scan, from 0.
  var sequence: Int
  var file: LogFile
  var bytes: Bytes
  var count: Int
  /// Lines end rows even inside quotes: a quote in here is never closed.
  var linewise = false
  /// A row too long to be read came before the chunk's rows: its first bytes.
  var skipped: String?
}

/// One input, once its header has been read.
final class LogFile: Sendable {
  let name: String
  let format: LogFormat
  /// The header's names; empty for JSON Lines.
  let columns: [String]
  /// The lines before the first row.
  let headerLines: Int
  /// For each slot of the plan its column; empty for JSON Lines.
  let slotColumns: [Int]

  init(
    name: String, format: LogFormat, columns: [String], headerLines: Int, slotColumns: [Int]
  ) {
    (self.name, self.format, self.columns) = (name, format, columns)
    (self.headerLines, self.slotColumns) = (headerLines, slotColumns)
  }
}
