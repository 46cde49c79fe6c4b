internal import Foundation

/// Which tail of a distribution is meant.
public enum Tail: Sendable, Equatable {
  /// P(X ≤ x).
  case lower
  /// P(X > x).
  case upper

  var opposite: Tail { self == .lower ? .upper : .lower }
}

/// Both tail probabilities of a distribution at one point.
///
/// One tail is computed, as `factor · e^exponent` so that its logarithm survives underflow; the
/// other is its complement. Whoever makes a pair computes the smaller tail, or one that is not
/// close to 1, so the complement loses nothing.
public struct TailPair: Sendable, Equatable {
  let computed: Tail
  let factor: Double
  let exponent: Double

  init(_ computed: Tail, factor: Double, exponent: Double = 0) {
    self.computed = computed
    self.factor = factor
    self.exponent = exponent
  }

  /// Everything lies above the point.
  static let allAbove = TailPair(.lower, factor: 0)
  /// Everything lies at or below the point.
  static let allBelow = TailPair(.upper, factor: 0)

  /// P(X ≤ x).
  public var lower: Double { value(.lower) }
  /// P(X > x).
  public var upper: Double { value(.upper) }
  /// The natural logarithm of P(X ≤ x), also where the probability itself underflows.
  public var logLower: Double { log(.lower) }
  /// The natural logarithm of P(X > x), also where the probability itself underflows.
  public var logUpper: Double { log(.upper) }

  /// The same point seen from the other end: the tails change places.
  var reflected: TailPair { TailPair(computed.opposite, factor: factor, exponent: exponent) }

  func value(_ tail: Tail) -> Double {
    let direct = computedValue
    return tail == computed ? direct : 1 - direct
  }

  func log(_ tail: Tail) -> Double {
    guard tail == computed else { return log1p(-computedValue) }
    return exponent + Foundation.log(factor)
  }

  func scaled(_ tail: Tail) -> ScaledValue {
    tail == computed
      ? ScaledValue(factor: factor, exponent: exponent)
      : ScaledValue(factor: value(tail), exponent: 0)
  }

  private var computedValue: Double {
    if exponent == 0 { return min(factor, 1) }
    guard exponent < -600 else { return min(factor * exp(exponent), 1) }
    // In two halves: e^exponent alone may be subnormal where the product is not.
    let half = exp(0.5 * exponent)
    return factor * half * half
  }
}
