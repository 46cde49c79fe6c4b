/// The range that values are held within: one beyond a limit counts as the limit.
public struct ValueLimits: Hashable, Codable, Sendable {
  /// No value counts as less.
  public var lower: Double?
  /// No value counts as more.
  public var upper: Double?

  /// Creates limits, of which either may be absent.
  public init(lower: Double? = nil, upper: Double? = nil) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// The value, or the limit that it lies beyond.
  @inlinable
  public func clamp(_ value: Double) -> Double {
    if let upper, value > upper { return upper }
    if let lower, value < lower { return lower }
    return value
  }

  /// Whether the value lies beyond neither limit.
  @inlinable
  public func contain(_ value: Double) -> Bool { clamp(value) == value }
}
