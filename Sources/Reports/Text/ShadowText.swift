internal import Judge

/// Reasons that only a shadow has, in words.
enum ShadowText {
  static func clause(_ reason: ShadowReason) -> String {
    switch reason {
    case .pairsMissing(let logOnly, let shadowOnly, let share, let tolerated):
      let others = shadowOnly.map { ", and \(requests($0)) only by the shadow" } ?? ""
      return "\(requests(logOnly)) answered only by the model in service\(others) "
        + "(\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .answersContradict(let keys, let share, let tolerated):
      return "the shadow answered \(NumberText.count(keys, "request", "requests")) "
        + "more than once and "
        + "differently (\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .valuesUnpaired(let metric, let share, let tolerated):
      return "\(InertText.name(metric)) has a value in just one of both answers for "
        + "\(NumberText.percent(share, places: 2)) of the requests, where "
        + "\(NumberText.significant(tolerated * 100, digits: 3))pp is tolerated"
    case .passed(let treatment):
      return "\(InertText.name(treatment)) passed on all that the plan asks, and the plan leaves "
        + "its promotion to others (auto_promote is not set)"
    case .agreementProven(let share, let lower, let required):
      return "both answer alike in \(percent(share)) of the requests, shown to be at least "
        + "\(percent(lower)) where \(NumberText.percent(required)) is required"
    case .agreementNotProven(let share?, let lower?, let required):
      return "both answer alike in \(percent(share)) of the requests, perhaps only in "
        + "\(percent(max(0, lower))), where \(NumberText.percent(required)) is required"
    case .agreementNotProven(_, _, let required):
      return "no request has two answers that could be alike, where "
        + "\(NumberText.percent(required)) of them must be"
    case .areaProven(let difference, let lower, let margin):
      return "the area under the ROC curve changes by \(area(difference)), at worst by "
        + "\(area(lower)), where \(area(-margin)) is allowed"
    case .areaNotProven(let difference?, let lower, let margin):
      let worst = lower.map { "perhaps by \(area($0))" } ?? "with too few of either label to judge"
      return "the area under the ROC curve changes by \(area(difference)), \(worst), "
        + "where \(area(-margin)) is allowed"
    case .areaNotProven(_, _, let margin):
      return "no area under the ROC curve can be computed, where a change by \(area(-margin)) "
        + "is allowed"
    case .areaMissed(let difference, let margin):
      return "the area under the ROC curve changes by \(area(difference)), shown to be beyond the "
        + "\(area(-margin)) that is allowed"
    case .agreementMissed(let share, let upper, let required):
      return "both answer alike in \(percent(share)) of the requests, at best in "
        + "\(percent(min(1, upper))), where \(NumberText.percent(required)) is required"
    }
  }

  private static func area(_ change: Double) -> String {
    NumberText.signed(change, places: 4)
  }

  private static func percent(_ share: Double) -> String { NumberText.percent(share, places: 2) }

  private static func requests(_ count: Int) -> String {
    count == 1 ? "1 request is" : "\(NumberText.count(count)) requests are"
  }
}
