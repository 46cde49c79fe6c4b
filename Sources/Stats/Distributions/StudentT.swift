internal import Foundation
internal import Summaries

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
  /// Near the centre it is the probability between 0 and t that holds the digits, and ½ − q is
  /// exact there.
  private func positiveQuantile(_ q: Double) throws(StatsError) -> Double {
    if q == 0.5 { return 0 }
    if q == 0 { return .infinity }
    let isCentral = q > 0.25
    let target = isCentral ? 0.5 - q : q
    let tail = isCentral ? Tail.lower : .upper
    let guess = QuantileGuess.studentT(degreesOfFreedom, QuantileGuess.normal(.upper, q))
    return try PositiveRoot.find(from: guess) { (t) throws(StatsError) -> PositiveRoot.Miss in
      let beta = try betaEvaluation(t)
      let pair = isCentral ? TailPair(.lower, factor: beta.tails.upper / 2) : half(of: beta.tails)
      return PositiveRoot.Miss(
        tail: tail, at: TailsAndDensity(tails: pair, density: beta.density), target: target)
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
    return half(of: try betaEvaluation(t).tails)
  }

  private func half(of beta: TailPair) -> TailPair {
    guard beta.computed == .lower else { return TailPair(.upper, factor: beta.lower / 2) }
    return TailPair(.upper, factor: beta.factor / 2, exponent: beta.exponent)
  }

  /// Tails of the beta(ν/2, ½) distribution at ν/(ν + t²), and the density of t itself.
  private func betaEvaluation(_ t: Double) throws(StatsError) -> TailsAndDensity {
    let (alpha, beta) = (degreesOfFreedom / 2, 0.5)
    // Beyond this x^(ν/2) is a power law to the last bit, and t² would overflow.
    if t / degreesOfFreedom.squareRoot() > 1e100 {
      let logBeta = lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)
      let exponent = -degreesOfFreedom * logRelative(t) - logBeta
      return TailsAndDensity(
        tails: TailPair(.lower, factor: 1 / alpha, exponent: exponent),
        density: ScaledValue(factor: 1 / t, exponent: exponent))
    }
    let point = point(t)
    guard point.ratio > 0, point.complementRatio > 0 else {
      return TailsAndDensity(
        tails: point.ratio > 0 ? .allBelow : .allAbove,
        density: ScaledValue(factor: 1, exponent: try logDensity(t)))
    }
    let front = IncompleteBeta.prefactor(alpha, beta, point)
    return TailsAndDensity(
      tails: try IncompleteBeta.tails(alpha: alpha, beta: beta, at: point, front: front),
      density: ScaledValue(factor: front.factor / t, exponent: front.exponent))
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
      complementExcess: excess * degreesOfFreedom,
      ratio: (degreesOfFreedom + 1) / total.high,
      complementRatio: (square / total).high * (degreesOfFreedom + 1))
  }
}
