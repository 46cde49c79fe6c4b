internal import Summaries

/// One source being read: the threads, and what they share.
///
/// A thread cuts the next chunk off the input, folds it by itself, and hands the result to the builder,
/// which merges in the order of chunks: what is found does not depend on who did what.
final class ScanRun<Table: RecordTable>: @unchecked Sendable {
  private let plan: CompiledPlan
  private let options: ScanOptions
  private let reader: ChunkReader
  private let builder: SummaryBuilder
  private let joined: [JoinedSource]
  private let looks: TimeBuckets?
  /// What is kept by key.
  let partitions: Partitions<Table>
  private let reading = Monitor()
  private let merging = Monitor()
  private var folds: [RowFold] = []
  private var failure: IngestError?

  /// Prepares to read a source, into tables of its own or into those of an earlier run; where `looks` is an
  /// axis of time, what was known at the end of each of its buckets is kept.
  init(
    _ wanted: CompiledPlan, _ inputs: [LogInput], _ format: LogFormat, _ options: ScanOptions,
    joining joined: [JoinedSource] = [], into known: Partitions<Table>? = nil,
    looks: TimeBuckets? = nil, _ makeTable: (LargePages) -> Table
  ) throws(IngestError) {
    (self.options, self.joined, self.looks) = (options, joined, looks)
    reader = ChunkReader(inputs, format: format, options: options)
    // The first header says what "every column" is.
    plan = wanted.including(everyColumn: try reader.firstHeader())
    reader.slots = plan.fileSlots
    reader.room = JoinedValues.room(joined)
    builder = SummaryBuilder(plan)
    partitions =
      known
      ?? Partitions(
        budget: options.tableBudget(besides: joined.map(\.size).reduce(0, +)),
        directory: options.temporaryDirectory, makeTable)
  }

  /// Reads the source and returns what was found; what `addUnits` adds is in it.
  func summary(
    addUnits: (SummaryBuilder) throws(IngestError) -> Void = { _ in }
  ) throws(IngestError) -> LogSummary {
    try read()
    try addUnits(builder)
    var tallies = TallyTotals()
    for fold in folds {
      for tally in fold.tallies.values { tallies.add(tally, of: fold) }
    }
    return try finish(builder, tallies, damage: reader.damage)
  }

  /// Reads the source and returns what was known at the end of each look, the last one included.
  ///
  /// Nil where the order of rows does not tell. `addUnits` is given all looks.
  func looks(
    addUnits: ([SummaryBuilder]) throws(IngestError) -> Void
  ) throws(IngestError) -> [LogLook]? {
    try read()
    guard builder.knowsLooks else { return nil }
    guard let looks, let last = builder.look else { return [] }
    let builders = builder.looks + [builder]
    try addUnits(builders)
    var tallies = TallyTotals()
    for fold in folds { fold.tallies[.min].map { tallies.add($0, of: fold) } }
    var found: [LogLook] = []
    for (index, known) in builders.enumerated() {
      let look = last - builder.looks.count + index
      for fold in folds { fold.tallies[look].map { tallies.add($0, of: fold) } }
      let isLast = index == builder.looks.count
      let summary = try finish(known, tallies, damage: isLast ? reader.damage : [])
      found.append(LogLook(last: looks.instants(of: look)?.upperBound, summary: summary))
    }
    return found
  }

  private func read() throws(IngestError) {
    let pool = WordPool()
    defer { pool.removeAll() }
    folds = (0..<options.threads).map { _ in
      RowFold(plan, joining: joined, looks: looks, sizes: options.sizes, pool: pool)
    }
    Threads.run(options.threads) { [self] thread in work(thread) }
    if let failure { throw failure }
    partitions.drain(from: 0, of: 1)
    if let failure = partitions.failure { throw failure }
    for file in reader.files { builder.add(columns: file.columns, file) }
  }

  private func finish(
    _ builder: SummaryBuilder, _ tallies: TallyTotals, damage: [LogSummary.Damage]
  ) throws(IngestError) -> LogSummary {
    var summary = builder.finish(tallies, damage: damage)
    try checkColumns(summary)
    summary.joins = joined.enumerated().map { index, source in
      source.summary(
        matched: folds.reduce(0) { $0 + ($1.joined?.matched[index] ?? 0) },
        unmatched: folds.reduce(0) { $0 + ($1.joined?.unmatched[index] ?? 0) },
        marks: folds.compactMap { $0.joined?.marks[index] })
    }
    return summary
  }

  /// Carries the scan out for the plan's columns.
  func columns() throws(IngestError) -> RawColumns {
    let summary = try summary()
    return RawColumns(log: summary, values: builder.values.map(\.values))
  }

  private func work(_ thread: Int) {
    let buffer = Storage<UInt8>(1 << 16, zero: 0, padding: Chunk.padding)
    while let chunk = next(into: buffer) {
      let result = folds[thread].fold(chunk)
      merging.locked {
        builder.add(result) { part in partitions.enqueue(part) }
        merging.signal()
      }
      if plan.plan.key == .unit { partitions.drain(from: thread, of: options.threads) }
      // A thread far ahead of the others would pile up results.
      merging.locked {
        while builder.nextSequence + 2 * options.threads < result.sequence, !hasFailed {
          merging.wait()
        }
      }
    }
    partitions.drain(from: thread, of: options.threads)
  }

  private var hasFailed: Bool { failure != nil || partitions.failure != nil }

  private func next(into buffer: Storage<UInt8>) -> Chunk? {
    reading.locked {
      guard !merging.locked({ hasFailed }) else { return nil }
      do throws(IngestError) {
        return try reader.next(into: buffer)
      } catch {
        merging.locked {
          failure = error
          merging.signal()
        }
        return nil
      }
    }
  }

  /// In JSON Lines a key may be missing in any row, but one that is in no row is a mistake.
  private func checkColumns(_ summary: LogSummary) throws(IngestError) {
    guard summary.rows.read > summary.rows.failed,
      let file = reader.files.first(where: { $0.format == .jsonLines })
    else { return }
    let seen = Set(summary.columns)
    if let column = plan.fileSlots.first(where: { !seen.contains($0) }) {
      throw .missingColumn(file.name, column: column, present: summary.columns)
    }
  }
}
