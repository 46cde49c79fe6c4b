internal import Foundation
internal import Summaries

/// The number of successes in independent trials.
///
/// Matches R's `dbinom`, `pbinom`, `qbinom`.
public struct Binomial: DiscreteDistribution {
  /// The number of trials.
  public let trials: Int
  /// The probability of success in each.
  public let probability: Double

  /// A binomial distribution.
  public init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
  }

  /// From no success to all.
  public var support: ClosedRange<Int> { 0...max(trials, 0) }
  /// n·p.
  public var mean: Double { Double(trials) * probability }
  /// √(n·p·(1 − p)).
  public var standardDeviation: Double { (mean * (1 - probability)).squareRoot() }

  /// P(X = k).
  public func mass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).value }

  /// The natural logarithm of P(X = k).
  public func logMass(_ k: Int) throws(StatsError) -> Double { try scaledMass(k).logValue }

  /// P(X ≤ k) and P(X > k), where P(X > k) is the beta(k + 1, n − k) probability below p.
  public func tails(at k: Int) throws(StatsError) -> TailPair {
    try check()
    if k < 0 { return .allAbove }
    if k >= trials { return .allBelow }
    let (alpha, beta) = (DoubleDouble(k) + 1, DoubleDouble(trials - k))
    let point = BetaPoint(x: probability, alpha: alpha, beta: beta)
    return try IncompleteBeta.tails(alpha: alpha.high, beta: beta.high, at: point).reflected
  }

  private func check() throws(StatsError) {
    try Domain.count("trials", trials)
    try Domain.probability(probability)
  }

  private func scaledMass(_ k: Int) throws(StatsError) -> ScaledValue {
    try check()
    guard k >= 0, k <= trials else { return .zero }
    let n = Double(trials)
    if probability == 0 { return ScaledValue(factor: k == 0 ? 1 : 0, exponent: 0) }
    if probability == 1 { return ScaledValue(factor: k == trials ? 1 : 0, exponent: 0) }
    if k == 0 { return ScaledValue(factor: 1, exponent: n * log1p(-probability)) }
    if k == trials { return ScaledValue(factor: 1, exponent: n * log(probability)) }
    let (alpha, beta) = (DoubleDouble(k), DoubleDouble(trials - k))
    let point = BetaPoint(x: probability, alpha: alpha, beta: beta)
    let front = IncompleteBeta.prefactor(alpha.high, beta.high, point)
    return ScaledValue(
      factor: front.factor * (n / alpha.high) / beta.high, exponent: front.exponent)
  }
}
