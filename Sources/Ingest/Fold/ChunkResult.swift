internal import Summaries

/// Where a row counts.
struct CellKey: Hashable, Comparable {
  var variant: Int
  var bucket: Int

  static func < (a: CellKey, b: CellKey) -> Bool { (a.variant, a.bucket) < (b.variant, b.bucket) }
}

/// What one chunk adds to a summary beyond plain counts: all that depends on the order of chunks.
struct ChunkResult: @unchecked Sendable {
  /// The rows of one cell, each a unit.
  struct Cell {
    var key: CellKey
    var rows: Int
    var pairs: [BivariateMoments]
  }

  /// The moments of a column in one cell.
  struct ColumnMoments {
    var key: CellKey
    var column: ColumnKey
    var moments: Moments
  }

  /// What the chunk held before the first row of another look.
  struct Mark: @unchecked Sendable {
    /// The look that begins.
    var look: Int
    /// What was found before, with the records since the mark before it.
    var known: ChunkResult
  }

  let sequence: Int
  let file: LogFile
  var lines = 0
  var rows = LogSummary.Rows()
  var firstTime: Int64?
  var lastTime: Int64?
  var errorCounts: [RowErrors.Kind: Int] = [:]
  /// Their lines count from the chunk's first.
  var errorExamples: [RowErrors.Example] = []
  var cells: [Cell] = []
  var moments: [ColumnMoments] = []
  /// Keys of JSON Lines the thread had not seen before.
  var columns: [String] = []
  /// For keyed scans each partition's rows, since the last mark.
  var records: [RecordBatch] = []
  /// Where the chunk's rows pass into another look, in their order.
  var marks: [Mark] = []
  /// A row of an earlier look follows one of a later look.
  var isOutOfOrder = false
  /// The values of the columns that are handed back row by row.
  var values: [ColumnValues] = []
}

/// Which of a cell's distributions is meant: one the plan lists, or one of every column.
enum ColumnKey: Hashable {
  case listed(Int)
  case every(String)
}
