internal import Foundation

/// The mixture sequential probability ratio test of a normal mean with known variance.
///
/// H0: the effect equals the null value. The alternative is mixed over a normal distribution around
/// it, whose variance is fixed before the data. Peeking after every observation keeps the level.
///
/// Reference: Robbins (1970); Johari, Koomen, Pekelis & Walsh (2022), Operations Research 70,
/// equation 8.
public struct MixtureSPRT: Sendable, Equatable, Codable {
  /// τ², in squared units of the estimate.
  public let mixingVariance: Double

  /// Creates a test whose alternatives have variance τ² around the null value.
  ///
  /// - Throws: `StatsError.invalidParameter` unless τ² is positive and finite.
  public init(mixingVariance: Double) throws(StatsError) {
    guard mixingVariance > 0, mixingVariance.isFinite else {
      throw .invalidParameter(
        name: "mixingVariance", value: mixingVariance, expected: "positive and finite")
    }
    self.mixingVariance = mixingVariance
  }

  /// ln Λ, the log-likelihood ratio of the mixture to the null; an e-value's logarithm.
  ///
  /// - Parameters:
  ///   - estimate: the estimated effect.
  ///   - variance: the squared standard error of the estimate, 2σ²/n for two arms of n each.
  ///   - nullValue: the effect under the null.
  /// - Returns: ln Λ, at least ln(1/α) where H0 is rejected.
  /// - Throws: `StatsError.zeroVariance` unless the variance is positive.
  public func logLikelihoodRatio(
    estimate: Double, variance: Double, nullValue: Double = 0
  ) throws(StatsError) -> Double {
    guard variance > 0 else { throw .zeroVariance }
    let total = variance + mixingVariance
    let deviation = estimate - nullValue
    return 0.5
      * (deviation * deviation / variance * (mixingVariance / total)
        - log1p(mixingVariance / variance))
  }

  /// The always-valid p-value of this look, min(1, 1/Λ).
  ///
  /// - Throws: `StatsError.zeroVariance` unless the variance is positive.
  public func pValue(
    estimate: Double, variance: Double, nullValue: Double = 0
  ) throws(StatsError) -> Double {
    min(
      1,
      exp(
        -(try logLikelihoodRatio(estimate: estimate, variance: variance, nullValue: nullValue))))
  }
}
