/// How the rows of a joined source met those of the log.
public struct JoinSummary: Equatable, Codable, Sendable {
  /// What the source's rows are.
  public var role: ScanPlan.Source.Role
  /// What became of the source's own rows.
  public var rows = LogSummary.Rows()
  /// The source's rows that could not be understood.
  public var errors = RowErrors()
  /// The inputs of the source that ended too early.
  public var damage: [LogSummary.Damage] = []
  /// Distinct keys among the source's used rows.
  public var keys = 0
  /// Used rows of the source whose key an earlier one has.
  public var repeatedRows = 0
  /// Keys with rows of several times: the latest counts.
  public var revisedKeys = 0
  /// Keys whose latest rows differ from each other, so that none is believed.
  public var conflictingKeys = 0
  /// Keys that no used row of the log has.
  public var keysWithoutLogRow = 0
  /// Used rows of the log that have a row in the source.
  public var matchedLogRows = 0
  /// Used rows of the log that have none, or no key.
  public var unmatchedLogRows = 0
  /// Matched rows of the log whose key an earlier one has.
  public var repeatedLogRows = 0

  /// Creates the summary of a source without rows.
  public init(role: ScanPlan.Source.Role) { self.role = role }
}
