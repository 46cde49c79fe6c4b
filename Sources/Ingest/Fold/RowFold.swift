internal import Summaries

/// Folds the rows one thread reads: decides what becomes of each, and adds it where it counts.
final class RowFold: RowConsumer {
  /// Keyed scans deal units to so many partitions, whatever the number of threads.
  static let partitions = 64

  /// The partition that keeps a key.
  @inline(__always)
  static func partition(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> 58) }

  private(set) var plan: CompiledPlan
  let values: BatchValues
  let variants: TextTable
  let variantNames: ShortTexts
  var result: ChunkResult?
  private var failures: [RowFailure] = []
  private var jsonRows: JSONRows
  private let delimitedRows: DelimitedRows
  private var linesBefore = 0
  private var everyColumn: Set<String> = []

  // One element a row of the batch.
  let alive = Storage<UInt8>(RowBatch.capacity, zero: 0)
  let times = Storage<Int64>(RowBatch.capacity, zero: 0)
  let rowVariants = Storage<UInt16>(RowBatch.capacity, zero: 0)
  let weights = Storage<Int64>(RowBatch.capacity, zero: 1)
  let cells = Storage<Int32>(RowBatch.capacity, zero: 0)
  let ones = Storage<Double>(RowBatch.capacity, zero: 1)
  let measures: [Storage<Double>]
  /// Which measures are 1 in every row of the batch that counts.
  var onlyOnes: [Bool]
  let met = Storage<UInt8>(RowBatch.capacity, zero: 0)
  let columnX = Storage<Double>(RowBatch.capacity, zero: 0)
  let columnY = Storage<Double>(RowBatch.capacity, zero: 0)
  let picked = Storage<UInt32>(RowBatch.capacity, zero: 0)
  let cellRows = CellRows()
  let hashes = Storage<UInt64>(RowBatch.capacity, zero: 0)
  let partitions = Storage<Int32>(RowBatch.capacity, zero: 0)
  let partitionRows = CellRows()
  /// How the rows' measures travel; as doubles where it is `nil`.
  let packed: PackedMeasures?
  /// What the rows' payloads begin with.
  let payloads = Storage<UInt64>(RowBatch.capacity, zero: 0)
  /// The chunk's rows on their way to each partition.
  private(set) var records: [RecordBatch] = []
  private var recordWords: [Int] = []

  /// What joined sources say of the rows.
  let joined: JoinedValues?
  let index: CellIndex
  let sums: CellSums
  /// What does not depend on the order of chunks, by cell and column.
  var distributions: [[DistributionState?]] = []
  /// By cell the rows that count for the distributions of every column.
  var everyRows: [Int] = []
  /// Rows by their own time, where the plan asks for them.
  let calendar: RowCalendar?
  let unknownVariants = CategoryTable(cap: 1000)
  var unknownRows = 0

  init(_ plan: CompiledPlan, joining sources: [JoinedSource] = [], sizes: Sizes) {
    self.plan = plan
    calendar = RowCalendar(plan.plan)
    joined = plan.joinKey.map { JoinedValues(sources, key: $0, plan) }
    delimitedRows = DelimitedRows(sizes)
    values = BatchValues(plan)
    packed = PackedMeasures(plan)
    variants = TextTable(plan.plan.variants)
    variantNames = ShortTexts(plan.plan.variants)
    measures = plan.measures.map { _ in Storage(RowBatch.capacity, zero: 0) }
    onlyOnes = plan.measures.map { _ in false }
    jsonRows = JSONRows(slots: plan.fileSlots)
    index = CellIndex(variants: max(1, plan.plan.variants.count), buckets: plan.plan.buckets)
    sums = CellSums(pairs: plan.plan.key == .none ? plan.plan.pairs.count : 0)
    everyColumn = Set(
      plan.distributions.dropFirst(plan.plan.distributions.count).map(\.request.column))
  }

  /// The cells that `distributions` is indexed by.
  var cellKeys: [CellKey] { index.keys }

  /// Reads and folds all rows of a chunk.
  func fold(_ chunk: Chunk) -> ChunkResult {
    var fresh = ChunkResult(sequence: chunk.sequence, file: chunk.file)
    if plan.plan.key == .unit {
      records = (0..<Self.partitions).map { i in
        // Chunks are alike: room for what the last one took.
        let room = i < recordWords.count ? recordWords[i] + recordWords[i] / 8 : 256
        return RecordBatch(capacity: room)
      }
    }
    fresh.values = plan.columns.map { ColumnValues($0.kind) }
    linesBefore = 0
    if let text = chunk.skipped {
      linesBefore = 1
      fresh.rows.read = 1
      fresh.rows.failed = 1
      fresh.errorCounts[.lineTooLong] = 1
      fresh.errorExamples = [
        RowErrors.Example(
          kind: .lineTooLong, file: chunk.file.name, line: 0, column: nil, text: text)
      ]
    }
    result = fresh
    joined?.begin(chunk)
    if chunk.file.format == .jsonLines {
      jsonRows.read(chunk, into: self)
    } else {
      delimitedRows.read(chunk, into: self)
    }
    sums.export(index) { result?.cells.append($0) }
    exportMoments()
    result?.lines = linesBefore
    result?.records = records
    recordWords = records.map { $0.words.count }
    defer { (result, records) = (nil, []) }
    return result ?? fresh
  }

  func fold(_ batch: RowBatch) {
    guard let joined else { return foldRows(batch) }
    joined.forEachPart(of: batch) { part in
      foldRows(part)
      joined.count(0..<part.count, alive: alive.lane)
    }
  }

  private func exportMoments() {
    for (cell, states) in distributions.enumerated() {
      for (position, state) in states.enumerated() {
        guard let moments = state?.takeMoments() else { continue }
        result?.moments.append(
          ChunkResult.ColumnMoments(
            key: index.keys[cell], column: columnKey(position), moments: moments))
      }
    }
  }

  /// What the distribution at a position is called, in any thread.
  func columnKey(_ position: Int) -> ColumnKey {
    position < plan.plan.distributions.count
      ? .listed(position) : .every(plan.distributions[position].request.column)
  }

  // MARK: - Rows that are not understood

  func fail(_ failure: RowFailure) {
    failures.append(failure)
    result?.rows.read += 1
    result?.rows.failed += 1
  }

  /// Takes a row of the batch out for an error in one of its columns.
  func fail(_ row: Int, _ kind: RowErrors.Kind, _ slot: Int) {
    guard alive.lane[row] != 0, let batch = values.batch else { return }
    alive.lane[row] = 0
    result?.rows.failed += 1
    let view = batch.slots[slot]
    failures.append(
      RowFailure(
        kind: kind, row: batch.rows.start(row), slot: slot,
        text: view.start(row)..<view.end(row),
        line: batch.lines.map { Int($0[row]) }))
  }

  /// Runs `body`; the rows it finds wrong are taken out, but not counted.
  func withoutCountingFailures(_ body: () -> Void) {
    let (count, failed) = (failures.count, result?.rows.failed ?? 0)
    body()
    failures.removeSubrange(count...)
    result?.rows.failed = failed
  }

  func finishBlock(_ bytes: Bytes, lines: Int) {
    defer { linesBefore += lines }
    guard !failures.isEmpty, let file = result?.file.name else { return }
    failures.sort { $0.row < $1.row }
    for failure in failures {
      result?.errorCounts[failure.kind, default: 0] += 1
      guard let count = result?.errorExamples.count, count < RowErrors.exampleLimit else {
        continue
      }
      let line = failure.line ?? bytes.count(of: 0x0A, in: 0..<failure.row)
      let end = min(failure.text.upperBound, failure.text.lowerBound + 320)
      let text = bytes.text(failure.text.lowerBound..<max(end, failure.text.lowerBound))
      result?.errorExamples.append(
        RowErrors.Example(
          kind: failure.kind, file: file, line: linesBefore + line,
          column: failure.slot.map { plan.slots[$0] }, text: String(text.prefix(80))))
    }
    failures.removeAll(keepingCapacity: true)
  }

  func discover(_ column: String) -> Int? {
    result?.columns.append(column)
    guard let wanted = plan.plan.everyColumn, everyColumn.insert(column).inserted else {
      return nil
    }
    let before = plan.slots.count
    plan.addEveryColumn(column, wanted)
    return plan.slots.count > before ? before - plan.joinedSlots : nil
  }
}
