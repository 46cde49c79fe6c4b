/// A size of change, with its unit: `20%` of the control, `2pp` percentage points, `20ms`, `1.5x`.
public struct Threshold: Hashable, Codable, Sendable {
  /// What the number counts.
  public enum Unit: String, Codable, Sendable, CaseIterable {
    /// A share of the control's value: 0.2 for `20%`, 0.5 for `1.5x`.
    case relative
    /// The metric's own unit: 0.02 for `2pp`, 20 for `20ms` of a column in milliseconds.
    case absolute
  }

  /// Never negative; the metric's direction gives the sign.
  public var value: Double
  public var unit: Unit
  /// As the plan wrote it.
  public var text: String

  /// Creates a threshold.
  public init(value: Double, unit: Unit, text: String) {
    (self.value, self.unit, self.text) = (value, unit, text)
  }

  /// No change at all.
  public static let zero = Threshold(value: 0, unit: .absolute, text: "0")
}

extension Threshold {
  /// Whether this is the larger change; `nil` where a share of the control is set against an absolute change and
  /// the control's value is not known.
  func exceeds(_ other: Threshold, baseline: Double?) -> Bool? {
    if unit == other.unit || value == 0 || other.value == 0 { return value > other.value }
    guard let baseline else { return nil }
    func absolute(_ threshold: Threshold) -> Double {
      threshold.unit == .absolute ? threshold.value : threshold.value * abs(baseline)
    }
    return absolute(self) > absolute(other)
  }
}
