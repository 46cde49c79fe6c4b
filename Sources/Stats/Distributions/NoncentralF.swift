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
    let (alpha, beta) = (numerator / 2, denominator / 2)
    let w = numerator / denominator * x
    let sum = try mixture(at: w / (1 + w)) { (j) throws(StatsError) -> Double in
      let front = IncompleteBeta.prefactor(alpha + j, beta, point(w, alpha: alpha + j))
      return front.exponent + log(front.factor)
    }
    return sum - log(x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    let (alpha, beta) = (numerator / 2, denominator / 2)
    let w = numerator / denominator * x
    let side = x < typical ? Tail.lower : .upper
    let logTail = try mixture(at: w / (1 + w)) { (j) throws(StatsError) -> Double in
      try IncompleteBeta.tails(alpha: alpha + j, beta: beta, at: point(w, alpha: alpha + j))
        .log(side)
    }
    return TailPair(side, factor: 1, exponent: logTail)
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.lower, p, start: typical)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.upper, q, start: typical)
  }

  private var typical: Double { 1 + noncentrality / numerator }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("numerator", numerator)
    try Domain.positive("denominator", denominator)
    try Domain.nonNegative("noncentrality", noncentrality)
    try Domain.argument(x)
  }

  /// The point w/(1 + w) of the beta distribution with shapes `alpha` and denominator/2.
  private func point(_ w: Double, alpha: Double) -> BetaPoint {
    let beta = denominator / 2
    let scale = 1 / (1 + w)
    let gap = (DoubleDouble.product(w, beta) - alpha) * scale
    return BetaPoint(
      x: w * scale, y: scale, excess: gap / alpha, complementExcess: -gap / beta,
      ratio: w * scale / (alpha / (alpha + beta)), complementRatio: scale / (beta / (alpha + beta)))
  }

  /// Terms peak where (λ/2)·x·(α + β + j) = (j + 1)(α + j).
  private func mixture(
    at x: Double, _ component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let pull = noncentrality / 2 * x
    let (alpha, total) = (numerator / 2, (numerator + denominator) / 2)
    let linear = alpha + 1 - pull
    let peak = ((linear * linear + 4 * (pull * total - alpha)).squareRoot() - linear) / 2
    return try PoissonMixture(rate: noncentrality / 2).logSum(
      peak: peak.isNaN ? 0 : peak, component: component)
  }
}
