internal import Foundation

/// The noncentral t distribution: (Z + δ)/S with Z normal and S² an independent χ²_ν/ν.
///
/// Matches R's `dt`, `pt`, `qt` with `ncp`, also where those lose digits in the far tails.
public struct NoncentralT: ContinuousDistribution {
  /// The degrees of freedom ν, positive.
  public let degreesOfFreedom: Double
  /// The noncentrality δ.
  public let noncentrality: Double

  /// A noncentral t distribution.
  public init(degreesOfFreedom: Double, noncentrality: Double) {
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  /// The whole line.
  public var support: ClosedRange<Double> { -Double.infinity...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    if x.isInfinite { return -.infinity }
    return try mixture(x) { (s) throws(StatsError) -> Double in
      log(s) + (try Normal().logDensity(x * s - noncentrality))
    }
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x.isInfinite { return x < 0 ? .allAbove : .allBelow }
    if x == 0 { return try Normal().tails(at: -noncentrality) }
    let side = x < noncentrality ? Tail.lower : .upper
    let logTail = try mixture(x) { (s) throws(StatsError) -> Double in
      try Normal().tails(at: x * s - noncentrality).log(side)
    }
    return TailPair(side, factor: 1, exponent: min(logTail, 0))
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return try solve(.lower, p)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return try solve(.upper, q)
  }

  private func mixture(
    _ x: Double, _ component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    try ScaleMixture(degreesOfFreedom: degreesOfFreedom)
      .logIntegral(slope: x, shift: noncentrality, component: component)
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    try Domain.finite("noncentrality", noncentrality)
    try Domain.argument(x)
  }

  /// Solves on the positive half line; a negative quantile is a positive one of the mirror image.
  private func solve(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    try Domain.probability(probability)
    let side = try tails(at: 0).value(tail)
    if side == probability { return 0 }
    let isPositive = (probability > side) == (tail == .lower)
    guard isPositive else {
      let mirror = NoncentralT(
        degreesOfFreedom: degreesOfFreedom, noncentrality: -noncentrality)
      return -(try mirror.quantile(tail.opposite, probability, start: mirror.guess))
    }
    return try quantile(tail, probability, start: guess)
  }

  /// Where a normal approximation (Johnson and Welch 1940) has the quantile, if that is positive.
  private func guess(_ tail: Tail, _ probability: Double) -> Double {
    let z = QuantileGuess.normal(tail, probability)
    let mean = 1 - 1 / (4 * degreesOfFreedom)
    let variance = 1 - mean * mean
    let spread = mean * mean + (noncentrality * noncentrality - z * z) * variance
    let divisor = mean * mean - z * z * variance
    guard mean > 0, spread > 0, divisor > 0 else { return max(noncentrality, 1) }
    let guess = (noncentrality * mean + z * spread.squareRoot()) / divisor
    return guess > 0 ? guess : max(noncentrality, 1)
  }
}
