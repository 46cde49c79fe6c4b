extension DurationPlan {
  private static let week = 604_800.0

  /// The minimum that promotion waits for, in seconds: that of the plan, from a week on rounded up to whole weeks.
  ///
  /// Weekdays differ from weekends: over ten days three weekdays would count twice. Unless the plan asks for
  /// it, nothing is rounded beyond the maximum, where it would leave no time to promote.
  public var enforcedMinimum: Double? {
    guard let minimum else { return nil }
    let rounded = (minimum / Self.week).rounded(.up) * Self.week
    return switch wholeWeeks {
    case true?: rounded
    case false?: minimum
    case nil: minimum >= Self.week && rounded <= maximum ?? .infinity ? rounded : minimum
    }
  }
}
