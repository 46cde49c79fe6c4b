internal import Foundation

/// The beta distribution on [0, 1] with shapes α and β.
///
/// Matches R's `dbeta`, `pbeta`, `qbeta`.
public struct BetaDistribution: ContinuousDistribution {
  /// The shape α, positive.
  public let alpha: Double
  /// The shape β, positive.
  public let beta: Double

  /// A beta distribution.
  public init(alpha: Double, beta: Double) {
    self.alpha = alpha
    self.beta = beta
  }

  /// From zero to one.
  public var support: ClosedRange<Double> { 0...1 }

  /// The probability density at `x`; zero outside the support.
  public func density(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < 1 else { return exp(logDensityAtEdge(x)) }
    let point = BetaPoint(x: x, alpha: alpha, beta: beta)
    let front = IncompleteBeta.prefactor(alpha, beta, point)
    return front.value / x / point.y
  }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < 1 else { return logDensityAtEdge(x) }
    let point = BetaPoint(x: x, alpha: alpha, beta: beta)
    let front = IncompleteBeta.prefactor(alpha, beta, point)
    return front.exponent + log(front.factor) - log(x) - log1p(-x)
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x >= 1 { return .allBelow }
    let point = BetaPoint(x: x, alpha: alpha, beta: beta)
    return try IncompleteBeta.tails(alpha: alpha, beta: beta, at: point)
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try solve(.lower, p)
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try solve(.upper, q)
  }

  /// Solves for whichever of x and 1 − x is below one half, so that both keep their digits.
  private func solve(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    try Domain.probability(probability)
    let middle = try tails(at: 0.5)
    let isBelow = (probability <= middle.value(tail)) == (tail == .lower)
    if isBelow { return min(try search(tail, probability), 1) }
    let mirror = BetaDistribution(alpha: beta, beta: alpha)
    return 1 - min(try mirror.search(tail.opposite, probability), 1)
  }

  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    try quantile(tail, probability) { side, target in
      let odds = QuantileGuess.logF(alpha, beta, side, target).map { exp($0) * alpha / beta }
      return min(odds.map { $0 / (1 + $0) } ?? alpha / (alpha + beta), 0.5)
    } evaluate: { (x) throws(StatsError) -> TailsAndDensity in
      guard x < 1 else {
        return TailsAndDensity(tails: .allBelow, density: .zero)
      }
      let point = BetaPoint(x: x, alpha: alpha, beta: beta)
      let front = IncompleteBeta.prefactor(alpha, beta, point)
      return TailsAndDensity(
        tails: try IncompleteBeta.tails(alpha: alpha, beta: beta, at: point, front: front),
        density: ScaledValue(factor: front.factor / x / point.y, exponent: front.exponent))
    }
  }

  private func check(_ x: Double) throws(StatsError) {
    try Domain.positive("alpha", alpha)
    try Domain.positive("beta", beta)
    try Domain.argument(x)
  }

  private func logDensityAtEdge(_ x: Double) -> Double {
    guard x == 0 || x == 1 else { return -.infinity }
    let (near, far) = x == 0 ? (alpha, beta) : (beta, alpha)
    if near == 1 { return log(far) }
    return near < 1 ? .infinity : -.infinity
  }
}
