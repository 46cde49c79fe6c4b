/// A number held as the unevaluated sum of two doubles, some 31 digits (Dekker 1971).
///
/// For the few places where sixteen digits are too few: sums over rows, whose common offset would
/// take the digits of their spread, and deviances, of which the rounding alone costs a tail of
/// 1e-300 three digits.
package struct DoubleDouble: Equatable, Codable, Sendable {
  package var high: Double
  package var low: Double

  @inlinable @inline(__always)
  package init(_ value: Double) { self.init(high: value, low: 0) }

  /// A count without rounding, also beyond 2⁵³.
  package init(_ count: Int) {
    let high = Double(count)
    let isExact = count.magnitude <= 1 << 53
    self.init(high: high, low: isExact ? 0 : Double(Int128(count) - Int128(high)))
  }

  @inlinable
  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// The nearest double.
  @inlinable @inline(__always)
  package var value: Double { high.isFinite ? high + low : high }

  /// a + b without rounding.
  @inlinable @inline(__always)
  package static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    guard high.isFinite else { return DoubleDouble(high) }
    let part = high - a
    return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
  }

  /// a + b without rounding, where |a| ≥ |b|.
  @inlinable @inline(__always)
  static func sum(larger a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    return DoubleDouble(high: high, low: high.isFinite ? b - (high - a) : 0)
  }

  /// a·b without rounding.
  @inlinable @inline(__always)
  package static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a * b
    guard high.isFinite else { return DoubleDouble(high) }
    return DoubleDouble(high: high, low: (-high).addingProduct(a, b))
  }

  @inlinable @inline(__always)
  package static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  @inlinable @inline(__always)
  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = sum(a.high, b.high)
    let lows = sum(a.low, b.low)
    let first = sum(larger: highs.high, highs.low + lows.high)
    return sum(larger: first.high, first.low + lows.low)
  }

  @inlinable @inline(__always)
  package static func + (a: DoubleDouble, b: Double) -> DoubleDouble {
    let highs = sum(a.high, b)
    return sum(larger: highs.high, highs.low + a.low)
  }

  @inlinable @inline(__always)
  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }
  @inlinable @inline(__always)
  package static func - (a: DoubleDouble, b: Double) -> DoubleDouble { a + -b }
  @inlinable @inline(__always)
  package static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }

  /// Adds a term and lets the parts overlap, at a third of the cost of `+`.
  ///
  /// For sums over rows: it keeps twice the digits (Ogita, Rump & Oishi 2005).
  @inlinable @inline(__always)
  package mutating func accumulate(_ term: DoubleDouble) {
    let total = Self.sum(high, term.high)
    high = total.high
    low += total.low + term.low
  }

  @inlinable @inline(__always)
  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = product(a.high, b.high)
    guard highs.high.isFinite else { return highs }
    return sum(larger: highs.high, highs.low + (a.high * b.low + a.low * b.high))
  }

  @inlinable @inline(__always)
  package static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let highs = product(a.high, b)
    guard highs.high.isFinite else { return highs }
    return sum(larger: highs.high, highs.low + a.low * b)
  }

  @inlinable @inline(__always)
  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, first != 0, b.high.isFinite else { return DoubleDouble(first) }
    let rest = a - b * first
    return sum(larger: first, rest.high / b.high)
  }

  @inlinable @inline(__always)
  package static func / (a: DoubleDouble, b: Double) -> DoubleDouble { a / DoubleDouble(b) }
}
