internal import Foundation

/// How a statistic of treatment is compared with the same statistic of control.
public enum Contrast: String, Codable, Sendable, CaseIterable {
  /// treatment − control.
  case difference
  /// (treatment − control)/control.
  case relativeLift
  /// log(treatment/control).
  case logRatio

  /// The comparison of two values.
  ///
  /// - Throws: `StatsError.invalidParameter` for a lift over zero or the logarithm of a ratio that is
  ///   not positive.
  public func value(control: Double, treatment: Double) throws(StatsError) -> Double {
    try check(control: control, treatment: treatment)
    return switch self {
    case .difference: treatment - control
    case .relativeLift: (treatment - control) / control
    case .logRatio: log(treatment) - log(control)
    }
  }

  /// The comparison of two independent estimates, with its delta-method standard error.
  public func estimate(control: Estimate, treatment: Estimate) throws(StatsError) -> Estimate {
    let result = try value(control: control.value, treatment: treatment.value)
    let (a, b) = (control.standardError, treatment.standardError)
    let (c, t) = (control.value, treatment.value)
    return switch self {
    case .difference: Estimate(result, standardError: hypot(b, a))
    case .relativeLift: Estimate(result, standardError: hypot(b / c, t / c * (a / c)))
    case .logRatio: Estimate(result, standardError: hypot(b / t, a / c))
    }
  }

  /// How the comparison changes with a change of control's value.
  func change(
    control: Double, treatment: Double, byControl delta: Double
  ) throws(StatsError) -> Double {
    try check(control: control + delta, treatment: treatment)
    return switch self {
    case .difference: -delta
    case .relativeLift: -(treatment / control) * (delta / (control + delta))
    case .logRatio: -log1p(delta / control)
    }
  }

  /// How the comparison changes with a change of treatment's value.
  func change(
    control: Double, treatment: Double, byTreatment delta: Double
  ) throws(StatsError) -> Double {
    try check(control: control, treatment: treatment + delta)
    return switch self {
    case .difference: delta
    case .relativeLift: delta / control
    case .logRatio: log1p(delta / treatment)
    }
  }

  private func check(control: Double, treatment: Double) throws(StatsError) {
    if self == .relativeLift, control == 0 {
      throw .invalidParameter(name: "control", value: 0, expected: "not zero")
    }
    guard self == .logRatio else { return }
    for (name, value) in [("control", control), ("treatment", treatment)] {
      try Domain.positive(name, value)
    }
  }
}
