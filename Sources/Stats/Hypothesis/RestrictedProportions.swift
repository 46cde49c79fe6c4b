internal import Foundation

/// The maximum-likelihood proportions of two arms whose difference is held fixed.
///
/// Reference: the cubic of Miettinen & Nurminen (1985), Statistics in Medicine 4, 213–226, solved
/// in closed form as Farrington & Manning (1990), same journal 9, 1447–1454, do.
struct RestrictedProportions {
  let control: Double
  let treatment: Double
  /// The variance of the difference of the observed proportions.
  let squaredError: Double

  init(
    control x: BinomialCount, treatment y: BinomialCount, difference: Double
  ) throws(StatsError) {
    guard difference > -1, difference < 1 else {
      throw .invalidParameter(
        name: "nullDifference", value: difference, expected: "between -1 and 1")
    }
    let (n, m) = (Double(x.trials), Double(y.trials))
    if difference == 0 {
      let pooled = Double(x.successes + y.successes) / (n + m)
      // Successes and failures, not 1 − p, so that rare failures keep their digits.
      let rest = Double(x.failures + y.failures) / (n + m)
      self.init(pooled, pooled, squaredError: pooled * rest * (1 / n + 1 / m))
      return
    }
    self.init(
      control: (Double(x.successes), n), treatment: (Double(y.successes), m),
      difference: difference)
  }

  /// The pair that fits expected counts best, which need not be whole.
  ///
  /// The difference lies between −1 and 1.
  init(
    control x: (successes: Double, trials: Double),
    treatment y: (successes: Double, trials: Double),
    difference: Double
  ) {
    let feasible = max(0, -difference)...min(1, 1 - difference)
    let root = Self.cubicRoot(x, y, difference)
    let p = min(max(root, feasible.lowerBound), feasible.upperBound)
    let q = min(max(p + difference, 0), 1)
    self.init(p, q, squaredError: p * (1 - p) / x.trials + q * (1 - q) / y.trials)
  }

  private init(_ control: Double, _ treatment: Double, squaredError: Double) {
    (self.control, self.treatment, self.squaredError) = (control, treatment, squaredError)
  }

  /// The control's proportion: the root of the likelihood equation that is a probability.
  private static func cubicRoot(
    _ x: (successes: Double, trials: Double), _ y: (successes: Double, trials: Double), _ d: Double
  ) -> Double {
    let (n, m) = (x.trials, y.trials)
    let (s, total) = (x.successes, n + m)
    let successes = s + y.successes
    let a = ((m + 2 * n) * d - total - successes) / total
    let b = ((n * d - total - 2 * s) * d + successes) / total
    let c = s * d * (1 - d) / total
    let shift = a / 3
    let q = shift * shift * shift - shift * b / 2 + c / 2
    let radius = max(0, shift * shift - b / 3).squareRoot()
    guard radius > 0 else { return -shift }
    let p = q < 0 ? -radius : radius
    let angle = (Double.pi + acos(min(1, max(-1, q / (p * p * p))))) / 3
    let root = 2 * p * cos(angle) - shift
    // One Newton step returns the digits that the cosine and the shift cancel.
    let slope = (3 * root + 2 * a) * root + b
    let miss = ((root + a) * root + b) * root + c
    return slope == 0 || abs(miss) > abs(slope) * 1e-6 ? root : root - miss / slope
  }
}
