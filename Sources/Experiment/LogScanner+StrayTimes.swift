internal import Ingest
internal import Judge

extension ScanPlan {
  /// The same scan, whose log has these times: rows of another one cannot be read.
  func believing(_ times: Range<Timestamp>?) -> ScanPlan {
    var scan = self
    scan.sources[0].believed = times
    return scan
  }
}

extension LogScanner {
  /// Reads a log, and once more where a few of its rows are far in time from all others: these are then rows that
  /// cannot be read, of this scan and of every later one that is given its times.
  ///
  /// - Parameters:
  ///   - scan: What is asked; afterwards its log has the times that are believed.
  ///   - summary: The rows and times that a reading found.
  ///   - read: How the log is read.
  /// - Returns: What the last reading found.
  /// - Throws: `ExperimentError` where the log cannot be read, or not again.
  func believing<Found>(
    _ scan: inout ScanPlan, _ summary: (Found) -> LogSummary,
    _ read: (ScanPlan) async throws(ExperimentError) -> Found
  ) async throws(ExperimentError) -> Found {
    let found = try await read(scan)
    let source = scan.sources[0]
    guard source.time != nil, source.believed == nil, StrayTimes.mayHide(in: summary(found)) else {
      return found
    }
    let days = try await logAlone.summary(of: StrayTimes.scan(source))
    guard let believed = StrayTimes.believed(days) else { return found }
    scan.sources[0].believed = believed
    return try await read(scan)
  }

  /// Scans a log so.
  func summary(believing scan: inout ScanPlan) async throws(ExperimentError) -> LogSummary {
    try await believing(&scan, { $0 }) { (scan) async throws(ExperimentError) in
      try await summary(of: scan)
    }
  }
}
