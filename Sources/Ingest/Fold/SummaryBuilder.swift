internal import Summaries

/// Puts the results of chunks together, in their order, whoever brings them when.
final class SummaryBuilder {
  /// What is given on to who keeps units, in order.
  enum Part {
    case records([RecordBatch])
    /// A look ends here.
    case look
  }

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
  /// The look of the last row so far, where looks are told apart.
  private(set) var look: Int?
  /// What was known at the end of each look, from that of the first row on.
  private(set) var looks: [SummaryBuilder] = []
  /// Not where a row of an earlier look follows one of a later look, nor where there are too many looks.
  private(set) var knowsLooks = true
  /// The values of the columns that are handed back row by row.
  private(set) var values: [ColumnValues]

  init(_ plan: CompiledPlan) {
    self.plan = plan
    summary.variants = plan.plan.variants
    values = plan.columns.map { ColumnValues($0.kind) }
  }

  /// What was known when some of a chunk was read.
  private init(_ earlier: SummaryBuilder, adding part: ChunkResult) {
    (plan, summary, cells, moments) = (
      earlier.plan, earlier.summary, earlier.cells, earlier.moments
    )
    (knownColumns, lines, look) = (earlier.knownColumns, earlier.lines, earlier.look)
    values = []
    merge(part)
  }

  /// Takes a chunk's result; what is in order is merged, and its records are given to `body`.
  func add(_ result: ChunkResult, _ body: (Part) -> Void) {
    waiting[result.sequence] = result
    while let next = waiting.removeValue(forKey: nextSequence) {
      knowsLooks = knowsLooks && !next.isOutOfOrder
      for mark in next.marks {
        body(.records(mark.known.records))
        end(at: mark, body)
      }
      merge(next)
      body(.records(next.records))
      nextSequence += 1
    }
  }

  /// Keeps what was known before a look's first row, once for each look that ended since the one before.
  private func end(at mark: ChunkResult.Mark, _ body: (Part) -> Void) {
    let last = look ?? mark.look
    look = mark.look
    knowsLooks =
      knowsLooks && mark.look >= last && mark.look - last < LogScanner.mostLooks - looks.count
    guard knowsLooks, mark.look > last else { return }
    for _ in last..<mark.look {
      looks.append(SummaryBuilder(self, adding: mark.known))
      body(.look)
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
    summary.rows.merge(result.rows)
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

  /// The summary, once all chunks and units are in, with what the threads tallied.
  func finish(_ tallies: TallyTotals, damage: [LogSummary.Damage]) -> LogSummary {
    summary.damage = damage
    summary.unknownVariants = tallies.unknownVariants
    summary.nonFinite = tallies.nonFinite
    addDistributions(tallies)
    summary.calendar = tallies.calendar
    summary.exposures = exposures.keys.sorted().map {
      LogSummary.Exposures(day: $0, units: exposures[$0] ?? [])
    }
    summary.cells = cells.keys.sorted().compactMap { cells[$0] }
    return summary
  }

  private func addDistributions(_ tallies: TallyTotals) {
    let states = tallies.states
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
        let rows = tallies.everyRows[key] ?? 0
        for i in every.indices where every[i].rows < rows {
          every[i].missing += rows - every[i].rows
          every[i].rows = rows
        }
        distributions.append(contentsOf: every)
      }
      cells[key]?.distributions = distributions
    }
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
