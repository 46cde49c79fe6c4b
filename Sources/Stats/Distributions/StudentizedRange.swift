internal import Foundation

/// The studentised range of k normal means, as in Tukey's honest significant difference.
///
/// Matches R's `ptukey`, `qtukey` with one range, whose own error is about 1e-10.
public struct StudentizedRange: ContinuousDistribution {
  /// The number of means, at least 2.
  public let means: Int
  /// The degrees of freedom of the standard deviation, positive.
  public let degreesOfFreedom: Double

  /// A studentised range.
  public init(means: Int, degreesOfFreedom: Double) {
    self.means = means
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// From zero up.
  public var support: ClosedRange<Double> { 0...Double.infinity }

  /// The natural logarithm of the density.
  public func logDensity(_ x: Double) throws(StatsError) -> Double {
    try check(x)
    guard x > 0, x < .infinity else { return -.infinity }
    let range = NormalRange(means: means)
    return try ScaleMixture(degreesOfFreedom: degreesOfFreedom).logIntegral(slope: x) {
      (s) throws(StatsError) -> Double in
      log(s) + range.logDensity(x * s)
    }
  }

  /// Both tail probabilities at `x`.
  public func tails(at x: Double) throws(StatsError) -> TailPair {
    try check(x)
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    let range = NormalRange(means: means)
    let side = range.lowerTail(x) < 0.5 ? Tail.lower : .upper
    let logTail = try ScaleMixture(degreesOfFreedom: degreesOfFreedom).logIntegral(slope: x) {
      (s) throws(StatsError) -> Double in
      log(side == .lower ? range.lowerTail(x * s) : range.upperTail(x * s))
    }
    return TailPair(side, factor: 1, exponent: min(logTail, 0))
  }

  /// The x with P(X ≤ x) = `p`.
  public func quantile(lowerTail p: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.lower, p, start: { _, _ in 2 })
  }

  /// The x with P(X > x) = `q`.
  public func quantile(upperTail q: Double) throws(StatsError) -> Double {
    try check(0)
    return try quantile(.upper, q, start: { _, _ in 2 })
  }

  private func check(_ x: Double) throws(StatsError) {
    guard means >= 2 else {
      throw .invalidParameter(name: "means", value: Double(means), expected: "at least 2")
    }
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    try Domain.argument(x)
  }
}

/// The range of independent standard normal values.
struct NormalRange {
  private let means: Int
  private let nodes: [Node]

  init(means: Int) {
    self.means = means
    // The integrand is at narrowest a normal curve of variance 1/means.
    let step = min(0.6 / Double(means).squareRoot(), 0.2)
    let count = Int(10.8 / step)
    nodes = (-count...count).map { index in
      let z = Double(index) * step
      return Node(
        z: z, weight: step * exp(-0.5 * z * z) / (2 * .pi).squareRoot(),
        above: 0.5 * erfc(z * 0.5.squareRoot()))
    }
  }

  /// P(range ≤ w) = k ∫ φ(z) (Φ(z + w) − Φ(z))^(k−1) dz.
  func lowerTail(_ w: Double) -> Double {
    integrate { _, above, beyond in pow(above - beyond, Double(means - 1)) }(w)
  }

  /// P(range > w), where what is missing from the power is taken directly.
  func upperTail(_ w: Double) -> Double {
    let others = Double(means - 1)
    return integrate { _, above, beyond in
      -pow(above, others) * expm1(others * log1p(-beyond / above))
    }(w)
  }

  func logDensity(_ w: Double) -> Double {
    let others = Double(means - 1)
    return log(
      integrate { z, above, beyond in
        let density = exp(-0.5 * (z + w) * (z + w)) / (2 * .pi).squareRoot()
        return others * density * pow(above - beyond, others - 1)
      }(w))
  }

  /// ∫ k·φ(z)·f(z, P(Z > z), P(Z > z + w)) dz by the trapezoidal rule.
  private func integrate(
    _ f: @escaping (Double, Double, Double) -> Double
  ) -> (Double) -> Double {
    { w in
      var sum = 0.0
      for node in nodes {
        let beyond = 0.5 * erfc((node.z + w) * 0.5.squareRoot())
        sum += node.weight * f(node.z, node.above, beyond)
      }
      return sum * Double(means)
    }
  }

  private struct Node {
    let z: Double
    let weight: Double
    let above: Double
  }
}
