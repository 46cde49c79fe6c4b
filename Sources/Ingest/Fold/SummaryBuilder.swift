internal import Summaries

/// Puts the results of chunks together, in their order, whoever brings them when.
final class SummaryBuilder {
  private let plan: CompiledPlan
  private var waiting: [Int: ChunkResult] = [:]
  /// The next chunk in order.
  private(set) var nextSequence = 0
  private var summary = LogSummary()
  private var cells: [CellKey: LogSummary.Cell] = [:]
  private var moments: [CellKey: [ColumnKey: Moments]] = [:]
  private var exposures: [Int: [Int]] = [:]
  private var knownColumns: Set<String> = []
  private var lines: (file: ObjectIdentifier?, count: Int) = (nil, 0)
  /// The values of the columns that are handed back row by row.
  private(set) var values: [ColumnValues]

  init(_ plan: CompiledPlan) {
    self.plan = plan
    summary.variants = plan.plan.variants
    values = plan.columns.map { ColumnValues($0.kind) }
  }

  /// Takes a chunk's result; what is in order is merged, and its records are given to `body`.
  func add(_ result: ChunkResult, _ body: ([RecordBatch]) -> Void) {
    waiting[result.sequence] = result
    while let next = waiting.removeValue(forKey: nextSequence) {
      merge(next)
      body(next.records)
      nextSequence += 1
    }
  }

  private func merge(_ result: ChunkResult) {
    if lines.file != ObjectIdentifier(result.file) {
      lines = (ObjectIdentifier(result.file), result.file.headerLines)
    }
    let examples = result.errorExamples.map { example in
      var example = example
      example.line += lines.count + 1
      return example
    }
    summary.errors.merge(RowErrors(counts: result.errorCounts, examples: examples))
    lines.count += result.lines
    summary.rows.add(result.rows)
    add(times: result.firstTime, result.lastTime)
    add(columns: result.file.columns.isEmpty ? result.columns : result.file.columns, result.file)
    for cell in result.cells { add(cell) }
    for (all, part) in zip(values, result.values) { all.append(part) }
    for part in result.moments {
      moments[part.key, default: [:]][part.column, default: Moments()].merge(part.moments)
    }
  }

  private func add(times first: Int64?, _ last: Int64?) {
    guard let first, let last else { return }
    let (start, end) = (Timestamp(microseconds: first), Timestamp(microseconds: last))
    summary.firstTime = min(summary.firstTime ?? start, start)
    summary.lastTime = max(summary.lastTime ?? end, end)
  }

  /// Notes a file's columns: the first header's, and JSON's keys as they come.
  func add(columns: [String], _ file: LogFile) {
    if !file.columns.isEmpty, !summary.columns.isEmpty { return }
    for column in columns where knownColumns.insert(column).inserted {
      summary.columns.append(column)
    }
  }

  private func add(_ part: ChunkResult.Cell) {
    var cell = cells[part.key] ?? emptyCell(part.key)
    cell.rows += part.rows
    cell.units += part.rows
    for i in part.pairs.indices { cell.pairs[i].merge(part.pairs[i]) }
    cells[part.key] = cell
  }

  private func emptyCell(_ key: CellKey) -> LogSummary.Cell {
    LogSummary.Cell(
      variant: key.variant, bucket: key.bucket, rows: 0, units: 0,
      pairs: plan.plan.pairs.map { _ in BivariateMoments() }, distributions: [])
  }

  /// Adds what the units of one partition sum to.
  func add(_ totals: UnitTotals) {
    summary.unitsInSeveralVariants += totals.unitsInSeveralVariants
    if let counts = totals.assignment {
      if summary.assignment == nil {
        summary.assignment = counts
      } else {
        summary.assignment?.merge(counts)
      }
    }
    for (day, units) in totals.exposures {
      exposures[day] = exposures[day].map { zip($0, units).map(+) } ?? units
    }
    for part in totals.cells {
      var cell = cells[part.key] ?? emptyCell(part.key)
      cell.rows += part.rows
      cell.units += part.units
      cell.crossovers += part.crossovers
      for i in part.pairs.indices { cell.pairs[i].merge(part.pairs[i]) }
      cells[part.key] = cell
    }
  }

  /// Adds the units of one partition.
  func add(_ vectors: UnitVectors) {
    var all = summary.unitVectors ?? UnitVectors(measures: vectors.measures)
    // Given up first, so that it is not copied.
    summary.unitVectors = nil
    all.append(contentsOf: vectors)
    summary.unitVectors = all
  }

  /// Adds what the units of all partitions sum to at the ends of the buckets in which they changed.
  func add(accrued parts: [UnitTotals]) {
    let keys = Set(parts.flatMap { $0.cells.map(\.key) })
    for part in parts {
      summary.unitsInSeveralVariants += part.unitsInSeveralVariants
      let known = Dictionary(uniqueKeysWithValues: part.cells.map { ($0.key, $0) })
      // Where nothing changed in a bucket, what there was before it still stands.
      var latest: UnitTotals.Cell?
      for key in keys.sorted() {
        if latest?.key.variant != key.variant { latest = nil }
        latest = known[key] ?? latest
        guard let latest else { continue }
        var cell = cells[key] ?? emptyCell(key)
        cell.rows += latest.rows
        cell.units += latest.units
        cell.crossovers += latest.crossovers
        for i in latest.pairs.indices { cell.pairs[i].merge(latest.pairs[i]) }
        cells[key] = cell
      }
    }
  }

  /// Makes of each cell what there was at the end of its bucket; units are so already.
  private func accrue() {
    let buckets = Set(cells.keys.map(\.bucket)).sorted()
    for variant in 0..<max(1, plan.plan.variants.count) {
      var before: LogSummary.Cell?
      for bucket in buckets {
        let key = CellKey(variant: variant, bucket: bucket)
        guard var cell = before else {
          before = cells[key]
          continue
        }
        cell.bucket = bucket
        if let new = cells[key] {
          if plan.plan.key == .none {
            cell.rows += new.rows
            cell.units += new.units
            for i in new.pairs.indices { cell.pairs[i].merge(new.pairs[i]) }
          } else if new.units > 0 {
            (cell.rows, cell.units, cell.crossovers) = (new.rows, new.units, new.crossovers)
            cell.pairs = new.pairs
          }
          for i in new.distributions.indices { cell.distributions[i].merge(new.distributions[i]) }
        }
        (cells[key], before) = (cell, cell)
      }
    }
  }

  /// The summary, once all chunks and units are in; `folds` are the threads that read them.
  func finish(_ folds: [RowFold], damage: [LogSummary.Damage]) -> LogSummary {
    summary.damage = damage
    let unknown = CategoryTable(cap: 1000)
    for fold in folds { unknown.merge(fold.unknownVariants) }
    summary.unknownVariants = unknown.summary(
      count: folds.reduce(0) { $0 + $1.unknownRows })
    addDistributions(folds)
    summary.calendar = RowCalendar.merged(folds.compactMap(\.calendar))
    summary.exposures = exposures.keys.sorted().map {
      LogSummary.Exposures(day: $0, units: exposures[$0] ?? [])
    }
    if plan.plan.accrual == .cumulative { accrue() }
    summary.cells = cells.keys.sorted().compactMap { cells[$0] }
    return summary
  }

  private func addDistributions(_ folds: [RowFold]) {
    let states = mergedStates(folds)
    var everyRows: [CellKey: Int] = [:]
    for fold in folds {
      for (cell, rows) in fold.everyRows.enumerated() {
        everyRows[fold.cellKeys[cell], default: 0] += rows
      }
    }
    for key in states.keys where cells[key] == nil { cells[key] = emptyCell(key) }
    let listed = plan.plan.distributions
    guard !listed.isEmpty || plan.plan.everyColumn != nil else { return }
    for key in Array(cells.keys) {
      let found = states[key] ?? [:]
      var distributions = listed.enumerated().map { position, request in
        distribution(request, found[.listed(position)], moments[key]?[.listed(position)])
      }
      if let wanted = plan.plan.everyColumn {
        var every = summary.columns.map { column in
          var request = wanted
          request.column = column
          return distribution(request, found[.every(column)], moments[key]?[.every(column)])
        }
        let rows = everyRows[key] ?? 0
        for i in every.indices where every[i].rows < rows {
          every[i].missing += rows - every[i].rows
          every[i].rows = rows
        }
        distributions.append(contentsOf: every)
      }
      cells[key]?.distributions = distributions
    }
  }

  private func mergedStates(_ folds: [RowFold]) -> [CellKey: [ColumnKey: DistributionState]] {
    var merged: [CellKey: [ColumnKey: DistributionState]] = [:]
    for fold in folds {
      for (cell, states) in fold.distributions.enumerated() {
        let key = fold.cellKeys[cell]
        for (position, state) in states.enumerated() {
          guard let state else { continue }
          let column = fold.columnKey(position)
          if let known = merged[key]?[column] {
            known.merge(state)
          } else {
            merged[key, default: [:]][column] = state
          }
        }
      }
    }
    return merged
  }

  private func distribution(
    _ request: ScanPlan.Distribution, _ state: DistributionState?, _ moments: Moments?
  ) -> ColumnDistribution {
    guard let state else { return ColumnDistribution(request) }
    state.settle()
    return ColumnDistribution(
      column: request.column, missing: state.missing, numbers: state.numbers,
      nonFinite: state.nonFinite, texts: state.texts, histogram: state.histogram,
      moments: moments ?? Moments(),
      categories: state.categories.summary(
        count: state.numbers + state.nonFinite + state.texts))
  }
}

extension LogSummary.Rows {
  /// Adds the rows of another part.
  fileprivate mutating func add(_ other: LogSummary.Rows) {
    read += other.read
    used += other.used
    filtered += other.filtered
    outsidePeriod += other.outsidePeriod
    early += other.early
    failed += other.failed
  }
}
