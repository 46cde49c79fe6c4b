internal import Foundation
internal import Summaries

/// The regularised incomplete gamma functions P(a, x) and Q(a, x), and x^a e^−x / Γ(a + 1).
///
/// `excess` is x/a − 1, which the caller forms from unrounded quantities: at shape 1e8 the tail
/// depends on it in its ninth digit and beyond.
enum IncompleteGamma {
  /// Terms of a series or fraction before it counts as not converging; about a hundred occur.
  static let maximumTerms = 20_000

  /// x^a e^−x / Γ(a + 1).
  static func prefactor(shape a: Double, x: Double, excess: DoubleDouble) -> ScaledValue {
    if a < 0.5 { return ScaledValue(factor: pow(x, a) / tgamma(1 + a), exponent: -x) }
    let exponent = SaddlePoint.deviance(excess: excess, ratio: x / a) * a
    return ScaledValue(
      factor: 1 / (2 * .pi * a).squareRoot(), exponent: exponent - SaddlePoint.stirlingError(a))
  }

  static func tails(shape a: Double, x: Double, excess: DoubleDouble) throws(StatsError) -> TailPair
  {
    if x <= 0 { return .allAbove }
    if x == .infinity { return .allBelow }
    return try tails(
      shape: a, x: x, excess: excess, front: prefactor(shape: a, x: x, excess: excess))
  }

  /// The same at a positive, finite x whose prefactor is known.
  static func tails(
    shape a: Double, x: Double, excess: DoubleDouble, front: ScaledValue
  ) throws(StatsError) -> TailPair {
    let isLower = x < max(a, 1)
    if a >= TemmeExpansion.leastShape, abs(excess.high) < TemmeExpansion.greatestExcess {
      // The expansion is over Stirling's formula, the prefactor over the gamma function.
      let value = TemmeExpansion.scaledTail(shape: a, excess: excess.high)
      return TailPair(
        excess.high < 0 ? .lower : .upper,
        factor: front.factor * value * exp(SaddlePoint.stirlingError(a)), exponent: front.exponent)
    }
    if isLower {
      return TailPair(
        .lower, factor: front.factor * (try series(a, x)), exponent: front.exponent)
    }
    return TailPair(
      .upper, factor: front.factor * a * (try fraction(a, x)), exponent: front.exponent)
  }

  /// Σ xⁿ / ((a + 1)…(a + n)), so P = prefactor · series.
  private static func series(_ a: Double, _ x: Double) throws(StatsError) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1...maximumTerms {
      term *= x / (a + Double(n))
      let next = sum + term
      if next == sum { return sum }
      sum = next
    }
    throw .noConvergence(what: "incomplete gamma series", iterations: maximumTerms)
  }

  /// Legendre's continued fraction, so Q = prefactor · a · fraction (modified Lentz).
  private static func fraction(_ a: Double, _ x: Double) throws(StatsError) -> Double {
    var b = x + 1 - a
    var c = Double.infinity
    var d = 1 / b
    var value = d
    for n in 1...maximumTerms {
      let k = Double(n)
      let numerator = -k * (k - a)
      b += 2
      d = 1 / nonZero(numerator * d + b)
      c = nonZero(b + numerator / c)
      let factor = c * d
      value *= factor
      if abs(factor - 1) <= .ulpOfOne { return value }
    }
    throw .noConvergence(what: "incomplete gamma fraction", iterations: maximumTerms)
  }

  private static func nonZero(_ value: Double) -> Double {
    abs(value) < 1e-300 ? 1e-300 : value
  }

  /// The s at which slope·s + curvature·s²/2 = 38, below which the integrand is lost in rounding.
  static func reach(slope: Double, curvature: Double) -> Double {
    let root = (slope * slope + 76 * curvature).squareRoot()
    return slope > 0 ? 76 / (slope + root) : (root - slope) / curvature
  }
}
