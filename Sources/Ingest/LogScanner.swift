public import Summaries

/// Executes a `ScanPlan` over files: CSV, TSV and JSON Lines, plain, gzip or zstd.
///
/// The same inputs and plan give the same bits at any number of threads and any block size.
public struct LogScanner: Sendable {
  private let inputs: [LogInput]
  private let format: LogFormat
  private let options: ScanOptions

  /// Creates a scanner of some inputs, each with a header of its own.
  public init(
    _ inputs: [LogInput], format: LogFormat = .detect, options: ScanOptions = ScanOptions()
  ) {
    (self.inputs, self.format, self.options) = (inputs, format, options)
  }

  /// Reads the inputs once and returns what the plan asks of them.
  ///
  /// Rows that cannot be understood are counted in the summary's `errors`, inputs that end too early
  /// in its `damage`; counts of rows are physical rows, a cell's rows and units count a row's weight.
  ///
  /// - Throws: `IngestError` when an input cannot be read at all or lacks a column of the plan.
  public func scan(_ plan: ScanPlan) throws(IngestError) -> LogSummary {
    try require(.summaries, plan)
    let inputs = try LogInput.expanded(inputs)
    return try ScanRun(plan, inputs, format, options).summary()
  }

  /// Reads the inputs once and returns the values of the plan's columns, row by row.
  ///
  /// Rows are dropped and errors counted as in `scan`. The plan's output is `columns`, and it has
  /// neither key nor weight.
  ///
  /// - Throws: `IngestError` when an input cannot be read at all or lacks a column of the plan.
  public func columns(_ plan: ScanPlan) throws(IngestError) -> RawColumns {
    try require(.columns, plan)
    let inputs = try LogInput.expanded(inputs)
    return try ScanRun(plan, inputs, format, options).columns()
  }

  private func require(_ output: ScanPlan.Output, _ plan: ScanPlan) throws(IngestError) {
    guard plan.output == output else {
      throw .invalidPlan("This scan answers \(output); the plan asks for \(plan.output)")
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
