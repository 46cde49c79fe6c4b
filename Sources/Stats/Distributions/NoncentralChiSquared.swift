internal import Foundation

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
    guard x >= 0, x < .infinity else { return -.infinity }
    return try mixture(at: x) { (j) throws(StatsError) -> Double in
      try ChiSquared(degreesOfFreedom: degreesOfFreedom + 2 * j).logDensity(x)
    }
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    let side = x < degreesOfFreedom + noncentrality ? Tail.lower : .upper
    let logTail = try mixture(at: x) { (j) throws(StatsError) -> Double in
      try ChiSquared(degreesOfFreedom: degreesOfFreedom + 2 * j).tails(at: x).log(side)
    }
    return TailPair(side, factor: 1, exponent: logTail)
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.lower, p, start: degreesOfFreedom + noncentrality)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.upper, q, start: degreesOfFreedom + noncentrality)
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    try Domain.nonNegative("noncentrality", noncentrality)
    try Domain.argument(x)
  }

  /// Terms of the mixture peak where λx/4 = (ν/2 + j)(j + 1), for the density and for both tails.
  private func mixture(
    at x: Double, _ component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let shape = degreesOfFreedom / 2
    let spread = shape - 1
    let peak = ((spread * spread + noncentrality * x).squareRoot() - shape - 1) / 2
    return try PoissonMixture(rate: noncentrality / 2).logSum(peak: peak, component: component)
  }
}
