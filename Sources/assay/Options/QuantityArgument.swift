internal import ArgumentParser

/// A share such as `10%` or `0.1`, a difference of shares such as `2pp`, or another number.
struct QuantityArgument: ExpressibleByArgument {
  /// What follows the number.
  enum Unit: String, CaseIterable {
    case percent = "%"
    case points = "pp"
    case none = ""
  }

  /// The number, of shares from 0 to 1.
  let value: Double
  /// What followed it.
  let unit: Unit

  /// Creates a number without a unit.
  init(_ value: Double) { (self.value, unit) = (value, .none) }

  init?(argument: String) {
    let unit = Unit.allCases.first { argument.hasSuffix($0.rawValue) } ?? .none
    guard let number = Double(argument.dropLast(unit.rawValue.count)) else { return nil }
    (value, self.unit) = (unit == .none ? number : number / 100, unit)
  }

  var defaultValueDescription: String { "\(value)" }

  /// Checks that it is written as a share.
  func requireShare(_ option: String) throws {
    guard unit != .points else {
      throw ValidationError("\(option) is a share; write 10% or 0.1.")
    }
  }

  /// Checks that it is written as a difference, in points only where shares are compared.
  func requireDifference(_ option: String, ofShares comparesShares: Bool) throws {
    switch unit {
    case .none: break
    case .points where comparesShares: break
    case .points:
      throw ValidationError("\(option) is no difference of shares; write a number.")
    case .percent:
      throw ValidationError(
        "\(option) is a difference; write "
          + (comparesShares ? "2pp or 0.02 for two points." : "a number without %."))
    }
  }
}
