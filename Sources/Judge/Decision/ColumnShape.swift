/// How the numbers of a column lie in both logs: what a picture of them needs, in a few dozen numbers.
///
/// Shares are of the column's numbers. The two bands, and with them the limits of every shift, hold together
/// at the confidence `level`, whatever the distributions (Dvoretzky, Kiefer & Wolfowitz 1956; Massart 1990).
public struct ColumnShape: Equatable, Codable, Sendable {
  /// The share of numbers up to a value.
  ///
  /// Two knots of one value are a jump; between knots the share grows about evenly.
  public struct Knot: Equatable, Codable, Sendable {
    public var value: Double
    public var reference: Double
    public var current: Double
  }

  /// Numbers of an interval of the histogram, the greatest one excluded but in the last bar.
  public struct Bar: Equatable, Codable, Sendable {
    public var lower: Double
    public var upper: Double
    public var reference: Int
    public var current: Int
  }

  /// How far a quantile moved.
  public struct Shift: Equatable, Codable, Sendable {
    public var probability: Double
    public var reference: Double
    public var current: Double
    /// Of current − reference; nil where this many rows do not bound it.
    public var lower: Double?
    public var upper: Double?
  }

  public var referenceCount: Int
  public var currentCount: Int
  public var level: Double
  /// Half the width of the band about either log's cumulative shares.
  public var referenceBand: Double
  public var currentBand: Double
  /// Ascending, within the limits that hold nearly all of either log.
  public var knots: [Knot]
  /// Ascending, within the same limits.
  public var bars: [Bar]
  public var shifts: [Shift]
}
