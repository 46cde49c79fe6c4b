/// Integrals of smooth functions over panels, halved until they settle.
///
/// In Swift rather than through GSL's quadrature, because the integrand may throw, which a C
/// callback may not.
enum AdaptiveQuadrature {
  private static let maximumDepth = 60

  /// The sum of the integrals between neighboring points, which ascend.
  static func integrate(
    over points: [Double], accuracy: Double, _ f: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    var sum = 0.0
    for (start, end) in zip(points, points.dropFirst()) where end > start {
      let whole = try panel(start, end, f)
      sum += try refined(start, end, whole, accuracy / Double(points.count), maximumDepth, f)
    }
    return sum
  }

  private static func refined(
    _ start: Double, _ end: Double, _ whole: Double, _ accuracy: Double, _ depth: Int,
    _ f: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let middle = start + (end - start) / 2
    let (left, right) = (try panel(start, middle, f), try panel(middle, end, f))
    let sum = left + right
    if abs(sum - whole) <= max(accuracy, 1e-14 * abs(sum)) { return sum }
    guard depth > 0 else {
      throw .noConvergence(what: "quadrature", iterations: maximumDepth)
    }
    return try refined(start, middle, left, accuracy / 2, depth - 1, f)
      + refined(middle, end, right, accuracy / 2, depth - 1, f)
  }

  private static func panel(
    _ start: Double, _ end: Double, _ f: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    try GaussLegendre.integrate(to: end - start) { (x) throws(StatsError) in try f(start + x) }
  }
}
