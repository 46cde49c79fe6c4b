public import Summaries

/// Executes a `ScanPlan` over files: CSV, TSV and JSON Lines, plain, gzip or zstd.
///
/// The same inputs and plan give the same bits at any number of threads and any block size.
public struct LogScanner: Sendable {
  let inputs: [LogInput]
  private let others: [[LogInput]]
  let format: LogFormat
  let options: ScanOptions

  /// Creates a scanner of some inputs, each with a header of its own.
  ///
  /// - Parameters:
  ///   - inputs: The log.
  ///   - others: For each source that a plan joins to the log its inputs, in the plan's order.
  ///   - format: How the rows of all of them are written.
  ///   - options: How the scan is carried out.
  public init(
    _ inputs: [LogInput], joining others: [[LogInput]] = [], format: LogFormat = .detect,
    options: ScanOptions = ScanOptions()
  ) {
    (self.inputs, self.others, self.format, self.options) = (inputs, others, format, options)
  }

  /// The same log without the sources that are joined to it.
  public var logAlone: LogScanner { LogScanner(inputs, format: format, options: options) }

  /// Reads each input once, those of joined sources first, and returns what the plan asks of them.
  ///
  /// Where a measure has a window and a unit's first row comes after rows that its window leaves out, the
  /// log is read twice more: for the times of first rows, then for the sums.
  ///
  /// Rows that cannot be understood are counted in the summary's `errors`, inputs that end too early
  /// in its `damage`; counts of rows are physical rows, a cell's rows and units count a row's weight.
  ///
  /// - Throws: `IngestError` when an input cannot be read at all or lacks a column of the plan.
  public func scan(_ plan: ScanPlan) throws(IngestError) -> LogSummary {
    try require([.summaries, .unitVectors], plan)
    let (compiled, joined) = (try CompiledPlan(plan), try joinedSources(plan))
    let inputs = try LogInput.expanded(inputs)
    if plan.key == .unit, plan.unitRows != .all {
      let run = try ScanRun(compiled, inputs, format, options, joining: joined) {
        BucketTable(plan, in: $0)
      }
      return try run.summary { builder throws(IngestError) in
        for totals in try run.partitions.map(threads: options.threads, { $0.totals(plan) }) {
          builder.add(totals)
        }
      }
    }
    if let layout = PackedMeasures(compiled) {
      let run = try ScanRun(compiled, inputs, format, options, joining: joined) {
        PackedUnitTable(layout, in: $0)
      }
      if let summary = try summary(of: run, plan) { return summary }
    }
    func run(into tables: Partitions<UnitTable>? = nil) throws(IngestError) -> ScanRun<UnitTable> {
      try ScanRun(compiled, inputs, format, options, joining: joined, into: tables) {
        UnitTable(measures: plan.measures, in: $0)
      }
    }
    if let summary = try summary(of: try run(), plan) { return summary }
    if let input = inputs.first(where: \.canBeReadOnce) {
      throw .invalidPlan(
        "\(input.name): rows are not in the order of time, and windows ask to read them again: "
          + "sort them, or keep them in a file")
    }
    let firstRows = try run()
    _ = try firstRows.summary()
    firstRows.partitions.restart()
    guard let summary = try summary(of: try run(into: firstRows.partitions), plan) else {
      throw .invalidPlan("The log changed while it was read")
    }
    return summary
  }

  /// Carries a run out; nil where rows came too late for the windows that depend on them.
  private func summary(
    of run: ScanRun<some UnitSums>, _ plan: ScanPlan
  ) throws(IngestError) -> LogSummary? {
    var isOutOfOrder = false
    let summary = try run.summary { builder throws(IngestError) in
      guard plan.key == .unit else { return }
      let parts = try run.partitions.map(threads: options.threads) { table in
        let vectors = plan.output == .unitVectors ? UnitVectors(table, plan) : nil
        return (totals: table.totals(plan), vectors: vectors, flaw: table.flaw)
      }
      guard !parts.contains(where: { $0.flaw == .tooManyRows }) else {
        throw .unitTooLarge(rows: Int(PackedMeasures.mostRows))
      }
      isOutOfOrder = parts.contains { $0.flaw == .outOfOrder }
      for part in parts {
        builder.add(part.totals)
        if let vectors = part.vectors { builder.add(vectors) }
      }
    }
    return isOutOfOrder ? nil : summary
  }

  /// Reads the inputs once and returns the values of the plan's columns, row by row.
  ///
  /// Rows are dropped and errors counted as in `scan`. The plan's output is `columns`, and it has
  /// neither key nor weight.
  ///
  /// - Throws: `IngestError` when an input cannot be read at all or lacks a column of the plan.
  public func columns(_ plan: ScanPlan) throws(IngestError) -> RawColumns {
    try require([.columns], plan)
    let (compiled, joined) = (try CompiledPlan(plan), try joinedSources(plan))
    let inputs = try LogInput.expanded(inputs)
    return try ScanRun(compiled, inputs, format, options, joining: joined) {
      UnitTable(measures: [], in: $0)
    }.columns()
  }

  func joinedSources(_ plan: ScanPlan) throws(IngestError) -> [JoinedSource] {
    let sources = plan.sources.dropFirst()
    guard sources.count == others.count else {
      throw .invalidPlan(
        "The plan joins \(sources.count) sources to the log; there are inputs for \(others.count)")
    }
    guard ([inputs] + others).count(where: { $0.contains(.standardInput) }) < 2 else {
      throw .repeatedInput(LogInput.standardInput.name)
    }
    var joined: [JoinedSource] = []
    for (source, inputs) in zip(sources, others) {
      joined.append(try JoinedSource(source, LogInput.expanded(inputs), format, options))
    }
    return joined
  }

  func require(_ outputs: [ScanPlan.Output], _ plan: ScanPlan) throws(IngestError) {
    guard outputs.contains(plan.output) else {
      throw .invalidPlan("This scan answers no \(plan.output), which the plan asks for")
    }
  }

  /// The columns of the first input: its header's names, or the keys of JSON Lines' first rows.
  public func header() throws(IngestError) -> [String] {
    try sample(rows: 1000).columns
  }

  /// The first rows of the first input as text.
  public func sample(rows: Int) throws(IngestError) -> LogSample {
    guard let first = try LogInput.expanded(inputs).first else {
      return LogSample(columns: [], rows: [])
    }
    return try LogSample(first, format: format, limit: rows)
  }
}
