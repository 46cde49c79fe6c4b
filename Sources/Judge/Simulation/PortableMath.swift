/// Functions for simulated data that give the same bits on every machine.
///
/// A platform's `exp` may differ in the last place from another's, and one such bit can move a
/// rounded field of a log. These use only operations that IEEE 754 rounds in one way.
enum PortableMath {
  /// e to the power of `x` for |x| ≤ 8, to about 1e-13 relative.
  static func exponential(_ x: Double) -> Double {
    let reduced = x / 64
    var term = 1.0
    var sum = 1.0
    for k in 1...10 {
      term *= reduced / Double(k)
      sum += term
    }
    // Six squarings undo the division by 64.
    for _ in 0..<6 { sum *= sum }
    return sum
  }

  /// A probability from a score on the whole line: the sigmoid (1 + x/√(1+x²))/2.
  ///
  /// Up to scale this is the distribution function of Student's t with two degrees of freedom,
  /// and unlike the logistic it needs nothing but a square root.
  static func sigmoid(_ x: Double) -> Double { 0.5 * (1 + x / (1 + x * x).squareRoot()) }

  /// `value` with exactly `places` decimals, rounded half away from zero.
  static func decimal(_ value: Double, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value.magnitude * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return sign + String(scaled) }
    return sign + String(scaled / scale) + "." + padded(scaled % scale, width: places)
  }

  /// `value` in decimal with leading zeros up to `width` digits.
  static func padded(_ value: Int, width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
