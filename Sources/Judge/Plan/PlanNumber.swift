internal import Foundation

/// Numbers as plans write and print them, in no locale.
package enum PlanNumber {
  /// A decimal number without a sign or an exponent.
  static func plain(_ text: some StringProtocol) -> Double? {
    guard let first = text.first, first != ".",
      text.allSatisfy({ $0 == "." || ("0"..."9").contains($0) })
    else { return nil }
    return Double(String(text))
  }

  /// The number a text begins with and the unit that follows, if it begins with one.
  static func split(_ text: String) -> (number: Double, unit: String)? {
    let digits = text.prefix { $0 == "." || ("0"..."9").contains($0) }
    guard let number = plain(digits), number.isFinite else { return nil }
    return (number, String(text[digits.endIndex...].drop { $0 == " " }))
  }

  /// The shortest text that reads back as the number, whole numbers without `.0`.
  static func text(_ number: Double) -> String {
    if let whole = Int(exactly: number), whole.magnitude < 1_000_000_000_000_000 {
      return "\(whole)"
    }
    return "\(number)"
  }

  /// The number to so many significant digits.
  static func text(_ number: Double, digits: Int) -> String {
    text(Double(String(format: "%.\(digits)g", number)) ?? number)
  }

  /// A share as per cent: `0.8` is `80%`.
  static func percent(_ share: Double) -> String { text(share * 100, digits: 6) + "%" }
}

extension PlanNumber {
  /// A whole number in groups of three digits.
  package static func count(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0, index.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + String(text.reversed())
  }

  /// A whole number with the noun for one of them, or for several.
  package static func count(_ value: Int, _ one: String, _ several: String) -> String {
    "\(count(value)) \(value == 1 ? one : several)"
  }
}
