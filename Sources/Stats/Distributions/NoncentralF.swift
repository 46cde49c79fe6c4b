internal import Foundation
internal import Summaries

/// The noncentral F distribution: a Poisson mixture of scaled beta distributions.
///
/// Matches R's `df`, `pf`, `qf` with `ncp`.
public struct NoncentralF: ContinuousDistribution {
  /// The degrees of freedom of the numerator, positive.
  public let numerator: Double
  /// The degrees of freedom of the denominator, positive.
  public let denominator: Double
  /// The noncentrality λ, not negative.
  public let noncentrality: Double

  /// A noncentral F distribution.
  public init(numerator: Double, denominator: Double, noncentrality: Double) {
    self.numerator = numerator
    self.denominator = denominator
    self.noncentrality = noncentrality
  }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < .infinity else { return -.infinity }
    return try mixture(at: x).logScaledDensity() - log(x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    return try mixture(at: x).tail(x < typical ? .lower : .upper)
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return try search(.lower, p)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return try search(.upper, q)
  }

  /// From the quantile of a central F whose numerator has the same two moments (Patnaik 1949).
  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    let sum = numerator + noncentrality
    let shape = sum / (sum + noncentrality) * sum / 2
    return try quantile(tail, probability) { side, target in
      typical * exp(QuantileGuess.logF(shape, denominator / 2, side, target) ?? 0)
    }
  }

  private var typical: Double { 1 + noncentrality / numerator }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("numerator", numerator)
    try Domain.positive("denominator", denominator)
    try Domain.nonNegative("noncentrality", noncentrality)
    try Domain.argument(x)
  }

  /// Terms peak where (λ/2)·u·(α + β + j) = (j + 1)(α + j), with u = w/(1 + w).
  private func mixture(at x: Double) -> PoissonMixture<BetaComponents> {
    let w = DoubleDouble(numerator) / denominator * x
    let components = BetaComponents(shape: numerator / 2, beta: denominator / 2, odds: w)
    let pull = noncentrality / 2 * components.finalGrowth
    let linear = components.shape + 1 - pull
    let constant = pull * (components.shape + components.beta) - components.shape
    let peak = ((linear * linear + 4 * constant).squareRoot() - linear) / 2
    return PoissonMixture(rate: noncentrality / 2, components: components, peak: peak)
  }
}

/// The beta distributions of shapes a + j and β at w/(1 + w).
struct BetaComponents: MixtureComponents {
  let shape: Double
  let beta: Double
  let odds: DoubleDouble

  func tails(_ j: Double) throws(StatsError) -> TailPair {
    try IncompleteBeta.tails(alpha: shape + j, beta: beta, at: point(shape + j))
  }

  func step(_ j: Double) -> ScaledValue {
    let front = IncompleteBeta.prefactor(shape + j, beta, point(shape + j))
    return ScaledValue(factor: front.factor / (shape + j), exponent: front.exponent)
  }

  func growth(_ j: Double) -> Double { finalGrowth * ((shape + beta + j) / (shape + j + 1)) }

  var finalGrowth: Double { odds.high > 1 ? 1 / (1 + 1 / odds.high) : odds.high / (1 + odds.high) }

  private func point(_ alpha: Double) -> BetaPoint {
    let total = odds + 1
    let gap = (odds * beta - alpha) / total
    let y = 1 / total.high
    return BetaPoint(
      x: finalGrowth, y: y, excess: gap / alpha, complementExcess: -gap / beta,
      ratio: finalGrowth / (alpha / (alpha + beta)), complementRatio: y / (beta / (alpha + beta)))
  }
}
