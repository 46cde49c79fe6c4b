internal import CGSL
internal import Foundation

/// A continuous probability distribution on the real line.
///
/// Every function throws ``StatsError/invalidParameter(name:value:expected:)`` when a parameter of
/// the distribution or the argument is outside its domain; none returns NaN. An upper tail is
/// computed as an upper tail, never as one minus the lower one where that loses digits.
public protocol ContinuousDistribution: Sendable, Equatable {
  /// The smallest interval that holds all the probability.
  var support: ClosedRange<Double> { get }

  /// The probability density at `x`; zero outside the support.
  func density(_ x: Double) throws(StatsError) -> Double
  /// The natural logarithm of the density, also where the density underflows.
  func logDensity(_ x: Double) throws(StatsError) -> Double

  /// Both tail probabilities at `x`, from one evaluation.
  func tails(at x: Double) throws(StatsError) -> TailPair
  /// P(X ≤ x).
  func lowerTail(_ x: Double) throws(StatsError) -> Double
  /// P(X > x).
  func upperTail(_ x: Double) throws(StatsError) -> Double
  /// The natural logarithm of P(X ≤ x).
  func logLowerTail(_ x: Double) throws(StatsError) -> Double
  /// The natural logarithm of P(X > x).
  func logUpperTail(_ x: Double) throws(StatsError) -> Double

  /// The x with P(X ≤ x) = `p`.
  func quantile(lowerTail p: Double) throws(StatsError) -> Double
  /// The x with P(X > x) = `q`, exact also where `1 − q` rounds to one.
  func quantile(upperTail q: Double) throws(StatsError) -> Double
}

extension ContinuousDistribution {
  /// The probability density at `x`; zero outside the support.
  public func density(_ x: Double) throws(StatsError) -> Double { exp(try logDensity(x)) }

  /// P(X ≤ x).
  public func lowerTail(_ x: Double) throws(StatsError) -> Double { try tails(at: x).lower }

  /// P(X > x).
  public func upperTail(_ x: Double) throws(StatsError) -> Double { try tails(at: x).upper }

  /// The natural logarithm of P(X ≤ x).
  public func logLowerTail(_ x: Double) throws(StatsError) -> Double { try tails(at: x).logLower }

  /// The natural logarithm of P(X > x).
  public func logUpperTail(_ x: Double) throws(StatsError) -> Double { try tails(at: x).logUpper }

  /// The x whose `tail` has the given probability, by the distribution's own tails and density.
  func quantile(
    _ tail: Tail, _ probability: Double, start: (Tail, Double) -> Double
  ) throws(StatsError) -> Double {
    try quantile(tail, probability, start: start) { (x) throws(StatsError) -> TailsAndDensity in
      TailsAndDensity(
        tails: try tails(at: x), density: ScaledValue(factor: 1, exponent: try logDensity(x)))
    }
  }

  /// The x whose `tail` has the given probability, found from whichever tail is smaller.
  ///
  /// The complement of a probability of at least one half is exact, so nothing is lost in it.
  func quantile(
    _ tail: Tail, _ probability: Double, start: (Tail, Double) -> Double,
    evaluate: (Double) throws(StatsError) -> TailsAndDensity
  ) throws(StatsError) -> Double {
    try Domain.probability(probability)
    let (side, target) = probability > 0.5 ? (tail.opposite, 1 - probability) : (tail, probability)
    guard target > 0 else { return side == .lower ? support.lowerBound : support.upperBound }
    return try PositiveRoot.find(from: start(side, target)) {
      (x) throws(StatsError) -> PositiveRoot.Miss in
      PositiveRoot.Miss(tail: side, at: try evaluate(x), target: target)
    }
  }
}

/// First guesses for quantiles.
enum QuantileGuess {
  /// The standard normal quantile.
  static func normal(_ tail: Tail, _ probability: Double) -> Double {
    tail == .lower ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_ugaussian_Qinv(probability)
  }

  /// Wilson and Hilferty (1931), or the leading term of the lower tail where that is no use.
  static func gamma(shape: Double, _ tail: Tail, _ probability: Double) -> Double {
    let spread = 1 / (9 * shape)
    let root = 1 - spread + normal(tail, probability) * spread.squareRoot()
    if root > 0.3 || tail == .upper { return shape * max(root * root * root, 1e-3) }
    return exp((log(probability) + lgamma(shape + 1)) / shape)
  }

  /// A t quantile from the normal one, z: Fisher's expansion in 1/ν (Abramowitz and Stegun 26.7.5),
  /// cut to its first term where ν is too small for more.
  static func studentT(_ degreesOfFreedom: Double, _ z: Double) -> Double {
    let (s, u) = (z * z, 1 / degreesOfFreedom)
    let first = (s + 1) / 4
    guard s < degreesOfFreedom else { return z * (1 + u * first) }
    let second = (3 + s * (16 + s * 5)) / 96
    let third = (-15 + s * (17 + s * (19 + s * 3))) / 384
    let fourth = (-945 + s * (-1920 + s * (1482 + s * (776 + s * 79)))) / 92_160
    return z * (1 + u * (first + u * (second + u * (third + u * fourth))))
  }

  /// The logarithm of an F quantile with twice these shapes (Carter 1947, in Abramowitz and
  /// Stegun 26.5.22), or nothing where a shape is too small for it.
  static func logF(_ a: Double, _ b: Double, _ tail: Tail, _ probability: Double) -> Double? {
    guard min(a, b) > 1 else { return nil }
    let z = normal(tail, probability)
    let lambda = (z * z - 3) / 6
    let (left, right) = (1 / (2 * a - 1), 1 / (2 * b - 1))
    let h = 2 / (left + right)
    guard h + lambda > 0 else { return nil }
    let w = -z * (h + lambda).squareRoot() / h - (right - left) * (lambda + 5.0 / 6 - 2 / (3 * h))
    let guess = -2 * w
    return abs(guess) < 300 ? guess : nil
  }
}

/// Checks of arguments and parameters, each a throw that names what was wrong.
enum Domain {
  static func probability(_ value: Double) throws(StatsError) {
    guard value >= 0, value <= 1 else {
      throw .invalidParameter(name: "probability", value: value, expected: "within [0, 1]")
    }
  }

  static func argument(_ value: Double) throws(StatsError) {
    guard !value.isNaN else {
      throw .invalidParameter(name: "x", value: value, expected: "a number")
    }
  }

  static func positive(_ name: String, _ value: Double) throws(StatsError) {
    guard value > 0, value.isFinite else {
      throw .invalidParameter(name: name, value: value, expected: "positive and finite")
    }
  }

  static func nonNegative(_ name: String, _ value: Double) throws(StatsError) {
    guard value >= 0, value.isFinite else {
      throw .invalidParameter(name: name, value: value, expected: "not negative, and finite")
    }
  }

  static func finite(_ name: String, _ value: Double) throws(StatsError) {
    guard value.isFinite else {
      throw .invalidParameter(name: name, value: value, expected: "finite")
    }
  }
}
