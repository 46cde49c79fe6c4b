internal import Foundation
internal import Summaries

/// Fisher's F distribution.
///
/// Matches R's `df`, `pf`, `qf`.
public struct FDistribution: ContinuousDistribution {
  /// The degrees of freedom of the numerator, positive.
  public let numerator: Double
  /// The degrees of freedom of the denominator, positive.
  public let denominator: Double

  /// An F distribution.
  public init(numerator: Double, denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The probability density at `x`; zero outside the support.
  public func density(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < .infinity else { return exp(logDensityAtEdge(x)) }
    let front = IncompleteBeta.prefactor(numerator / 2, denominator / 2, point(x))
    return front.value / x
  }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < .infinity else { return logDensityAtEdge(x) }
    let front = IncompleteBeta.prefactor(numerator / 2, denominator / 2, point(x))
    return front.exponent + log(front.factor) - log(x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    return try IncompleteBeta.tails(alpha: numerator / 2, beta: denominator / 2, at: point(x))
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

  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    let (alpha, beta) = (numerator / 2, denominator / 2)
    return try quantile(tail, probability) { side, target in
      exp(QuantileGuess.logF(alpha, beta, side, target) ?? 0)
    } evaluate: { (x) throws(StatsError) -> TailsAndDensity in
      let point = point(x)
      guard point.ratio > 0, point.complementRatio > 0 else {
        return TailsAndDensity(tails: try tails(at: x), density: .zero)
      }
      let front = IncompleteBeta.prefactor(alpha, beta, point)
      return TailsAndDensity(
        tails: try IncompleteBeta.tails(alpha: alpha, beta: beta, at: point, front: front),
        density: ScaledValue(factor: front.factor / x, exponent: front.exponent))
    }
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("numerator", numerator)
    try Domain.positive("denominator", denominator)
    try Domain.argument(x)
  }

  /// The point of the beta distribution, arranged so that neither w nor 1/w overflows.
  private func point(_ x: Double) -> BetaPoint {
    let above = DoubleDouble.sum(x, -1)
    let ratio = DoubleDouble(numerator) / denominator
    let w = ratio * x
    if w.high <= 1 {
      let total = w + 1
      return BetaPoint(
        x: (w / total).high, y: 1 / total.high, excess: above / total,
        complementExcess: -(ratio * above / total), ratio: x * ((1 + ratio.high) / total.high),
        complementRatio: (1 + ratio.high) / total.high)
    }
    let inverse = DoubleDouble(denominator) / numerator
    let z = inverse / x
    let total = z + 1
    let relative = above / x
    return BetaPoint(
      x: 1 / total.high, y: (z / total).high, excess: relative * inverse / total,
      complementExcess: -(relative / total), ratio: (1 + inverse.high) / total.high,
      complementRatio: (1 + inverse.high) / total.high / x)
  }

  private func logDensityAtEdge(_ x: Double) -> Double {
    guard x == 0, numerator <= 2 else { return -.infinity }
    return numerator < 2 ? .infinity : 0
  }
}
