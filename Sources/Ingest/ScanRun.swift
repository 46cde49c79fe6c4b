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
  /// What is kept by key.
  let partitions: Partitions<Table>
  private let reading = Monitor()
  private let merging = Monitor()
  private var folds: [RowFold] = []
  private var failure: IngestError?
  private var lastSequence = -1

  /// Prepares to read a source, into tables of its own or into those of an earlier run.
  init(
    _ wanted: CompiledPlan, _ inputs: [LogInput], _ format: LogFormat, _ options: ScanOptions,
    joining joined: [JoinedSource] = [], into known: Partitions<Table>? = nil,
    _ makeTable: () -> Table
  ) throws(IngestError) {
    (self.options, self.joined) = (options, joined)
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
    folds = (0..<options.threads).map { _ in
      RowFold(plan, joining: joined, sizes: options.sizes)
    }
    Threads.run(options.threads) { [self] thread in work(thread) }
    if let failure { throw failure }
    partitions.drain(from: 0, of: 1)
    if let failure = partitions.failure { throw failure }
    try addUnits(builder)
    for file in reader.files { builder.add(columns: file.columns, file) }
    var summary = builder.finish(folds, damage: reader.damage)
    try checkColumns(summary)
    summary.joins = joined.enumerated().map { index, source in
      source.summary(
        matched: folds.reduce(0) { $0 + ($1.joined?.matched[index] ?? 0) },
        unmatched: folds.reduce(0) { $0 + ($1.joined?.unmatched[index] ?? 0) })
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
        builder.add(result) { records in partitions.enqueue(records) }
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
