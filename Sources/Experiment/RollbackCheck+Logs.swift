extension RollbackCheck {
  /// Reads the log since a rollback was ordered.
  ///
  /// - Returns: What became of it; nil where the plan has no `rollback_sla`.
  /// - Throws: `ExperimentError` where the log cannot be read at all.
  public static func run(
    _ plan: Plan, ordered: Timestamp, _ logs: [LogInput], options: ScanOptions = ScanOptions()
  ) async throws(ExperimentError) -> RollbackCheck? {
    guard plan.log.time != nil else {
      throw .unsupported("a rollback is timed by its rows: name the column of the time as log.time")
    }
    let found = try await LogScanner(logs, options: options)
      .summary(of: RollbackCheck.scan(plan, ordered: ordered))
    return RollbackCheck(plan, ordered: ordered, found)
  }
}
