internal import Summaries

/// A source that has been read, to be looked up by key: labels, or the answers of a shadow.
final class JoinedSource: @unchecked Sendable {
  let tables: [JoinTable]
  /// By column that it hands over: whether that is the key.
  let isKey: [Bool]
  var columns: Int { isKey.count }
  /// How long after its own time, in microseconds, a row may take what became known; for ever where nil.
  let maturity: Int64?
  /// The most bytes that the fields of one row take.
  let longest: Int
  /// By partition where the marks of its keys begin, then how many there are in all.
  private let firstMarks: [Int]
  /// Positions of entries are so many binary digits longer than numbers of marks need be.
  private let markShift: Int
  private let read: LogSummary
  private let role: ScanPlan.Source.Role

  /// Reads the source.
  init(
    _ source: ScanPlan.Source, _ inputs: [LogInput], _ format: LogFormat, _ options: ScanOptions
  ) throws(IngestError) {
    let places = LargePages()
    let run = try ScanRun(
      try CompiledPlan(joined: source), inputs, format, options
    ) { JoinTable(in: $0, places: places) }
    read = try run.summary()
    (role, maturity) = (source.role, source.maturity)
    isKey = source.columns.map { $0.column == source.key }
    tables = try run.partitions.tables(threads: options.threads) {
      (table) throws(IngestError) in try table.settle()
    }
    longest = tables.map(\.longest).max() ?? 0
    // No entry is shorter, so that no two have one mark.
    let shortest = max(tables.map(\.shortest).min() ?? 1, 1)
    markShift = Int.bitWidth - 1 - shortest.leadingZeroBitCount
    var marks = [0]
    for table in tables { marks.append(marks[marks.count - 1] + table.end >> markShift + 1) }
    firstMarks = marks
  }

  /// A bit for each key, for who notes which of them rows of the log have.
  func marks() -> Storage<UInt64> { Storage((firstMarks.last ?? 0) / 64 + 1, zero: 0) }

  /// The bit of the key of an entry.
  @inline(__always)
  func mark(_ partition: Int, _ position: Int) -> Int {
    firstMarks[partition] &+ position &>> markShift
  }

  /// The memory taken, in bytes.
  var size: Int { tables.map(\.size).reduce(0, +) }

  /// How the source met the log's rows; `marks` are the keys that these have, as each thread noted them.
  func summary(matched: Int, unmatched: Int, marks: [Storage<UInt64>]) -> JoinSummary {
    var join = JoinSummary(role: role)
    (join.rows, join.errors, join.damage) = (read.rows, read.errors, read.damage)
    join.keys = tables.map(\.count).reduce(0, +)
    join.repeatedRows = tables.map(\.rows).reduce(0, +) - join.keys
    for table in tables {
      let unsettled = table.unsettledKeys()
      join.revisedKeys += unsettled.revised
      join.conflictingKeys += unsettled.conflicting
    }
    var met = 0
    for word in 0..<(marks.first?.capacity ?? 0) {
      met += marks.reduce(0) { $0 | $1.lane[word] }.nonzeroBitCount
    }
    join.keysWithoutLogRow = join.keys - met
    (join.matchedLogRows, join.unmatchedLogRows) = (matched, unmatched)
    join.repeatedLogRows = matched - met
    return join
  }
}
