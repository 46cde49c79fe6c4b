internal import Foundation
internal import Summaries

/// The number of failures before a given number of successes.
///
/// Matches R's `dnbinom`, `pnbinom`, `qnbinom` with `size` and `prob`; the size may be fractional.
public struct NegativeBinomial: DiscreteDistribution {
  /// The number of successes waited for, positive.
  public let size: Double
  /// The probability of success in each trial, in (0, 1].
  public let probability: Double

  /// A negative binomial distribution.
  public init(size: Double, probability: Double) {
    self.size = size
    self.probability = probability
  }

  /// From zero up.
  public var support: ClosedRange<Int> { 0...Int.max }
  /// size·(1 − p)/p.
  public var mean: Double { size * (1 - probability) / probability }
  /// √(mean/p).
  public var standardDeviation: Double { (mean / probability).squareRoot() }

  /// P(X = k).
  public func mass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).value }

  /// The natural logarithm of P(X = k).
  public func logMass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).logValue }

  /// P(X ≤ k), the beta(size, k + 1) probability below p, and P(X > k).
  public func tails(at k: Int) throws(StatsError) -> TailPair {
    try check()
    if k < 0 { return .allAbove }
    let beta = DoubleDouble(k) + 1
    let point = BetaPoint(x: probability, alpha: DoubleDouble(size), beta: beta)
    return try IncompleteBeta.tails(alpha: size, beta: beta.high, at: point)
  }

  private func check() throws(StatsError) {
    try Domain.positive("size", size)
    guard probability > 0, probability <= 1 else {
      throw .invalidParameter(name: "probability", value: probability, expected: "within (0, 1]")
    }
  }

  private func scaledMass(_ k: Int) throws(StatsError) -> ScaledValue {
    try check()
    guard k >= 0 else { return .zero }
    if probability == 1 { return ScaledValue(factor: k == 0 ? 1 : 0, exponent: 0) }
    if k == 0 { return ScaledValue(factor: 1, exponent: size * log(probability)) }
    let beta = DoubleDouble(k)
    let point = BetaPoint(x: probability, alpha: DoubleDouble(size), beta: beta)
    let front = IncompleteBeta.prefactor(size, beta.high, point)
    return ScaledValue(factor: front.factor / beta.high, exponent: front.exponent)
  }
}
