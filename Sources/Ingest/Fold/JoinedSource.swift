internal import Summaries

/// A source that has been read, to be looked up by key: labels, or the answers of a shadow.
final class JoinedSource: @unchecked Sendable {
  let tables: [JoinTable]
  let columns: Int
  /// How long after its own time, in microseconds, a row may take what became known; for ever where nil.
  let maturity: Int64?
  /// The most bytes that the fields of one row take.
  let longest: Int
  /// By partition and slot a bit that says that a row of the log has the key.
  private let marks: [Storage<UInt64>]
  private let read: LogSummary
  private let role: ScanPlan.Source.Role

  /// Reads the source.
  init(
    _ source: ScanPlan.Source, _ inputs: [LogInput], _ format: LogFormat, _ options: ScanOptions
  ) throws(IngestError) {
    let run = try ScanRun(
      try CompiledPlan(joined: source), inputs, format, options
    ) { JoinTable(in: $0) }
    read = try run.summary()
    (role, columns, maturity) = (source.role, source.columns.count, source.maturity)
    tables = try run.partitions.tables()
    longest = tables.map(\.longest).max() ?? 0
    marks = tables.map { Storage($0.view.capacity / 64, zero: 0) }
  }

  /// The memory taken, in bytes.
  var size: Int { tables.map(\.size).reduce(0, +) }

  /// Notes that a row of the log has the key in a slot; any thread may at any time.
  @inline(__always)
  func mark(_ partition: Int, _ slot: Int) {
    marks[partition].lane.setBit(slot)
  }

  /// How the source met the log's rows.
  func summary(matched: Int, unmatched: Int) -> JoinSummary {
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
    for bits in marks {
      for word in 0..<bits.capacity { met += bits.lane[word].nonzeroBitCount }
    }
    join.keysWithoutLogRow = join.keys - met
    (join.matchedLogRows, join.unmatchedLogRows) = (matched, unmatched)
    join.repeatedLogRows = matched - met
    return join
  }
}
