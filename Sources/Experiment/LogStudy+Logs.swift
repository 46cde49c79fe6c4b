extension LogStudy {
  /// Reads the units of a log.
  ///
  /// - Parameters:
  ///   - plan: A plan of strategy `ab`.
  ///   - scan: What `LogStudy.scan` made of it.
  ///   - logs: The log; the standard input is kept in a temporary file where it is read more than once.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  ///   - options: How the scan is carried out.
  /// - Returns: What the study draws from.
  /// - Throws: `ExperimentError` where the log cannot be read.
  public static func read(
    _ plan: Plan, _ scan: ScanPlan, of logs: [LogInput], labels: [LogInput]? = nil,
    options: ScanOptions = ScanOptions()
  ) async throws(ExperimentError) -> LogSummary {
    try plan.requireExecutable()
    let isReread = scan.measures.contains { $0.window != nil }
    let files = Gate(plan, labels: labels).joinedFiles()
    let inputs = isReread ? try LogInput.rereadable(logs) : logs
    return try await LogScanner(inputs, joining: files, options: options).summary(of: scan)
  }
}
