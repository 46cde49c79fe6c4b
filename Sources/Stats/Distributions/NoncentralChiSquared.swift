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
    return try mixture { (j) throws(StatsError) -> Double in
      try ChiSquared(degreesOfFreedom: degreesOfFreedom + 2 * j).logDensity(x)
    }
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    let side = x < degreesOfFreedom + noncentrality ? Tail.lower : .upper
    let logTail = try mixture { (j) throws(StatsError) -> Double in
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

  /// log Σ Poisson(j; λ/2)·e^component(j).
  ///
  /// The terms rise to one peak, so summation goes outwards
  /// from the Poisson mode and stops on each side when they fall and no longer count.
  private func mixture(
    _ component: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let rate = noncentrality / 2
    if rate == 0 { return try component(0) }
    let mode = rate.rounded(.down)
    func logTerm(_ j: Double) throws(StatsError) -> Double {
      j * log(rate) - rate - lgamma(j + 1) + (try component(j))
    }
    let reference = try logTerm(mode)
    guard reference > -.infinity else { return -.infinity }
    var peak = reference
    var sum = 1.0
    for step in [-1.0, 1.0] {
      var j = mode + step
      var previous = reference
      while j >= 0 {
        let term = try logTerm(j)
        if term > peak {
          sum *= exp(peak - term)
          peak = term
        }
        sum += exp(term - peak)
        if term < previous, term - peak < -40 { break }
        previous = term
        j += step
      }
    }
    return peak + log(sum)
  }
}
