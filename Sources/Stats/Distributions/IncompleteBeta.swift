internal import Foundation
internal import Summaries

/// A point of the beta distribution, with the quantities a large shape needs unrounded.
struct BetaPoint {
  let x: Double
  /// 1 − x.
  let y: Double
  /// x over the mean a/(a + b), less one.
  let excess: DoubleDouble
  /// y over its mean b/(a + b), less one.
  let complementExcess: DoubleDouble
  /// x and y over their means; these stay above zero where x or y underflows.
  let ratio: Double
  let complementRatio: Double

  var reflected: BetaPoint {
    BetaPoint(
      x: y, y: x, excess: complementExcess, complementExcess: excess, ratio: complementRatio,
      complementRatio: ratio)
  }
}

extension BetaPoint {
  /// The point `x` taken as exact.
  init(x: Double, alpha a: Double, beta b: Double) {
    self.init(x: x, alpha: DoubleDouble(a), beta: DoubleDouble(b))
  }

  /// The same for shapes that are counts too large for a double.
  init(x: Double, alpha a: DoubleDouble, beta b: DoubleDouble) {
    let gap = (a + b) * x - a
    let total = a.high + b.high
    self.init(
      x: x, y: 1 - x, excess: gap / a, complementExcess: -gap / b, ratio: x / (a.high / total),
      complementRatio: (1 - x) / (b.high / total))
  }
}

/// The regularised incomplete beta function and its prefactor.
enum IncompleteBeta {
  /// Terms of a series or fraction before it counts as not converging; a few hundred occur.
  static let maximumTerms = 20_000

  /// x^a y^b / B(a, b).
  static func prefactor(_ a: Double, _ b: Double, _ at: BetaPoint) -> ScaledValue {
    let n = a + b
    let exponent =
      SaddlePoint.deviance(excess: at.excess, ratio: at.ratio) * a
      + SaddlePoint.deviance(excess: at.complementExcess, ratio: at.complementRatio) * b
    let stirling =
      SaddlePoint.stirlingError(n) - SaddlePoint.stirlingError(a) - SaddlePoint.stirlingError(b)
    return ScaledValue(
      factor: (min(a, b) * (max(a, b) / n) / (2 * .pi)).squareRoot(), exponent: exponent + stirling)
  }

  static func tails(alpha a: Double, beta b: Double, at: BetaPoint) throws(StatsError) -> TailPair {
    if at.ratio <= 0 { return .allAbove }
    if at.complementRatio <= 0 { return .allBelow }
    return try tails(alpha: a, beta: b, at: at, front: prefactor(a, b, at))
  }

  /// The same inside (0, 1) where the prefactor is known.
  static func tails(
    alpha a: Double, beta b: Double, at: BetaPoint, front: ScaledValue
  ) throws(StatsError) -> TailPair {
    guard startsLow(a, b, at) else { return try lower(b, a, at.reflected, front).reflected }
    return try lower(a, b, at, front)
  }

  /// Whether the lower tail is the one to compute.
  private static func startsLow(_ a: Double, _ b: Double, _ at: BetaPoint) -> Bool {
    switch (a < 1, b < 1) {
    case (true, true): at.x <= at.y
    case (true, false): (a + b) * at.x <= 1
    case (false, true): (a + b) * at.y > 1
    case (false, false): at.excess.high <= 0
    }
  }

  private static func lower(
    _ a: Double, _ b: Double, _ at: BetaPoint, _ front: ScaledValue
  ) throws(StatsError) -> TailPair {
    let value: Double
    if (a + b) * at.x <= 0.8 * (a + 1), at.x <= 0.75 {
      value = try series(a, b, at.x) / a
    } else if a >= 60, b >= 60 {
      value = integral(a, b, at) / at.y
    } else {
      value = try fraction(a, b, at)
    }
    return TailPair(.lower, factor: front.factor * value, exponent: front.exponent)
  }

  /// ₂F₁(a + b, 1; a + 1; x) (DLMF 8.17.8): every term is positive.
  private static func series(_ a: Double, _ b: Double, _ x: Double) throws(StatsError) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 0..<maximumTerms {
      let k = Double(n)
      term *= (a + b + k) / (a + 1 + k) * x
      let next = sum + term
      if next == sum { return sum }
      sum = next
    }
    throw .noConvergence(what: "incomplete beta series", iterations: maximumTerms)
  }

  /// The continued fraction of DiDonato and Morris (1992), by modified Lentz.
  private static func fraction(
    _ a: Double, _ b: Double, _ at: BetaPoint
  ) throws(StatsError)
    -> Double
  {
    let gap = -a * at.excess.high
    func partialDenominator(_ n: Double) -> Double {
      n + n * (b - n) * at.x / (a + 2 * n - 1)
        + (a + n) / (a + 2 * n + 1) * (gap + 1 + n * (1 + at.y))
    }
    var c = Double.infinity
    var d = 1 / partialDenominator(0)
    var value = d
    for index in 1...maximumTerms {
      let n = Double(index)
      let e = (a + n - 1) / (a + 2 * n - 1)
      let numerator = e * ((a + b + n - 1) / (a + 2 * n - 1)) * n * (b - n) * at.x * at.x
      let denominator = partialDenominator(n)
      d = 1 / nonZero(numerator * d + denominator)
      c = nonZero(denominator + numerator / c)
      let factor = c * d
      value *= factor
      if abs(factor - 1) <= .ulpOfOne { return value }
    }
    throw .noConvergence(what: "incomplete beta fraction", iterations: maximumTerms)
  }

  private static func nonZero(_ value: Double) -> Double {
    abs(value) < 1e-300 ? 1e-300 : value
  }

  /// ∫₀¹ (1 − s)^(a−1) (1 + sx/y)^(b−1) ds, the lower tail over x^a y^(b−1).
  private static func integral(_ a: Double, _ b: Double, _ at: BetaPoint) -> Double {
    let ratio = at.x / at.y
    let slope = (at.x - at.y - a * at.excess.high) / at.y
    let curvature = a - 1 + (b - 1) * ratio * ratio
    let length = min(1.3 * IncompleteGamma.reach(slope: slope, curvature: curvature), 1)
    return GaussLegendre.integrate(to: length) { s in
      exp(
        -slope * s + (a - 1) * SaddlePoint.logOnePlusMinus(-s)
          + (b - 1) * SaddlePoint.logOnePlusMinus(ratio * s))
    }
  }
}
