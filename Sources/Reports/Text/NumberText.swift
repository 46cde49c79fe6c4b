internal import Foundation
internal import Judge

/// Numbers as text, the same in every locale.
///
/// Rounding starts from the shortest decimal digits that read back as the same double, halves away from
/// zero, so that 0.145 shows as 0.15 and not as what its binary expansion happens to be.
enum NumberText {
  /// The shortest text that reads back as the same double.
  static func exact(_ value: Double) -> String { value.description }

  /// `value` with `places` digits after the point.
  static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard abs(value) < 1e15 else { return scientific(value, digits: 6) }
    return DecimalDigits(abs(value)).fixed(places: max(0, places), sign: value < 0 ? "-" : "")
  }

  /// `value` with a sign unless it rounds to zero.
  static func signed(_ value: Double, places: Int) -> String {
    let text = decimal(value, places: places)
    return text.hasPrefix("-") || !text.contains(where: { "123456789∞".contains($0) })
      ? text : "+" + text
  }

  /// `value` with `digits` significant digits, without trailing zeros.
  static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard value != 0 else { return "0" }
    let rounded = DecimalDigits(abs(value)).rounded(significant: digits)
    guard (-3...15).contains(rounded.point) else { return scientific(value, digits: digits) }
    return rounded.fixed(
      places: max(0, rounded.digits.count - rounded.point), sign: value < 0 ? "-" : "")
  }

  /// `value` as `1.3e-7`.
  static func scientific(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard value != 0 else { return "0" }
    let rounded = DecimalDigits(abs(value)).rounded(significant: digits)
    let text = rounded.digits.map(String.init).joined()
    let mantissa = text.count > 1 ? "\(text.prefix(1)).\(text.dropFirst())" : text
    return "\(value < 0 ? "-" : "")\(mantissa)e\(rounded.point - 1)"
  }

  /// A probability: two significant digits, never a rounded zero and never a rounded one.
  static func pValue(_ p: Double) -> String {
    guard p.isFinite else { return nonFinite(p) }
    if p < 1e-300 { return "< 1e-300" }
    if p < 0.000_95 { return scientific(p, digits: 2) }
    if p > 0.995, p < 1 { return "> 0.99" }
    return significant(p, digits: 2)
  }

  /// `= 0.04`, or the relation that `pValue` already holds: for use after a `p`.
  static func pEquals(_ p: Double) -> String {
    let text = pValue(p)
    return text.hasPrefix("<") || text.hasPrefix(">") ? text : "= " + text
  }

  /// Evidence of natural logarithm `logEValue`.
  static func evidence(_ logEValue: Double) -> String {
    guard logEValue.isFinite else { return nonFinite(logEValue) }
    guard logEValue < 13.8 else { return "1e\(count(Int(min(logEValue / 2.302585, 1e15))))" }
    let odds = Double(significant(exp(logEValue), digits: 2)) ?? 0
    return odds < 1000 ? significant(odds, digits: 2) : count(Int(odds))
  }

  /// A whole number in groups of three digits.
  static func count(_ value: Int) -> String {
    PlanNumber.count(value)
  }

  /// A whole number with the noun for one of them, or for several.
  static func count(_ value: Int, _ one: String, _ several: String) -> String {
    PlanNumber.count(value, one, several)
  }

  /// A share as `12.3%`.
  static func percent(_ share: Double, places: Int) -> String {
    decimal(share * 100, places: places) + "%"
  }

  /// A share as `5%` or `0.1%`: as many digits as it needs, at most four.
  static func percent(_ share: Double) -> String { significant(share * 100, digits: 4) + "%" }

  /// A chance that something is at most: two significant digits, and never none at all.
  static func chance(_ probability: Double) -> String {
    significant(max(0.1, probability * 100), digits: 2) + "%"
  }

  /// The decimal places that show a standard error to two significant digits.
  static func places(standardError: Double) -> Int? {
    guard standardError.isFinite, standardError > 0 else { return nil }
    return min(12, max(0, 2 - DecimalDigits(standardError).rounded(significant: 2).point))
  }

  private static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "not a number" : value < 0 ? "-∞" : "∞"
  }
}

/// A non-negative number as decimal digits: 0.d₁d₂d₃… × 10^point, without zeros at either end.
private struct DecimalDigits {
  var digits: [UInt8]
  var point: Int

  init(_ magnitude: Double) {
    let parts = magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    digits = (whole + fraction).utf8.map { $0 - UInt8(ascii: "0") }
    point = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    point -= leading
    if digits.isEmpty { point = 1 }
  }

  /// Keeps `count` digits, or none where `count` is negative.
  func rounded(significant count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var result = self
    result.digits = Array(digits.prefix(max(0, count)))
    guard count >= 0, digits[count] >= 5 else {
      result.trim()
      return result
    }
    var index = count - 1
    while index >= 0, result.digits[index] == 9 {
      result.digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      result.digits[index] += 1
    } else {
      result.digits.insert(1, at: 0)
      result.point += 1
    }
    result.trim()
    return result
  }

  func fixed(places: Int, sign: String) -> String {
    let rounded = rounded(significant: point + places)
    guard !rounded.digits.isEmpty else {
      return places > 0 ? "0." + String(repeating: "0", count: places) : "0"
    }
    let leading = Array(repeating: UInt8(0), count: max(0, 1 - rounded.point))
    var all = leading + rounded.digits
    let whole = max(1, rounded.point)
    while all.count < whole + places { all.append(0) }
    let text = all.map(String.init).joined()
    let fraction = text.dropFirst(whole).prefix(places)
    return sign + text.prefix(whole) + (places > 0 ? "." + fraction : "")
  }
}
