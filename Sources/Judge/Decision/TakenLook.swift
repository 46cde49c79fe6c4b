public import Summaries

/// One look of a test in groups.
public struct TakenLook: Equatable, Codable, Sendable {
  /// Only what was known before this instant counts.
  public var at: Timestamp
  /// In units of four overlap weights: with equal arms, the number of complete units.
  public var information: Double
  /// The share of what there is to spend that may have been spent by now.
  public var fraction: Double
  /// (effect − null) ÷ standard error.
  public var statistic: Double
  /// The statistic crosses from here on; nil where there was nothing to spend.
  public var boundary: Double?
  /// The significance spent up to and with this look.
  public var spent: Double
  /// The statistic tells of futility up to here, where the plan has such a rule and looks are still to come.
  public var futilityBoundary: Double?
}
