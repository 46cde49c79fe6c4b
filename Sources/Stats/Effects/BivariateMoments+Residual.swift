public import Summaries

extension BivariateMoments {
  /// Σ (u − slope · v)^order over the centered pairs (u, v), by the binomial theorem.
  ///
  /// - Parameters:
  ///   - slope: What a unit of y takes off x.
  ///   - order: From two to four.
  /// - Returns: The sum; zero where x is proportional to y and the terms cancel to rounding, of either sign.
  public func residualSum(slope: Double, order: Int) -> Double {
    let coefficients: [Double] =
      switch order {
      case 2: [1, -2, 1]
      case 3: [1, -3, 3, -1]
      default: [1, -4, 6, -4, 1]
      }
    var (sum, size, power) = (0.0, 0.0, 1.0)
    for (q, coefficient) in coefficients.enumerated() {
      let term = coefficient * power * centralSum(order - q, q)
      sum += term
      size += term.magnitude
      power *= slope
    }
    // Values whose powers overflow differ by more than can be told, not by nothing.
    guard size.isFinite else { return .infinity }
    let isRounding = sum.magnitude <= size * 0x1p-46 || (order != 3 && sum < 0)
    return isRounding ? 0 : sum
  }
}
