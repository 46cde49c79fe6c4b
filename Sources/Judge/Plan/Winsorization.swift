public import Summaries

/// Limits, stated before the data, that a metric's values are held within.
///
/// Named by Tukey (1962) after Charles Winsor. Limits found in the data themselves would move with the outcomes they are to tame.
public struct Winsorization: Equatable, Codable, Sendable {
  /// What is held within the limits.
  public enum Level: String, Codable, Sendable, CaseIterable {
    /// The value of each row.
    case row
    /// What each unit sums or averages to: what tames a unit with very many rows.
    case unit
  }

  public var limits: ValueLimits
  public var level: Level

  /// Creates limits at one level.
  public init(_ limits: ValueLimits, at level: Level) {
    (self.limits, self.level) = (limits, level)
  }
}
