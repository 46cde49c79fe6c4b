internal import Ingest

/// Watches a live log: a plan of strategy `monitor` and its logs in, a decision out.
///
/// ```swift
/// let plan = try Plan(yaml: text, file: "monitor.yaml")
/// let decision = try await MonitorCheck(plan).decide([.path("live.csv")])
/// ```
public struct MonitorCheck: Sendable {
  public let plan: Plan
  private let options: ScanOptions
  private let asOf: Timestamp?
  private let completeUntil: Timestamp?
  private let period: (since: Timestamp?, until: Timestamp?)
  private var labels: [LogInput]?
  private let reference: [LogInput]?
  private let records: [DeploymentEvent]
  private let requests: [String: String]

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - plan: What is watched, and what is too much; a plan of strategy `monitor`.
  ///   - options: Threads, block size and progress of the scan; none of them changes a result.
  ///   - asOf: The present, for freshness, schedules and labels of the future.
  ///   - completeUntil: Up to when the log is known to hold every row; its last row where nil.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - labels: The files of the plan's labels; the one it names where nil.
  ///   - reference: The files of what is usual; the one the plan names where nil.
  ///   - records: Deployment records, where the plan asks for the version to go back to.
  ///   - requests: What each file of requests holds that is there, by the name that the plan has.
  public init(
    _ plan: Plan, options: ScanOptions = ScanOptions(), asOf: Timestamp? = nil,
    completeUntil: Timestamp? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
    labels: [LogInput]? = nil, reference: [LogInput]? = nil, records: [DeploymentEvent] = [],
    requests: [String: String] = [:]
  ) {
    (self.plan, self.options, self.asOf) = (plan, options, asOf)
    (self.completeUntil, self.labels, self.reference) = (completeUntil, labels, reference)
    (period, self.records, self.requests) = ((since, until), records, requests)
  }

  /// Reads the logs and decides.
  ///
  /// What is usual is read first. The log is read once for each length of window, and once more where values
  /// are counted or failures replayed, where drift is judged by unit, and where a few rows are far in time from all
  /// others; standard input and pipes are kept in temporary files.
  ///
  /// - Throws: `ExperimentError` where an input cannot be read at all, or the plan cannot be executed.
  public func decide(_ logs: [LogInput]) async throws(ExperimentError) -> MonitorDecision {
    let usual = try baselineFiles()
    var (check, inputs) = (
      self, try LogInput.rereadable([logs, labelFiles ?? []] + [usual].compactMap(\.self))
    )
    let log = inputs.removeFirst()
    check.labels = inputs.removeFirst()
    return try await check.decide(log, usual: inputs.first ?? log)
  }

  private func decide(
    _ logs: [LogInput], usual: [LogInput]
  ) async throws(ExperimentError) -> MonitorDecision {
    var layout = MonitorLayout(plan, since: period.since, until: period.until, asOf: asOf)
    var readings = MonitorReadings()
    (readings.records, readings.requests) = (records, requests)
    if let scan = layout.baselineScan {
      let found = try await summary(scan, of: usual)
      readings.baseline = found
      layout.learn(found)
    }
    if let scan = layout.baselineColumnScan {
      readings.baselineColumns = try await summary(scan, of: usual)
    }
    for width in layout.widths {
      try await readWindows(width, &layout, &readings, logs, usual)
    }
    try await readRest(layout, &readings, logs)
    return MonitorJudgement(layout, asOf: asOf, completeUntil: completeUntil).decide(readings)
  }

  private func readWindows(
    _ width: Int64, _ layout: inout MonitorLayout, _ readings: inout MonitorReadings,
    _ logs: [LogInput], _ usual: [LogInput]
  ) async throws(ExperimentError) {
    if var scan = layout.baselineTrafficScan(width) {
      readings.baselineTraffic[width] = try await scanner(of: usual, for: scan)
        .summary(believing: &scan)
    }
    var windows = layout.scan(width)
    let found = try await scanner(of: logs, for: windows).summary(believing: &windows)
    layout.believed = windows.sources[0].believed
    try requireFewWindows(
      found, width, layout.present(newest: found.lastTime, completeUntil: completeUntil))
    readings.windows[width] = found
    guard let scan = layout.columnScan(width) else { return }
    readings.columns[width] = try await summary(scan, of: logs)
    guard let effects = layout.designEffectScans(width, readings) else { return }
    readings.designEffects[width] = (
      try await summary(effects.reference, of: usual), try await summary(effects.current, of: logs)
    )
  }

  private func readRest(
    _ layout: MonitorLayout, _ readings: inout MonitorReadings, _ logs: [LogInput]
  ) async throws(ExperimentError) {
    for index in (plan.monitor?.triggers ?? []).indices {
      guard let scan = layout.failureScan(index) else { continue }
      readings.failures[index] = try await LogScanner(logs, options: options).detached {
        (scanner) throws(IngestError) in try scanner.columns(scan)
      }
    }
    if let scans = layout.versionScans {
      readings.versions = (
        try await summary(scans.target, of: logs), try await summary(scans.others, of: logs)
      )
    }
    if let scan = layout.newRowsScan { readings.newRows = try await summary(scan, of: logs) }
  }

  private func summary(
    _ scan: ScanPlan, of inputs: [LogInput]
  ) async throws(ExperimentError) -> LogSummary {
    try await scanner(of: inputs, for: scan).summary(of: scan)
  }

  /// Joins the labels where a scan asks for them.
  private func scanner(of inputs: [LogInput], for scan: ScanPlan) -> LogScanner {
    let joined = scan.sources.count > 1 ? [labelFiles ?? []] : []
    return LogScanner(inputs, joining: joined, options: options)
  }

  private var labelFiles: [LogInput]? { labels ?? plan.labels.map { [.path($0.file)] } }

  /// The files of what is usual; nil where the log tells it.
  private func baselineFiles() throws(ExperimentError) -> [LogInput]? {
    switch plan.monitor?.baseline {
    case .file(let file): return reference ?? [.path(file)]
    case .period, nil:
      guard reference == nil else {
        throw .unsupported(
          "--reference names files, but the plan's baseline is no file: write baseline: {file: …}")
      }
      return nil
    }
  }

  /// Refuses windows so short that they divide the log into more parts than can be meant.
  private func requireFewWindows(
    _ summary: LogSummary, _ width: Int64, _ present: Timestamp?
  ) throws(ExperimentError) {
    guard let first = summary.firstTime, let last = present else { return }
    let span = TimeSpan(seconds: Double(width) / 1e6)
    guard first.seconds(to: last) / span.seconds > Double(Plan.mostWindows) else { return }
    throw .unsupported(
      "windows of \(span.words) divide this log into more than \(Plan.mostWindows) parts: choose longer "
        + "windows, or judge a part of it with --since")
  }
}
