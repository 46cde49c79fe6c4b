internal import Foundation
internal import Summaries

/// The gamma distribution with a shape and a scale; the mean is shape · scale.
///
/// Matches R's `dgamma`, `pgamma`, `qgamma` with `shape` and `scale`.
public struct GammaDistribution: ContinuousDistribution {
  /// The shape, positive.
  public let shape: Double
  /// The scale, positive.
  public let scale: Double

  /// A gamma distribution.
  public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
  }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The probability density at `x`; zero outside the support.
  public func density(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    let multiple = x / scale
    guard multiple > 0, multiple < .infinity else { return exp(logDensityAtEdge(multiple)) }
    return prefactor(x).value / x * shape
  }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    let multiple = x / scale
    guard multiple > 0, multiple < .infinity else { return logDensityAtEdge(multiple) }
    return prefactor(x).logValue + log(shape) - log(x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    return try IncompleteGamma.tails(shape: shape, x: x / scale, excess: excess(x))
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return scale * (try unitScale.search(.lower, p))
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return scale * (try unitScale.search(.upper, q))
  }

  /// Where x is its own multiple of the scale, so that the quotient cannot underflow in a search.
  private var unitScale: GammaDistribution { GammaDistribution(shape: shape, scale: 1) }

  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    try quantile(tail, probability) { side, target in
      QuantileGuess.gamma(shape: shape, side, target)
    } evaluate: { (x) throws(StatsError) -> TailsAndDensity in
      let excess = excess(x)
      let front = IncompleteGamma.prefactor(shape: shape, x: x, excess: excess)
      return TailsAndDensity(
        tails: try IncompleteGamma.tails(shape: shape, x: x, excess: excess, front: front),
        density: ScaledValue(factor: front.factor * (shape / x), exponent: front.exponent))
    }
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("shape", shape)
    try Domain.positive("scale", scale)
    try Domain.argument(x)
  }

  /// x over the mean, less one, from the unrounded product of shape and scale.
  private func excess(_ x: Double) -> DoubleDouble {
    let mean = DoubleDouble.product(shape, scale)
    return (DoubleDouble(x) - mean) / mean
  }

  private func prefactor(_ x: Double) -> ScaledValue {
    IncompleteGamma.prefactor(shape: shape, x: x / scale, excess: excess(x))
  }

  private func logDensityAtEdge(_ x: Double) -> Double {
    guard x == 0, shape <= 1 else { return -.infinity }
    return shape < 1 ? .infinity : -log(scale)
  }
}
