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
  /// By length of window, how rows of a unit go together in the compared columns; empty where each is a unit.
  public var designEffects: [Int64: (reference: LogSummary, windows: LogSummary)] = [:]
  /// By trigger, times and failures.
  public var failures: [Int: RawColumns] = [:]
  /// The rows since a rollback.
  public var versions: (target: LogSummary, others: LogSummary)?
  /// Rows since the model was trained.
  public var newRows: LogSummary?
  public var records: [DeploymentEvent] = []
  /// By the name that the plan has, what a file of requests holds; none where it is not there.
  public var requests: [String: String] = [:]

  /// Creates readings of nothing.
  public init() {}
}
