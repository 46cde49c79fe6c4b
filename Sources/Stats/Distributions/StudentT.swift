internal import Foundation

/// Student's t distribution.
///
/// Matches R's `dt`, `pt`, `qt`.
public struct StudentT: ContinuousDistribution {
  /// The degrees of freedom ν, positive; an infinite ν is the normal distribution.
  public let degreesOfFreedom: Double

  /// A t distribution.
  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// The whole line.
  public var support: ClosedRange<Double> { -Double.infinity...Double.infinity }

  /// The probability density at `x`.
  public func density(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    let t = abs(x)
    let isOrdinary = t > 1e-100 && t < 1e100 && degreesOfFreedom < .infinity
    guard isOrdinary else { return exp(try logDensity(x)) }
    return IncompleteBeta.prefactor(degreesOfFreedom / 2, 0.5, point(t)).value / t
  }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    let t = abs(x)
    if degreesOfFreedom == .infinity { return try Normal().logDensity(x) }
    if t == .infinity { return -.infinity }
    // Γ((ν+1)/2)/Γ(ν/2)/√(νπ) in Stirling form, times (1 + t²/ν)^−(ν+1)/2.
    let half = degreesOfFreedom / 2
    let gammas =
      SaddlePoint.stirlingError(half + 0.5) - SaddlePoint.stirlingError(half) - 0.5
      + half * log1p(0.5 / half)
    let relative = t / degreesOfFreedom.squareRoot()
    let bulk =
      relative < 1e8
      ? (half + 0.5) * log1p(relative * relative) : (2 * half + 1) * logRelative(t)
    return gammas - 0.5 * log(2 * .pi) - bulk
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if degreesOfFreedom == .infinity { return try Normal().tails(at: x) }
    let upper = try upperTail(abs: abs(x))
    return x < 0 ? upper.reflected : upper
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    let x = try quantile(upperTail: p)
    return x == 0 ? 0 : -x
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    try Domain.probability(q)
    if degreesOfFreedom == .infinity { return try Normal().quantile(upperTail: q) }
    if q > 0.5 { return -(try positiveQuantile(1 - q)) }
    return try positiveQuantile(q)
  }

  /// The t ≥ 0 with upper tail q ≤ ½.
  ///
  /// Near the centre it is the probability between 0 and t that
  /// holds the digits, and ½ − q is exact there.
  private func positiveQuantile(_ q: Double) throws(StatsError) -> Double {
    if q == 0.5 { return 0 }
    if q == 0 { return .infinity }
    let isCentral = q > 0.25
    let target = isCentral ? 0.5 - q : q
    let tail = isCentral ? Tail.lower : .upper
    return try PositiveRoot.find(from: 1) { (t) throws(StatsError) -> PositiveRoot.Miss in
      let pair = isCentral ? try centre(t) : try upperTail(abs: t)
      return PositiveRoot.Miss(
        tail: tail, value: pair.value(tail), logValue: pair.log(tail), target: target,
        logDensity: try logDensity(t))
    }
  }

  private func check(_ x: Double) throws(StatsError) {
    guard degreesOfFreedom > 0 else {
      throw .invalidParameter(
        name: "degreesOfFreedom", value: degreesOfFreedom, expected: "positive")
    }
    try Domain.argument(x)
  }

  /// P(T > t) for t ≥ 0, as half of an incomplete beta function.
  private func upperTail(abs t: Double) throws(StatsError) -> TailPair {
    if t == .infinity { return .allBelow }
    if t == 0 { return TailPair(.upper, factor: 0.5) }
    let pair = try betaTails(t)
    if pair.computed == .lower {
      return TailPair(.upper, factor: pair.factor / 2, exponent: pair.exponent)
    }
    return TailPair(.upper, factor: pair.lower / 2)
  }

  /// P(0 < T < t) as a lower tail.
  private func centre(_ t: Double) throws(StatsError) -> TailPair {
    TailPair(.lower, factor: try betaTails(t).upper / 2)
  }

  /// Tails of the beta(ν/2, ½) distribution at ν/(ν + t²).
  private func betaTails(_ t: Double) throws(StatsError) -> TailPair {
    let nu = degreesOfFreedom
    // Beyond this x^(ν/2) is a power law to the last bit, and t² would overflow.
    if t / nu.squareRoot() > 1e100 {
      let half = nu / 2
      let logBeta = lgamma(half) + lgamma(0.5) - lgamma(half + 0.5)
      return TailPair(.lower, factor: 1 / half, exponent: -nu * logRelative(t) - logBeta)
    }
    return try IncompleteBeta.tails(alpha: nu / 2, beta: 0.5, at: point(t))
  }

  /// log(t/√ν), whose argument overflows at small ν.
  private func logRelative(_ t: Double) -> Double { log(t) - 0.5 * log(degreesOfFreedom) }

  /// The point ν/(ν + t²) of the beta(ν/2, ½) distribution.
  private func point(_ t: Double) -> BetaPoint {
    let square = DoubleDouble.product(t, t)
    let total = square + degreesOfFreedom
    let excess = (square - 1) / total
    return BetaPoint(
      x: degreesOfFreedom / total.high, y: (square / total).high, excess: -excess,
      complementExcess: excess * degreesOfFreedom)
  }
}
