/// Reads how long an experiment runs.
enum DurationReader {
  static func duration(_ section: PlanSection<PlanKeys.Duration>) -> DurationPlan {
    var duration = DurationPlan()
    duration.minimum = section[.minimum]?.seconds()
    duration.maximum = section[.maximum]?.seconds()
    duration.wholeWeeks = section[.wholeWeeks]?.flag()
    requireWeeksToFit(duration, section)
    return duration
  }

  /// Weeks that are asked for have to end before the maximum does.
  private static func requireWeeksToFit(
    _ duration: DurationPlan, _ section: PlanSection<PlanKeys.Duration>
  ) {
    guard let value = section[.wholeWeeks], duration.wholeWeeks == true else { return }
    guard duration.minimum != nil else {
      return value.complain(
        .contradiction, "duration.whole_weeks rounds the minimum, and there is none",
        mend: "add minimum: 7d, or remove whole_weeks")
    }
    guard let rounded = duration.enforcedMinimum, let maximum = duration.maximum, rounded > maximum
    else { return }
    value.complain(
      .contradiction,
      "duration.whole_weeks rounds the minimum to \(TimeSpan(seconds: rounded).words), and the maximum is \(TimeSpan(seconds: maximum).words)",
      mend: "raise the maximum, or write whole_weeks: false")
  }
}
