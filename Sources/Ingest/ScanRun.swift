internal import Summaries

/// One scan under way: its threads, and what they share.
///
/// A thread cuts the next chunk off the input, folds it by itself, and hands the result to the builder,
/// which merges in the order of chunks: what is found does not depend on who did what.
final class ScanRun: @unchecked Sendable {
  private let plan: CompiledPlan
  private let options: ScanOptions
  private let reader: ChunkReader
  private let builder: SummaryBuilder
  private let units: UnitPartitions
  private let reading = Monitor()
  private let merging = Monitor()
  private var folds: [RowFold] = []
  private var failure: IngestError?
  private var lastSequence = -1

  init(
    _ wanted: ScanPlan, _ inputs: [LogInput], _ format: LogFormat, _ options: ScanOptions
  ) throws(IngestError) {
    self.options = options
    let compiled = try CompiledPlan(wanted)
    reader = ChunkReader(inputs, format: format, options: options)
    // The first header says what "every column" is.
    plan = compiled.including(everyColumn: try reader.firstHeader())
    reader.slots = plan.slots
    builder = SummaryBuilder(plan)
    units = UnitPartitions(measures: plan.measures.count)
  }

  /// Carries the scan out.
  func summary() throws(IngestError) -> LogSummary {
    folds = (0..<options.threads).map { _ in RowFold(plan, sizes: options.sizes) }
    Threads.run(options.threads) { [self] thread in work(thread) }
    if let failure { throw failure }
    units.drain(from: 0, of: 1)
    if plan.plan.key == .unit {
      for totals in units.totals(plan.plan, threads: options.threads) { builder.add(totals) }
    }
    for file in reader.files { builder.add(columns: file.columns, file) }
    let summary = builder.finish(folds, damage: reader.damage)
    try checkColumns(summary)
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
        builder.add(result) { records in units.enqueue(records) }
        merging.signal()
      }
      if plan.plan.key == .unit { units.drain(from: thread, of: options.threads) }
      // A thread far ahead of the others would pile up results.
      merging.locked {
        while builder.nextSequence + 2 * options.threads < result.sequence, !hasFailed {
          merging.wait()
        }
      }
    }
    units.drain(from: thread, of: options.threads)
  }

  private var hasFailed: Bool { failure != nil }

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
    if let column = plan.slots.first(where: { !seen.contains($0) }) {
      throw .missingColumn(file.name, column: column, present: summary.columns)
    }
  }
}
