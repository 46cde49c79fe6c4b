internal import Ingest
internal import Judge
internal import Summaries

/// One side of a drift check, ready to be read as often as is needed, with the labels that belong to it.
struct DriftSide {
  let body: DriftBody
  let role: ScanPlan.Source.Role
  private let plan: Plan
  private let scanner: LogScanner
  /// How the logs come by their labels.
  private let join: LabelJoin
  /// Whether the logs have predictions and labels.
  let hasQuality: Bool

  /// Looks at the columns that the logs have.
  ///
  /// A reference that has labels of its own keeps them: it is older than the file, as a rule. The labels of a
  /// current log come from the file wherever the plan has one.
  init(
    _ check: DriftCheck, _ body: DriftBody, _ role: ScanPlan.Source.Role
  ) throws(ExperimentError) {
    (self.body, self.role, plan) = (body, role, check.plan)
    let logs = LogScanner(body.logs, options: check.options)
    let header: Set<String>
    do throws(IngestError) {
      header = body.logs.isEmpty ? [] : Set(try logs.header())
    } catch {
      throw .ingest(error)
    }
    let label = plan.log.label
    let isThere = label.map(header.contains) ?? false
    if plan.labels == nil || body.logs.isEmpty || (isThere && role == .reference) {
      (join, scanner) = (.none, logs)
    } else {
      join = isThere ? .replaced : .added
      scanner = LogScanner(body.logs, joining: [check.labelFiles], options: check.options)
    }
    let isAnswered = plan.log.prediction.map(header.contains) ?? false
    hasQuality = isAnswered && label != nil && (isThere || join != .none)
    try requireLabels()
  }

  /// Reads the logs.
  func summary(of scan: ScanPlan) async throws(ExperimentError) -> LogSummary {
    try await scanner.summary(of: plan.joining(join, to: scan))
  }

  /// Reads the logs for what every column is like.
  func columns() async throws(ExperimentError) -> LogSummary {
    try await scanner.summary(of: plan.driftScanPlan(role: role, joining: join))
  }

  /// The same, as finely as profiles tell values apart.
  func profiled() async throws(ExperimentError) -> LogSummary {
    try await scanner.summary(of: plan.profileScanPlan(role: role, joining: join))
  }

  /// The same window by window.
  func profiled(by window: DriftWindow) async throws(ExperimentError) -> LogSummary {
    var scan = plan.windowScanPlan(role: role, window, joining: join)
    return try await scanner.summary(believing: &scan)
  }

  /// The same with the rows of each hour.
  func profiledWithHours() async throws(ExperimentError) -> LogSummary {
    try await scanner.summary(of: plan.hourScanPlan(role: role, joining: join))
  }

  /// Labels are found row by row: a profile must have them already.
  private func requireLabels() throws(ExperimentError) {
    guard let label = plan.log.label, plan.labels != nil, role == .current else { return }
    for profile in body.profiles where !profile.columns.contains(where: { $0.column == label }) {
      throw .unsupported(
        "The plan has labels in a file, which are found by each row's request, and a profile of the "
          + "current log has no rows: name the log itself, or make its profile with --labels.")
    }
  }
}
