internal import Foundation
internal import Summaries

/// The noncentral chi-square distribution: a Poisson mixture of central ones.
///
/// Matches R's `dchisq`, `pchisq`, `qchisq` with `ncp`.
public struct NoncentralChiSquared: ContinuousDistribution {
  /// The degrees of freedom ν, positive.
  public let degreesOfFreedom: Double
  /// The noncentrality λ, not negative.
  public let noncentrality: Double

  /// A noncentral chi-square distribution.
  public init(degreesOfFreedom: Double, noncentrality: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < .infinity else {
      guard x == 0 else { return -.infinity }
      // Only component zero has density there.
      return try ChiSquared(degreesOfFreedom: degreesOfFreedom).logDensity(0) - noncentrality / 2
    }
    return try mixture(at: x).logScaledDensity() - log(x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    let side = x < degreesOfFreedom + noncentrality ? Tail.lower : .upper
    return try mixture(at: x).tail(side)
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

  /// From the quantile of the central distribution with the same two moments (Patnaik 1949).
  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    let mean = degreesOfFreedom + noncentrality
    let ratio = (mean + noncentrality) / mean
    return try quantile(tail, probability) { side, target in
      2 * ratio * QuantileGuess.gamma(shape: mean / ratio / 2, side, target)
    }
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    try Domain.nonNegative("noncentrality", noncentrality)
    try Domain.argument(x)
  }

  /// Terms of the mixture peak where λx/4 = (ν/2 + j)(j + 1), for the density and for both tails.
  private func mixture(at x: Double) -> PoissonMixture<GammaComponents> {
    let shape = degreesOfFreedom / 2
    let spread = shape - 1
    let peak = ((spread * spread + noncentrality * x).squareRoot() - shape - 1) / 2
    return PoissonMixture(
      rate: noncentrality / 2, components: GammaComponents(shape: shape, x: x / 2), peak: peak)
  }
}

/// The gamma distributions of shape a + j at one x.
struct GammaComponents: MixtureComponents {
  let shape: Double
  let x: Double

  func tails(_ j: Double) throws(StatsError) -> TailPair {
    try IncompleteGamma.tails(shape: shape + j, x: x, excess: excess(j))
  }

  func step(_ j: Double) -> ScaledValue {
    IncompleteGamma.prefactor(shape: shape + j, x: x, excess: excess(j))
  }

  func growth(_ j: Double) -> Double { x / (shape + j + 1) }

  var finalGrowth: Double { 0 }

  private func excess(_ j: Double) -> DoubleDouble {
    DoubleDouble.sum(x, -(shape + j)) / (shape + j)
  }
}
