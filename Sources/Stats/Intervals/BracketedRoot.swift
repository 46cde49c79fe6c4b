/// Finds where a continuous function changes sign, by Brent's method.
///
/// In Swift rather than through GSL's solver, because the function may throw, which a C callback
/// may not.
///
/// Reference: Brent (1973), Algorithms for Minimization without Derivatives, chapter 4.
enum BracketedRoot {
  /// A root of `function` between bounds at which its signs differ.
  ///
  /// - Throws: `StatsError.invalidParameter` when the signs do not differ, and what `function` throws.
  static func find(
    in bounds: ClosedRange<Double>, accuracy: Double,
    _ function: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    var (a, b) = (bounds.lowerBound, bounds.upperBound)
    var (fa, fb) = (try function(a), try function(b))
    guard fa != 0 else { return a }
    guard fb != 0 else { return b }
    guard (fa < 0) != (fb < 0) else {
      throw .invalidParameter(name: "bracket", value: fb, expected: "values of opposite signs")
    }
    var (c, fc, step, previous) = (a, fa, b - a, b - a)
    while true {
      if (fb < 0) == (fc < 0) { (c, fc, step, previous) = (a, fa, b - a, b - a) }
      if abs(fc) < abs(fb) { (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb) }
      let tolerance = 2 * b.ulp + accuracy / 2
      let middle = (c - b) / 2
      guard fb != 0, abs(middle) > tolerance else { return b }
      let proposal =
        abs(previous) >= tolerance && abs(fa) > abs(fb)
        ? interpolate(a, b, c, fa, fb, fc) : nil
      if let proposal, abs(proposal) < min(1.5 * abs(middle), abs(previous) / 2),
        (proposal < 0) == (middle < 0)
      {
        (previous, step) = (step, proposal)
      } else {
        (previous, step) = (middle, middle)
      }
      (a, fa) = (b, fb)
      b += abs(step) > tolerance ? step : (middle < 0 ? -tolerance : tolerance)
      fb = try function(b)
    }
  }

  /// The step from b by inverse quadratic interpolation, or the secant when two points coincide.
  private static func interpolate(
    _ a: Double, _ b: Double, _ c: Double, _ fa: Double, _ fb: Double, _ fc: Double
  ) -> Double? {
    let s = fb / fa
    if a == c { return (c - b) * s / (1 - s) }
    let (q, r) = (fa / fc, fb / fc)
    let denominator = (q - 1) * (r - 1) * (s - 1)
    guard denominator != 0 else { return nil }
    return -s * ((c - b) * q * (q - r) - (b - a) * (r - 1)) / denominator
  }
}
