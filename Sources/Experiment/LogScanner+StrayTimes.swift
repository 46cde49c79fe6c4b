extension LogScanner {
  /// The times that are to be believed, where a few rows are far in time from all others: the log is read once
  /// more where it is long enough for that.
  ///
  /// - Parameters:
  ///   - source: How the log is read; this scanner joins nothing to it.
  ///   - found: What a scan of it found.
  /// - Returns: Nil where every time is.
  /// - Throws: `ExperimentError` where the log cannot be read again.
  func believedTimes(
    _ source: ScanPlan.Source, _ found: LogSummary
  ) async throws(ExperimentError) -> Range<Timestamp>? {
    guard source.time != nil, StrayTimes.mayHide(in: found) else { return nil }
    return StrayTimes.believed(try await summary(of: StrayTimes.scan(source)))
  }
}
