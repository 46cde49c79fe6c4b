/// A range of parameter values that the data do not contradict, with its coverage.
public struct ConfidenceInterval: Equatable, Codable, Sendable {
  /// The smallest value, possibly −∞.
  public var lower: Double
  /// The largest value, possibly ∞.
  public var upper: Double
  /// The probability with which such intervals cover the truth.
  public var level: Double

  /// Creates an interval from its bounds.
  public init(lower: Double, upper: Double, level: Double) {
    (self.lower, self.upper, self.level) = (lower, upper, level)
  }

  /// Whether the interval holds a value, its bounds included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// The distance between the bounds.
  public var width: Double { upper - lower }

  /// The error probability 1 − level of a level that is one.
  static func significance(ofLevel level: Double) throws(StatsError) -> Double {
    guard level > 0, level < 1 else {
      throw .invalidParameter(name: "level", value: level, expected: "between 0 and 1")
    }
    return 1 - level
  }
}
