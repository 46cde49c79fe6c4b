/// What was known of a log at one look: all rows before an instant, and none after it.
public struct LogLook: Equatable, Codable, Sendable {
  /// The last instant that rows of the look may have; nil where there is none.
  public var last: Timestamp?
  /// What a scan of those rows finds.
  public var summary: LogSummary

  /// Creates a look from its parts.
  public init(last: Timestamp?, summary: LogSummary) { (self.last, self.summary) = (last, summary) }
}
