/// A share of rows that are worth fewer independent ones, such as rows of units that come back.
///
/// The share stays what it is; what its uncertainty goes by is rows over the design effect.
///
/// Reference: Korn & Graubard (1998), Survey Methodology 24, 193–201; Franco et al. (2019), Journal of
/// Survey Statistics and Methodology 7, 334–364.
public struct EffectiveShare: Equatable, Sendable {
  /// The share, from 0 to 1.
  public let share: Double
  /// How many independent rows would tell as much.
  public let rows: Double

  /// Creates a share.
  ///
  /// - Throws: `StatsError.invalidParameter` unless the share is one and there are rows.
  public init(share: Double, rows: Double) throws(StatsError) {
    guard (0...1).contains(share) else {
      throw .invalidParameter(name: "share", value: share, expected: "from 0 to 1")
    }
    guard rows > 0, rows.isFinite else {
      throw .invalidParameter(name: "rows", value: rows, expected: "above 0")
    }
    (self.share, self.rows) = (share, rows)
  }
}
