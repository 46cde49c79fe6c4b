/// Reads how long an experiment runs.
enum DurationReader {
  static func duration(
    _ section: PlanSection<PlanKeys.Duration>, _ inference: InferencePlan
  ) -> DurationPlan {
    var duration = DurationPlan()
    duration.minimum = section[.minimum]?.seconds()
    duration.maximum = section[.maximum]?.seconds()
    duration.wholeWeeks = section[.wholeWeeks]?.flag()
    requireWeeksToFit(duration, section)
    duration.extend = section[.extend].flatMap { extend($0, duration, inference) }
    return duration
  }

  private static func extend(
    _ value: PlanValue, _ duration: DurationPlan, _ inference: InferencePlan
  ) -> ExtensionPlan? {
    guard let section = value.section(PlanKeys.Extension.self) else { return nil }
    let mend = "write {by: 7d, to: 28d, conditional_power: 50%}"
    let by = section.required(.by, mend: mend)?.seconds()
    let to = section.required(.to, mend: mend)?.seconds()
    let power = section.required(.conditionalPower, mend: mend)?.probability()
    guard let by, let to, let power else { return nil }
    if inference.success != .alwaysValid {
      value.complain(
        .contradiction,
        "duration.extend looks again after the end, and success \(inference.success.rawValue) allows no look after it",
        mend: "write success: always-valid, or remove extend")
    }
    guard let maximum = duration.maximum else {
      value.complain(
        .contradiction, "duration.extend extends the maximum, and there is none",
        mend: "add maximum: 14d")
      return nil
    }
    if by <= 0 { section[.by]?.invalid("0", "a length of time above 0") }
    if to <= maximum {
      section[.to]?.complain(
        .contradiction,
        "duration.extend.to, \(TimeSpan(seconds: to).words), is not after the maximum of \(TimeSpan(seconds: maximum).words)",
        mend: "write when the last extension ends, counted from the first row")
    }
    return ExtensionPlan(by: by, to: to, conditionalPower: power)
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
