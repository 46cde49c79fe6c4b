public import Summaries

/// What the scans of a monitor found: all that its judgement sees of the data.
public struct MonitorReadings: Sendable {
  /// What is usual for metrics, distributions and, by length of window, traffic.
  public var baseline: LogSummary?
  public var baselineColumns: LogSummary?
  public var baselineTraffic: [Int64: LogSummary] = [:]
  /// By length of window.
  public var windows: [Int64: LogSummary] = [:]
  public var columns: [Int64: LogSummary] = [:]
  /// By trigger, times and failures.
  public var failures: [Int: RawColumns] = [:]
  /// The rows since a rollback.
  public var versions: (target: LogSummary, others: LogSummary)?
  /// Rows since the model was trained.
  public var newRows: LogSummary?
  public var records: [DeploymentEvent] = []

  /// Creates readings of nothing.
  public init() {}
}
