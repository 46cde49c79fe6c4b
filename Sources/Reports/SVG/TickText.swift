internal import Foundation

/// The numbers of an axis: short, and as many digits as tell them apart.
enum TickText {
  /// A number on an axis: `12.5`, `3k`, `2.5M`, `1e-7`.
  static func number(_ value: Double) -> String {
    let size = abs(value)
    switch size {
    case 1e15...: return NumberText.scientific(value, digits: 2)
    case 1e9...: return NumberText.significant(value / 1e9, digits: 4) + "G"
    case 1e6...: return NumberText.significant(value / 1e6, digits: 4) + "M"
    case 1e4...: return NumberText.significant(value / 1e3, digits: 4) + "k"
    default: return NumberText.significant(value, digits: 4)
    }
  }

  /// A share as per cent.
  static func percent(_ share: Double) -> String {
    NumberText.significant(share * 100, digits: 3) + "%"
  }

  /// A change: with a sign.
  static func change(_ value: Double) -> String { (value > 0 ? "+" : "") + number(value) }
}
