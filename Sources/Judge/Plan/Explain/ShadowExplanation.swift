/// Explains the plan of a shadow.
struct ShadowExplanation {
  private let plan: Plan
  private let shadow: ShadowPlan

  init(_ plan: Plan) {
    self.plan = plan
    shadow = plan.shadow ?? ShadowPlan()
  }

  var sections: [PlanExplanation.Section] {
    [
      .init(title: "Comparison", lines: comparison),
      .init(title: "Metrics", lines: plan.metrics.map { MetricExplanation($0, plan).sentence }),
      .init(title: "Verdicts", lines: verdicts),
      .init(title: "Guarantees", lines: guarantees),
    ]
  }

  private var name: String { plan.treatments.first ?? "the shadow" }

  private var comparison: [String] {
    let request = plan.log.request ?? "request"
    let place =
      plan.log.variant.map { "which \($0) tells apart in one log" }
      ?? "the shadow's in a file of its own"
    let control = plan.control ?? "the model in service"
    var lines = [
      "\(plan.name) compares \(name) with \(control) on the requests both answered, paired by \(request), \(place)."
    ]
    lines.append(
      plan.log.unit.map {
        "Units are the values of \($0): requests of one unit are not taken for independent."
      } ?? "Every request is a unit of its own.")
    if !plan.log.filter.isEmpty {
      lines.append("Only rows where \(WordList.and(plan.log.filter.map(\.words))) count.")
    }
    if !shadow.slices.isEmpty {
      lines.append("Disagreement is broken down by \(WordList.and(shadow.slices)).")
    }
    return lines
  }

  private var verdicts: [String] {
    let proven = plan.metrics.filter { $0.role == .success }.map(\.name)
    let guarded = plan.metrics.filter { $0.role == .guardrail }.map(\.name)
    var conditions: [String] = []
    if !proven.isEmpty { conditions.append("\(WordList.and(proven)) proven better") }
    if !guarded.isEmpty {
      conditions.append("\(WordList.and(guarded)) proven not worse than the margin")
    }
    if let agreement = shadow.agreement {
      let share = PlanNumber.percent(agreement)
      conditions.append("at least \(share) of the answers shown to be alike")
    }
    if let margin = shadow.areaMargin {
      conditions.append(
        "the area under the ROC curve proven smaller by less than \(PlanNumber.text(margin))")
    }
    let passes =
      "with \(WordList.and(conditions.isEmpty ? ["nothing that could be proven"] : conditions)), once there are \(PlanNumber.count(plan.inference.minimumSample, "unit", "units"))"
      + (plan.duration.minimum.map { " and \(TimeSpan(seconds: $0).words) have passed" } ?? "")
    return [
      shadow.onPass == .promote
        ? "promote: \(passes)."
        : "continue, and the report says that the shadow passed: \(passes). auto_promote is not set, so nothing is promoted.",
      "rollback: harm on a critical metric; stop: on another, or a criterion that is out of reach.",
      "invalid: more than \(PlanNumber.percent(shadow.missingPairs)) of the requests lack one of the two answers, or more than \(plan.toleratedMissing.text) of the pairs half a value.",
    ]
  }

  private var guarantees: [String] {
    [
      "However often one looks: a promotion that the plan does not allow has a chance of at most \(PlanNumber.percent(plan.inference.significance)), a rollback without harm \(PlanNumber.percent(plan.inference.rollbackSignificance)), a stop without deterioration \(PlanNumber.percent(plan.inference.deteriorationSignificance))."
    ]
  }
}
