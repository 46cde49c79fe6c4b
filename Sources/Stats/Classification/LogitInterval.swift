internal import Foundation

/// An interval of a quantity between 0 and 1, by the normal on the logarithm of its odds.
///
/// Never leaves (0, 1), as an estimate near its end would with a symmetric interval.
///
/// Reference: Boyd, Eng & Page (2013), ECML PKDD, for areas; Agresti (2013) for shares.
public struct LogitInterval: Sendable {
  /// The coverage.
  public var level: Double
  /// The distribution of the standardized logit.
  public var reference: ReferenceDistribution

  /// Creates an interval of the given coverage, from the normal distribution unless told otherwise.
  public init(level: Double = 0.95, reference: ReferenceDistribution = .normal) {
    (self.level, self.reference) = (level, reference)
  }

  /// The interval about an estimate.
  ///
  /// - Throws: `StatsError.invalidParameter` for an estimate of 0 or 1 or beyond.
  public func interval(_ estimate: Estimate) throws(StatsError) -> ConfidenceInterval {
    let p = estimate.value
    guard p > 0, p < 1 else {
      throw .invalidParameter(name: "estimate", value: p, expected: "strictly between 0 and 1")
    }
    let logit = try Estimate(
      log(p) - log1p(-p), standardError: estimate.standardError / p / (1 - p)
    ).confidenceInterval(level: level, reference: reference)
    return ConfidenceInterval(
      lower: 1 / (1 + exp(-logit.lower)), upper: 1 / (1 + exp(-logit.upper)), level: level)
  }
}
