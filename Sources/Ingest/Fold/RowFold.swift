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
  private(set) var failures: [RowFailure] = []
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
  private let ownMeasures: [Storage<Double>]
  /// Each measure's values in the rows of the batch that count: its own memory, a column's numbers, or ones.
  var measures: [Lane<Double>]
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
  /// The bytes of the chunk at hand, until its first rows are folded.
  private var chunkBytes: Int?
  private let pool: WordPool

  /// What joined sources say of the rows.
  let joined: JoinedValues?
  let index: CellIndex
  let sums: CellSums
  /// What does not depend on the order of chunks, by look.
  private(set) var tallies: [Int: RowTally] = [:]
  /// That of the look of the rows at hand.
  private(set) var tally: RowTally
  private var looks: LookCursor?

  /// Creates a fold; where `looks` is an axis of time, it tells what came before the end of each bucket.
  init(
    _ plan: CompiledPlan, joining sources: [JoinedSource] = [], looks: TimeBuckets? = nil,
    sizes: Sizes, pool: WordPool
  ) {
    (self.plan, self.looks, self.pool) = (plan, looks.map { LookCursor($0) }, pool)
    tally = RowTally(plan.plan)
    tallies[.min] = tally
    joined = plan.joinKeys.isEmpty ? nil : JoinedValues(sources, keys: plan.joinKeys, plan)
    delimitedRows = DelimitedRows(sizes)
    values = BatchValues(plan, sizes.scanner)
    packed = PackedMeasures(plan)
    variants = TextTable(plan.plan.variants)
    variantNames = ShortTexts(plan.plan.variants)
    ownMeasures = plan.measures.map { _ in Storage(RowBatch.capacity, zero: 0) }
    measures = ownMeasures.map(\.lane)
    onlyOnes = plan.measures.map { _ in false }
    jsonRows = JSONRows(slots: plan.fileSlots, scanner: sizes.scanner)
    index = CellIndex(variants: max(1, plan.plan.variants.count), buckets: plan.plan.buckets)
    sums = CellSums(pairs: plan.plan.key == .none ? plan.plan.pairs.count : 0)
    everyColumn = Set(
      plan.distributions.dropFirst(plan.plan.distributions.count).map(\.request.column))
  }

  /// Memory for a measure's values.
  func ownMeasure(_ index: Int) -> Lane<Double> { ownMeasures[index].lane }

  /// The cells that `distributions` is indexed by.
  var cellKeys: [CellKey] { index.keys }

  /// Reads and folds all rows of a chunk.
  func fold(_ chunk: Chunk) -> ChunkResult {
    var fresh = ChunkResult(sequence: chunk.sequence, file: chunk.file)
    records = emptyRecords()
    chunkBytes = chunk.count
    looks?.begin()
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
    forEachMoments { result?.moments.append($0) }
    forgetMoments()
    result?.lines = linesBefore
    result?.records = records
    // With the first of its rows a chunk passes into a look, if looks are told apart.
    if (result?.marks.count ?? 0) < 2 { recordWords = records.map { $0.words.count } }
    defer { (result, records) = (nil, []) }
    return result ?? fresh
  }

  private func emptyRecords() -> [RecordBatch] {
    guard plan.plan.key == .unit else { return [] }
    return (0..<Self.partitions).map { i in
      // Chunks are alike: room for what the last one took.
      let room = i < recordWords.count ? recordWords[i] + recordWords[i] / 8 : 256
      return RecordBatch(capacity: room, in: pool)
    }
  }

  /// Behind the first rows of the first chunk, makes room for as many more as are likely to come.
  func reserveRecords(_ batch: RowBatch) {
    guard recordWords.isEmpty, let bytes = chunkBytes else { return }
    chunkBytes = nil
    let done = max(batch.rows.start(batch.count - 1), 1)
    for record in records {
      let all = Double(record.words.count) * Double(bytes) / Double(done)
      record.reserve(Int(min(all * 1.1, Double(bytes))))
    }
  }

  /// The records so far, where there are some; those of later rows go elsewhere.
  func takeRecords() -> [RecordBatch] {
    guard records.contains(where: { $0.words.count > 0 }) else { return [] }
    defer { records = emptyRecords() }
    return records
  }

  /// Turns to the rows of a look.
  func count(look: Int) {
    tally = tallies[look] ?? RowTally(plan.plan)
    tallies[look] = tally
  }

  func fold(_ batch: RowBatch) {
    guard var looks else { return foldJoined(batch) }
    foldLooks(batch, &looks)
    self.looks = looks
  }

  func foldJoined(_ batch: RowBatch) {
    guard let joined else { return foldRows(batch) }
    joined.forEachPart(of: batch) { part in
      foldRows(part)
      joined.count(0..<part.count, alive: alive.lane)
    }
  }

  /// Calls `body` with the moments of the chunk's columns, look by look.
  func forEachMoments(_ body: (ChunkResult.ColumnMoments) -> Void) {
    for look in tallies.keys.sorted() {
      for (cell, states) in (tallies[look]?.distributions ?? []).enumerated() {
        for (position, state) in states.enumerated() {
          guard let moments = state?.moments else { continue }
          body(
            ChunkResult.ColumnMoments(
              key: index.keys[cell], column: columnKey(position), moments: moments))
        }
      }
    }
  }

  private func forgetMoments() {
    for tally in tallies.values {
      for case let state? in tally.distributions.joined() { state.forgetMoments() }
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
    if kind == .nonFinite, plan.variant != nil {
      let key = RowTally.FailedValue(slot: slot, variant: Int(rowVariants.lane[row]))
      tally.nonFinite[key, default: 0] += 1
    }
    let view = batch.slots[slot]
    failures.append(
      RowFailure(
        kind: kind, row: batch.rows.start(row), slot: slot,
        text: view.start(row)..<view.end(row),
        line: batch.lines.map { Int($0[row]) }))
  }

  func finishBlock(_ bytes: Bytes, lines: Int) {
    defer { linesBefore += lines }
    guard !failures.isEmpty, var found = result else { return }
    note(failures, bytes, in: &found)
    result = found
    failures.removeAll(keepingCapacity: true)
  }

  /// Adds the failures of some rows of a block to what was found.
  func note(_ failures: [RowFailure], _ bytes: Bytes, in found: inout ChunkResult) {
    for failure in failures.sorted(by: { $0.row < $1.row }) {
      found.errorCounts[failure.kind, default: 0] += 1
      guard found.errorExamples.count < RowErrors.exampleLimit else { continue }
      let line = failure.line ?? bytes.count(of: 0x0A, in: 0..<failure.row)
      let end = min(failure.text.upperBound, failure.text.lowerBound + 320)
      let text = bytes.text(failure.text.lowerBound..<max(end, failure.text.lowerBound))
      found.errorExamples.append(
        RowErrors.Example(
          kind: failure.kind, file: found.file.name, line: linesBefore + line,
          column: failure.slot.map { plan.slots[$0] }, text: String(text.prefix(80))))
    }
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
