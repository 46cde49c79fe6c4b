internal import Summaries

/// Folds the rows one thread reads: decides what becomes of each, and adds it where it counts.
final class RowFold: RowConsumer {
  /// Keyed scans deal units to so many partitions, whatever the number of threads.
  static let partitions = 64

  private(set) var plan: CompiledPlan
  private let values: BatchValues
  private let variants: TextTable
  private var result: ChunkResult?
  private var failures: [RowFailure] = []
  private let jsonRows: JSONRows
  private let delimitedRows: DelimitedRows
  private var linesBefore = 0
  private var everyColumn: Set<String> = []

  // One element a row of the batch.
  private let alive = Storage<UInt8>(RowBatch.capacity, zero: 0)
  private let times = Storage<Int64>(RowBatch.capacity, zero: 0)
  private let rowVariants = Storage<UInt16>(RowBatch.capacity, zero: 0)
  private let weights = Storage<Int64>(RowBatch.capacity, zero: 1)
  private let cells = Storage<Int32>(RowBatch.capacity, zero: 0)
  private let zeros = Storage<Double>(RowBatch.capacity, zero: 0)
  private let ones = Storage<Double>(RowBatch.capacity, zero: 1)
  private let measures: [Storage<Double>]
  private let columnX = Storage<Double>(RowBatch.capacity, zero: 0)
  private let columnY = Storage<Double>(RowBatch.capacity, zero: 0)

  private let index: CellIndex
  private let sums: CellSums
  /// What does not depend on the order of chunks, by cell and column.
  private(set) var distributions: [[DistributionState?]] = []
  private(set) var unknownVariants = CategoryTable(cap: 1000)

  init(_ plan: CompiledPlan, sizes: Sizes) {
    self.plan = plan
    delimitedRows = DelimitedRows(sizes)
    values = BatchValues(plan)
    variants = TextTable(plan.plan.variants)
    measures = plan.measures.map { _ in Storage(RowBatch.capacity, zero: 0) }
    jsonRows = JSONRows(slots: plan.slots)
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
      fresh.records = (0..<Self.partitions).map { _ in RecordBatch(measures: plan.measures.count) }
    }
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
    if chunk.file.format == .jsonLines {
      jsonRows.read(chunk, into: self)
    } else {
      delimitedRows.read(chunk, into: self)
    }
    sums.export(index) { result?.cells.append($0) }
    exportMoments()
    result?.lines = linesBefore
    defer { result = nil }
    return result ?? fresh
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
  private func fail(_ row: Int, _ kind: RowErrors.Kind, _ slot: Int) {
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
    return plan.slots.count > before ? before : nil
  }

  // MARK: - Rows that are

  func fold(_ batch: RowBatch) {
    values.begin(batch)
    let rows = 0..<batch.count
    let alive = alive.lane
    alive.fill(rows, 1)
    result?.rows.read += batch.count
    filter(rows)
    readTimes(rows)
    readVariants(rows, batch)
    if let unit = plan.unit {
      for row in rows where alive[row] != 0 && values.isMissing(unit, row) {
        fail(row, .missingKey, unit)
      }
    }
    readWeights(rows)
    for measure in plan.measures.indices { readMeasure(measure, rows) }
    settle(rows)
    countDistributions(rows, batch)
    if plan.plan.key == .unit {
      record(rows, batch)
    } else {
      addPairs(rows)
    }
  }

  private func filter(_ rows: Range<Int>) {
    let alive = alive.lane
    for test in plan.filter {
      let mask = values.mask(test)
      var dropped = 0
      for row in rows where alive[row] > mask[row] {
        alive[row] = 0
        dropped &+= 1
      }
      result?.rows.filtered += dropped
    }
  }

  private func readTimes(_ rows: Range<Int>) {
    guard let slot = plan.time, let batch = values.batch else { return }
    let (alive, times, view) = (alive.lane, times.lane, batch.slots[slot])
    let since = plan.source.since?.microseconds ?? .min
    let until = plan.source.until?.microseconds ?? .max
    for row in rows where alive[row] != 0 {
      let (start, end) = (view.start(row), view.end(row))
      guard let time = TimeText.parse(batch.bytes, start, end) else {
        fail(row, plan.missing.contain(batch.bytes, start, end) ? .missingTime : .notATime, slot)
        continue
      }
      times[row] = time
      if time < since || time >= until, plan.source.since != nil || plan.source.until != nil {
        if plan.source.until == nil, time >= since { continue }
        alive[row] = 0
        result?.rows.outsidePeriod += 1
      }
    }
  }

  private func readVariants(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let slot = plan.variant else { return }
    let (alive, found, view) = (alive.lane, rowVariants.lane, batch.slots[slot])
    for row in rows where alive[row] != 0 {
      let (start, end) = (view.start(row), view.end(row))
      if let variant = variants.find(batch.bytes, start, end) {
        found[row] = UInt16(truncatingIfNeeded: variant)
      } else if plan.missing.contain(batch.bytes, start, end) {
        fail(row, .missingVariant, slot)
      } else {
        alive[row] = 0
        unknownVariants.add(batch.bytes, start, end, times: 1)
      }
    }
  }

  private func readWeights(_ rows: Range<Int>) {
    guard let slot = plan.weight else { return }
    let (alive, weights) = (alive.lane, weights.lane)
    let (numbers, kinds) = values.numbers(slot)
    for row in rows where alive[row] != 0 {
      let value = numbers[row]
      // Beyond 2^40 a log's counts are no counts any more, and sums of them would overflow.
      if kinds[row] == NumberKind.number.rawValue, value >= 0, value <= 0x1p40,
        value == value.rounded(.down)
      {
        weights[row] = Int64(value)
      } else {
        fail(row, .notAWeight, slot)
      }
    }
  }

  private func readMeasure(_ index: Int, _ rows: Range<Int>) {
    let measure = plan.measures[index]
    let (target, alive) = (measures[index].lane, alive.lane)
    let conditions = measure.conditions.map { values.mask($0) }
    // A row whose condition cannot be understood is an error, not one that fails the condition.
    for (test, mask) in zip(measure.conditions, conditions) where plan.tests[test].test.reads {
      for row in rows where alive[row] != 0 && mask[row] == 0 {
        checkIndicator(row, plan.tests[test])
      }
    }
    @inline(__always) func applies(_ row: Int) -> Bool {
      for mask in conditions where mask[row] == 0 { return false }
      return alive[row] != 0
    }
    switch measure.expression {
    case .one:
      for row in rows { target[row] = applies(row) ? 1 : 0 }
    case .number(let slot):
      let (numbers, kinds) = values.numbers(slot)
      for row in rows {
        target[row] = 0
        guard applies(row) else { continue }
        if kinds[row] == NumberKind.number.rawValue {
          target[row] = numbers[row]
        } else if kinds[row] != NumberKind.missing.rawValue {
          failNumber(row, kinds[row], slot)
        }
      }
    case .indicator(let test):
      let mask = values.mask(test)
      for row in rows {
        let counts = applies(row)
        target[row] = counts && mask[row] != 0 ? 1 : 0
        if counts, mask[row] == 0 { checkIndicator(row, plan.tests[test]) }
      }
    case .agreement(let prediction, let label, let threshold):
      for row in rows {
        target[row] =
          applies(row) && agrees(row, prediction, label, threshold) ? 1 : 0
      }
    }
  }

  private func failNumber(_ row: Int, _ kind: UInt8, _ slot: Int) {
    fail(row, kind == NumberKind.nonFinite.rawValue ? .nonFinite : .notANumber, slot)
  }

  /// A test that does not hold because its value cannot be understood is an error of the row.
  private func checkIndicator(_ row: Int, _ test: CompiledPlan.Test) {
    switch test.test {
    case .isTrue, .isNotTrue:
      if values.booleans(test.slot)[row] == BooleanKind.text.rawValue {
        fail(row, .notABoolean, test.slot)
      }
    case .number:
      let kind = values.numbers(test.slot).kinds[row]
      if kind != NumberKind.number.rawValue, kind != NumberKind.missing.rawValue {
        failNumber(row, kind, test.slot)
      }
    default: break
    }
  }

  private func agrees(_ row: Int, _ prediction: Int, _ label: Int, _ threshold: Double?) -> Bool {
    let (scores, kinds) = values.numbers(prediction)
    guard kinds[row] != NumberKind.missing.rawValue else { return false }
    if let threshold {
      let truth = values.booleans(label)[row]
      guard truth != BooleanKind.missing.rawValue else { return false }
      guard kinds[row] == NumberKind.number.rawValue else {
        failNumber(row, kinds[row], prediction)
        return false
      }
      guard truth != BooleanKind.text.rawValue else {
        fail(row, .notABoolean, label)
        return false
      }
      return (scores[row] >= threshold) == (truth == BooleanKind.yes.rawValue)
    }
    let (labels, labelKinds) = values.numbers(label)
    guard labelKinds[row] != NumberKind.missing.rawValue else { return false }
    if kinds[row] == NumberKind.number.rawValue, labelKinds[row] == NumberKind.number.rawValue {
      return scores[row] == labels[row]
    }
    return hasSameText(row, prediction, label)
  }

  private func hasSameText(_ row: Int, _ a: Int, _ b: Int) -> Bool {
    guard let batch = values.batch else { return false }
    let (p, one, other) = (batch.bytes, batch.slots[a], batch.slots[b])
    let (start, from) = (one.start(row), other.start(row))
    let length = one.end(row) - start
    guard other.end(row) - from == length else { return false }
    return (0..<length).allSatisfy { p[start + $0] == p[from + $0] }
  }

  /// Counts the rows that are left, and says which cell each belongs to.
  private func settle(_ rows: Range<Int>) {
    let (alive, times, cells) = (alive.lane, times.lane, cells.lane)
    let (rowVariants, weights) = (rowVariants.lane, weights.lane)
    var used = 0
    for row in rows where alive[row] != 0 { used &+= 1 }
    result?.rows.used += used
    if plan.time != nil {
      var (first, last) = (result?.firstTime ?? .max, result?.lastTime ?? .min)
      for row in rows where alive[row] != 0 {
        first = min(first, times[row])
        last = max(last, times[row])
      }
      if used > 0 {
        result?.firstTime = first
        result?.lastTime = last
      }
    }
    for row in rows where alive[row] != 0 {
      if plan.weight != nil, weights[row] == 0 {
        alive[row] = 0
      } else {
        cells[row] = index.cell(variant: Int(rowVariants[row]), time: times[row])
      }
    }
  }

  // MARK: - What is kept of them

  private func countDistributions(_ rows: Range<Int>, _ batch: RowBatch) {
    // A column discovered just now has no fields before the next batch.
    for position in plan.distributions.indices
    where plan.distributions[position].slot < batch.slots.count {
      countDistribution(position, rows, batch)
    }
  }

  private func state(_ cell: Int, _ position: Int) -> DistributionState {
    while distributions.count <= cell { distributions.append([]) }
    while distributions[cell].count <= position { distributions[cell].append(nil) }
    if let known = distributions[cell][position] { return known }
    let made = DistributionState(plan.distributions[position].request)
    distributions[cell][position] = made
    return made
  }

  private func countDistribution(_ position: Int, _ rows: Range<Int>, _ batch: RowBatch) {
    let wanted = plan.distributions[position]
    let (alive, cells, weights) = (alive.lane, cells.lane, weights.lane)
    let (p, view) = (batch.bytes, batch.slots[wanted.slot])
    let masks = wanted.conditions.map { values.mask($0) }
    let numeric = wanted.request.textOnly ? nil : values.numbers(wanted.slot)
    var (cell, state): (Int32, DistributionState?) = (-1, nil)
    for row in rows where alive[row] != 0 {
      if masks.contains(where: { $0[row] == 0 }) { continue }
      if cells[row] != cell {
        cell = cells[row]
        state = self.state(Int(cell), position)
      }
      guard let state else { continue }
      let times = plan.weight == nil ? 1 : Int(weights[row])
      let (start, end) = (view.start(row), view.end(row))
      let kind: UInt8
      if let numeric {
        kind = numeric.kinds[row]
      } else {
        kind =
          (plan.missing.contain(p, start, end) ? NumberKind.missing : NumberKind.text).rawValue
      }
      switch NumberKind(rawValue: kind) {
      case .missing, nil:
        state.missing += times
        continue
      case .text: state.texts += times
      case .nonFinite: state.nonFinite += times
      case .number:
        let value = numeric?.values[row] ?? 0
        state.numbers += times
        state.histogram.add(value, times: times)
        state.addMoment(value, times: Double(times))
      }
      state.categories.add(p, start, end, times: times)
    }
  }

  private func column(
    _ column: UnitColumn, _ rows: Range<Int>, scratch: Lane<Double>
  ) -> Lane<Double> {
    switch column {
    case .one: return ones.lane
    case .sum(let measure): return measures[measure].lane
    case .any(let measure):
      let values = measures[measure].lane
      for row in rows { scratch[row] = values[row] > 0 ? 1 : 0 }
      return scratch
    case .mean(let numerator, let denominator):
      let (top, bottom) = (measures[numerator].lane, measures[denominator].lane)
      // A division by zero is never looked at: see `isDefined`.
      for row in rows { scratch[row] = bottom[row] == 0 ? 0 : top[row] / bottom[row] }
      return scratch
    }
  }

  private func denominator(_ column: UnitColumn) -> Lane<Double>? {
    guard case .mean(_, let denominator) = column else { return nil }
    return measures[denominator].lane
  }

  private func addPairs(_ rows: Range<Int>) {
    let (alive, cells, weights) = (alive.lane, cells.lane, weights.lane)
    let weighted = plan.weight != nil
    sums.makeRoom(for: index.keys.count)
    for row in rows where alive[row] != 0 {
      sums.count(Int(cells[row]), weighted ? Int(weights[row]) : 1)
    }
    for (position, pair) in plan.plan.pairs.enumerated() {
      let x = column(pair.x, rows, scratch: columnX.lane)
      let y = column(pair.y, rows, scratch: columnY.lane)
      let (whereX, whereY) = (denominator(pair.x), denominator(pair.y))
      for row in rows where alive[row] != 0 {
        if let whereX, whereX[row] == 0 { continue }
        if let whereY, whereY[row] == 0 { continue }
        PowerSums.add(
          sums.pair(Int(cells[row]), position), x: x[row], y: y[row],
          times: weighted ? Double(weights[row]) : 1)
      }
    }
  }

  private func record(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let unit = plan.unit, let records = result?.records else { return }
    let (alive, times, weights) = (alive.lane, times.lane, weights.lane)
    let (rowVariants, view, p) = (rowVariants.lane, batch.slots[unit], batch.bytes)
    let lanes = measures.map(\.lane)
    for row in rows where alive[row] != 0 {
      let (start, end) = (view.start(row), view.end(row))
      let hash = TextHash.of(p, start, end)
      let target = records[Int(hash >> 58)].append(
        hash: hash, time: plan.time == nil ? 0 : times[row], variant: Int(rowVariants[row]),
        weight: plan.weight == nil ? 1 : Int(weights[row]), p, start, end)
      for measure in lanes.indices { target[measure] = lanes[measure][row].bitPattern }
    }
  }
}

extension Condition.Test {
  /// The test asks for a boolean or a number, and a text may be neither.
  fileprivate var reads: Bool {
    switch self {
    case .isTrue, .isNotTrue, .number: true
    case .isMissing, .isPresent, .isOneOf, .isNoneOf: false
    }
  }
}
