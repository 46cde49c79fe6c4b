/// A value that a quantity must reach, or must not exceed, whatever anything else does.
public struct Criterion: Equatable, Codable, Sendable {
  /// On which side of the threshold the quantity must lie.
  public enum Limit: String, Codable, Sendable, CaseIterable {
    case atLeast = "at_least"
    case atMost = "at_most"

    /// Whether a value keeps to the threshold.
    public func admits(_ value: Double, _ threshold: Double) -> Bool {
      self == .atLeast ? value >= threshold : value <= threshold
    }
  }

  /// What has to keep to the threshold.
  public enum Rule: String, Codable, Sendable, CaseIterable {
    /// The confidence bound on the bad side: it is proven that the truth keeps to the threshold.
    case bound = "lower bound"
    /// The estimate: a truth right at the threshold passes half of the time.
    case estimate
  }

  public var name: String
  public var quantity: Quantity
  public var limit: Limit
  public var threshold: Double
  /// The threshold as the plan writes it.
  public var text: String
  public var rule: Rule
  /// The first rows, by number or by time, that do not count.
  public var warmUp: WarmUp?

  /// Rows at the start of a log that do not count, as a model is slow when it is new.
  public enum WarmUp: Equatable, Codable, Sendable {
    case rows(Int)
    case seconds(Double)
  }

  /// Creates a criterion.
  public init(
    _ name: String, _ quantity: Quantity, _ limit: Limit, _ threshold: Double, text: String,
    rule: Rule = .bound, warmUp: WarmUp? = nil
  ) {
    (self.name, self.quantity, self.limit) = (name, quantity, limit)
    (self.threshold, self.text, self.rule, self.warmUp) = (threshold, text, rule, warmUp)
  }
}
