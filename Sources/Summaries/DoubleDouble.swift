/// A number held as the unevaluated sum of two doubles, some 31 digits (Dekker 1971).
///
/// For the few places where sixteen digits are too few: sums over rows, whose common offset would
/// take the digits of their spread, and deviances, of which the rounding alone costs a tail of
/// 1e-300 three digits.
package struct DoubleDouble: Equatable, Codable, Sendable {
  package var high: Double
  package var low: Double

  @inlinable
  package init(_ value: Double) { self.init(high: value, low: 0) }

  @usableFromInline
  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// The nearest double.
  @inlinable
  package var value: Double { high.isFinite ? high + low : high }

  /// a + b without rounding.
  @inlinable
  package static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    guard high.isFinite else { return DoubleDouble(high) }
    let part = high - a
    return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
  }

  /// a·b without rounding.
  @inlinable
  package static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a * b
    guard high.isFinite else { return DoubleDouble(high) }
    return DoubleDouble(high: high, low: (-high).addingProduct(a, b))
  }

  @inlinable
  package static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  @inlinable
  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = sum(a.high, b.high)
    let lows = sum(a.low, b.low)
    let first = sum(highs.high, highs.low + lows.high)
    return sum(first.high, first.low + lows.low)
  }

  @inlinable
  package static func + (a: DoubleDouble, b: Double) -> DoubleDouble { a + DoubleDouble(b) }
  @inlinable
  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }
  @inlinable
  package static func - (a: DoubleDouble, b: Double) -> DoubleDouble { a + DoubleDouble(-b) }
  @inlinable
  package static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }

  /// Adds a term and lets the parts overlap, at a third of the cost of `+`.
  ///
  /// For sums over rows: it keeps twice the digits (Ogita, Rump & Oishi 2005).
  @inlinable
  package mutating func accumulate(_ term: DoubleDouble) {
    let total = Self.sum(high, term.high)
    high = total.high
    low += total.low + term.low
  }

  @inlinable
  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = product(a.high, b.high)
    guard highs.high.isFinite else { return DoubleDouble(highs.high) }
    return sum(highs.high, highs.low + (a.high * b.low + a.low * b.high))
  }

  @inlinable
  package static func * (a: DoubleDouble, b: Double) -> DoubleDouble { a * DoubleDouble(b) }

  @inlinable
  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, first != 0, b.high.isFinite else { return DoubleDouble(first) }
    let rest = a - b * first
    return sum(first, rest.high / b.high)
  }

  @inlinable
  package static func / (a: DoubleDouble, b: Double) -> DoubleDouble { a / DoubleDouble(b) }
}
