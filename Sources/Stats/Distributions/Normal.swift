internal import CGSL
internal import Foundation

/// The normal distribution.
///
/// GSL is exact here to a few ulps over the whole range. Matches R's `dnorm`, `pnorm`, `qnorm`.
public struct Normal: ContinuousDistribution {
  /// The mean.
  public let mean: Double
  /// The standard deviation, positive.
  public let sd: Double

  /// A normal distribution; the standard one unless told otherwise.
  public init(mean: Double = 0, sd: Double = 1) {
    self.mean = mean
    self.sd = sd
  }

  /// The whole line.
  public var support: ClosedRange<Double> { -Double.infinity...Double.infinity }

  /// The probability density at `x`.
  public func density(_ x: Double) throws(StatsError) -> Double {
    let z = try standardised(x)
    return exp(-0.5 * z * z) / (sd * (2 * .pi).squareRoot())
  }

  /// The natural logarithm of the density, also where the density underflows.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    let z = try standardised(x)
    return -0.5 * z * z - log(sd) - 0.5 * log(2 * .pi)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    let z = try standardised(x)
    let upper = try Self.upperTail(abs(z))
    return z < 0 ? upper.reflected : upper
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try checkParameters()
    try Domain.probability(p)
    return mean + sd * gsl_cdf_ugaussian_Pinv(p)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try checkParameters()
    try Domain.probability(q)
    return mean + sd * gsl_cdf_ugaussian_Qinv(q)
  }

  private func checkParameters() throws(StatsError) {
    try Domain.finite("mean", mean)
    try Domain.positive("sd", sd)
  }

  private func standardised(_ x: Double) throws(StatsError) -> Double {
    try checkParameters()
    try Domain.argument(x)
    return (x - mean) / sd
  }

  /// The upper tail at z ≥ 0.
  ///
  /// Beyond 37 it underflows, and Laplace's continued fraction takes over.
  private static func upperTail(_ z: Double) throws(StatsError) -> TailPair {
    if z == .infinity { return .allBelow }
    guard z > 37 else { return TailPair(.upper, factor: gsl_cdf_ugaussian_Q(z)) }
    return TailPair(
      .upper, factor: 1 / (laplaceFraction(z) * (2 * .pi).squareRoot()), exponent: -0.5 * z * z)
  }

  /// Laplace's continued fraction z + 1/(z + 2/(z + …)), the density over the upper tail at z > 30.
  static func laplaceFraction(_ z: Double) -> Double {
    var fraction = z
    for k in stride(from: 20.0, to: 0, by: -1) { fraction = z + k / fraction }
    return fraction
  }
}
