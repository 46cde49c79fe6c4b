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
    return try average(at: x) { (s) throws(StatsError) -> ScaleMixture.Part in
      let z = x * s - noncentrality
      let value = ScaledValue(factor: s * Self.normalPeak, exponent: -0.5 * z * z)
      return ScaleMixture.Part(value: value, hazard: 0)
    }.logValue
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x.isInfinite { return x < 0 ? .allAbove : .allBelow }
    if x == 0 { return try Normal().tails(at: -noncentrality) }
    return try tailsAndDensity(at: x).tails
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

  private static let normalPeak = 1 / (2 * Double.pi).squareRoot()

  /// The tail away from δ, and the density from the same values of S.
  private func tailsAndDensity(at x: Double) throws(StatsError) -> TailsAndDensity {
    let side = x < noncentrality ? Tail.lower : .upper
    let average = try average(at: x) { (s) throws(StatsError) -> ScaleMixture.Part in
      let z = x * s - noncentrality
      let tail = try Normal().tails(at: z).scaled(side)
      let density = exp(-0.5 * z * z - tail.exponent) * Self.normalPeak
      return ScaleMixture.Part(value: tail, hazard: s * density / tail.factor)
    }
    let exponent = min(average.logValue, 0)
    return TailsAndDensity(
      tails: TailPair(side, factor: 1, exponent: exponent),
      density: ScaledValue(factor: average.hazard, exponent: exponent))
  }

  private func average(
    at x: Double, part: (Double) throws(StatsError) -> ScaleMixture.Part
  ) throws(StatsError) -> ScaleMixture.Average {
    try ScaleMixture(degreesOfFreedom: degreesOfFreedom)
      .average(slope: x, shift: noncentrality, from: log(mode(at: x)), part: part)
  }

  /// The s at which the normal density at xs − δ and the weight of s have their largest product,
  /// the positive root of (ν + x²)s² − xδs − ν; that of the tail beyond lies within its width.
  private func mode(at x: Double) -> Double {
    let reach = hypot(x, degreesOfFreedom.squareRoot())
    let shift = x / reach * noncentrality / reach / 2
    let spread = degreesOfFreedom.squareRoot() / reach
    let root = hypot(shift, spread)
    // The sum in the form in which nothing cancels.
    return shift > 0 ? shift + root : spread * (spread / (root - shift))
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
      return -(try mirror.search(tail.opposite, probability))
    }
    return try search(tail, probability)
  }

  private func search(_ tail: Tail, _ probability: Double) throws(StatsError) -> Double {
    try quantile(tail, probability, start: guess) { (x) throws(StatsError) -> TailsAndDensity in
      try tailsAndDensity(at: x)
    }
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
