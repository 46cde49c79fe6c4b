/// A number held as the unevaluated sum of two doubles, some 31 digits (Dekker 1971).
///
/// The exponent of a tail of 1e-300 is −690, and its rounding alone costs 1e-13 of the tail. So
/// the deviances are formed here in twice the precision, and only here.
struct DoubleDouble {
  let high: Double
  let low: Double

  init(_ value: Double) { self.init(high: value, low: 0) }

  /// A count without rounding, also beyond 2⁵³.
  init(_ count: Int) {
    let high = Double(count)
    let isExact = count.magnitude <= 1 << 53
    self.init(high: high, low: isExact ? 0 : Double(Int128(count) - Int128(high)))
  }

  private init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  /// a + b without rounding.
  @inline(__always)
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    guard high.isFinite else { return DoubleDouble(high) }
    let part = high - a
    return DoubleDouble(high: high, low: (a - (high - part)) + (b - part))
  }

  /// a + b without rounding, where |a| ≥ |b|.
  @inline(__always)
  private static func sum(larger a: Double, _ b: Double) -> DoubleDouble {
    let high = a + b
    return DoubleDouble(high: high, low: high.isFinite ? b - (high - a) : 0)
  }

  /// a·b without rounding.
  @inline(__always)
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let high = a * b
    guard high.isFinite else { return DoubleDouble(high) }
    return DoubleDouble(high: high, low: (-high).addingProduct(a, b))
  }

  static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -a.high, low: -a.low)
  }

  @inline(__always)
  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = sum(a.high, b.high)
    let lows = sum(a.low, b.low)
    let first = sum(larger: highs.high, highs.low + lows.high)
    return sum(larger: first.high, first.low + lows.low)
  }

  @inline(__always)
  static func + (a: DoubleDouble, b: Double) -> DoubleDouble {
    let highs = sum(a.high, b)
    return sum(larger: highs.high, highs.low + a.low)
  }

  @inline(__always)
  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }
  @inline(__always)
  static func - (a: DoubleDouble, b: Double) -> DoubleDouble { a + -b }

  @inline(__always)
  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let highs = product(a.high, b.high)
    guard highs.high.isFinite else { return highs }
    return sum(larger: highs.high, highs.low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always)
  static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let highs = product(a.high, b)
    guard highs.high.isFinite else { return highs }
    return sum(larger: highs.high, highs.low + a.low * b)
  }

  @inline(__always)
  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    guard first.isFinite, first != 0, b.high.isFinite else { return DoubleDouble(first) }
    let rest = a - b * first
    return sum(larger: first, rest.high / b.high)
  }

  @inline(__always)
  static func / (a: DoubleDouble, b: Double) -> DoubleDouble { a / DoubleDouble(b) }
}
