public import Summaries

/// How labels from a file of their own met the rows of the log.
public struct LabelAccount: Equatable, Codable, Sendable {
  /// Distinct keys with a label.
  public var keys: Int
  /// Rows of the log that have one, and that have none yet.
  public var matchedRows: Int
  public var unmatchedRows: Int
  /// Keys whose latest labels contradict each other: none of them is believed.
  public var conflictingKeys: Int
  /// Rows of the log whose key an earlier row has: requests that were logged twice.
  public var repeatedRows: Int
  /// Keys that no row of the log has.
  public var keysWithoutRow: Int
  /// What became of the rows of the label file.
  public var rows: LogSummary.Rows
  public var rowErrors: RowErrors
  /// By day of exposure, where labels have a maturity.
  public var cohorts: [LabelCohort]?

  /// Creates the account of a join.
  public init(_ join: JoinSummary) {
    (keys, matchedRows, unmatchedRows) = (join.keys, join.matchedLogRows, join.unmatchedLogRows)
    repeatedRows = join.repeatedLogRows
    (conflictingKeys, keysWithoutRow) = (join.conflictingKeys, join.keysWithoutLogRow)
    (rows, rowErrors) = (join.rows, join.errors)
  }
}
