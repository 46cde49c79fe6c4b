extension Threshold {
  /// What a threshold's text is read for: it decides which units make sense, and which way a factor points.
  struct Context {
    /// Whether the threshold bounds a gain or a loss.
    enum Purpose { case improvement, deterioration }

    var kind: MetricPlan.Kind
    var better: MetricPlan.Direction
    var purpose: Purpose
    /// The unit of the metric's column, for thresholds in time.
    var timeUnit: TimeUnit

    /// Whether values rise when the metric changes in the direction of the purpose.
    var rises: Bool { (better == .higher) == (purpose == .improvement) }
  }

  /// The time unit that a column counts in.
  public enum TimeUnit: String, Codable, Sendable, CaseIterable {
    case microseconds = "us"
    case milliseconds = "ms"
    case seconds = "s"

    /// How many of this unit one second holds.
    var perSecond: Double {
      switch self {
      case .microseconds: 1_000_000
      case .milliseconds: 1000
      case .seconds: 1
      }
    }
  }

  /// Why a text is not a threshold.
  struct Misreading: Error, Equatable {
    var complaint: String
    var mend: String
  }

  /// Reads `20%`, `2pp`, `20ms`, `1.5x`, `3 abs` or `0`; anything else is asked, not guessed.
  init(_ source: String, _ context: Context) throws(Misreading) {
    let units =
      context.kind.isShare
      ? "5% of the control's value, or 5pp" : "5% of the control's value, 20ms, or 3 abs"
    guard let (number, unit) = PlanNumber.split(source) else {
      throw Misreading(
        complaint: "\"\(source)\" is not a size of change",
        mend: "write a number without a sign and its unit: \(units)")
    }
    text = source
    switch unit {
    case "":
      guard number == 0 else { throw Threshold.missingUnit(source, number, context) }
      (value, self.unit) = (0, .absolute)
    case "%":
      (value, self.unit) = (number / 100, .relative)
    case "x":
      guard number == 1 || (number > 1) == context.rises else {
        throw Misreading(
          complaint:
            "\"\(source)\" is \(number > 1 ? "a rise" : "a fall"), and this metric \(context.purpose == .improvement ? "improves" : "deteriorates") when it \(context.rises ? "rises" : "falls")",
          mend: "write \(context.rises ? "1.2x for +20%" : "0.8x for -20%")")
      }
      (value, self.unit) = (abs(number - 1), .relative)
    case "pp":
      guard context.kind.isShare else {
        throw Misreading(
          complaint:
            "\"\(source)\" is in percentage points, and a \(context.kind.rawValue) is not a share",
          mend: "write \(units)")
      }
      (value, self.unit) = (number / 100, .absolute)
    case "ms", "s", "us":
      guard !context.kind.isShare, let written = TimeUnit(rawValue: unit) else {
        throw Misreading(
          complaint:
            "\"\(source)\" is a time, and \([.accuracy, .f1].contains(context.kind) ? "an" : "a") \(context.kind.rawValue) is a share",
          mend: "write \(units)")
      }
      // One division at most, so that 20ms of a column in milliseconds is 20 exactly.
      value =
        written == context.timeUnit
        ? number : number * context.timeUnit.perSecond / written.perSecond
      self.unit = .absolute
    case "abs":
      (value, self.unit) = (number, .absolute)
    default:
      throw Misreading(
        complaint: "\"\(source)\" has an unknown unit \"\(unit)\"",
        mend:
          "known are % (of the control's value), pp (points of a share), ms, s, us, x (a factor) and abs (the metric's own unit)"
      )
    }
    if self.unit == .relative, !context.rises, value >= 1 {
      throw Misreading(
        complaint: "\"\(source)\" is a fall by the whole value or more",
        mend: "write less than 100%")
    }
    if self.unit == .absolute, context.kind.isShare, value > 1 {
      throw Misreading(
        complaint: "\"\(source)\" is more than a share can change", mend: "write at most 100pp")
    }
  }

  private static func missingUnit(
    _ source: String, _ number: Double, _ context: Context
  ) -> Misreading {
    let hundredth = PlanNumber.percent(number)
    let own = PlanNumber.text(number)
    var readings = ["\(hundredth) or \(own)% (of the control's value)"]
    readings +=
      context.kind.isShare
      ? ["\(PlanNumber.text(number * 100, digits: 6))pp or \(own)pp (points)"]
      : ["\(own)ms (time)", "\(own) abs (the metric's own unit)"]
    if number > 0, number != 1, (number > 1) == context.rises {
      readings.append("\(own)x (a factor)")
    }
    return Misreading(
      complaint: "\"\(source)\" has no unit",
      mend: "which is meant: \(readings.joined(separator: ", "))?")
  }
}
