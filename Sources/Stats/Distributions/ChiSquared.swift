/// The chi-square distribution: the gamma distribution with shape ν/2 and scale 2.
///
/// Matches R's `dchisq`, `pchisq`, `qchisq`.
public struct ChiSquared: ContinuousDistribution {
  /// The degrees of freedom ν, positive.
  public let degreesOfFreedom: Double

  /// A chi-square distribution.
  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The probability density at `x`; zero outside the support.
  public func density(_ x: Double) throws(StatsError) -> Double { try gamma().density(x) }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double { try gamma().logDensity(x) }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair { try gamma().tails(at: x) }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try gamma().quantile(lowerTail: p)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try gamma().quantile(upperTail: q)
  }

  private func gamma() throws(StatsError) -> GammaDistribution {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    return GammaDistribution(shape: degreesOfFreedom / 2, scale: 2)
  }
}
