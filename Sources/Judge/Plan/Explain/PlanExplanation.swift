/// A plan in plain English: what is compared, what each verdict takes, and what is guaranteed.
public struct PlanExplanation: Equatable, Sendable {
  /// A heading and its sentences.
  public struct Section: Equatable, Sendable {
    public var title: String
    public var lines: [String]
  }

  public let sections: [Section]

  /// Explains a plan.
  public init(_ plan: Plan) {
    sections =
      switch plan.strategy {
      case .ab: ExperimentExplanation(plan).sections
      case .blueGreen, .rolling: ClusterExplanation(plan).sections
      case .canary: CanaryExplanation(plan).sections
      case .shadow: ShadowExplanation(plan).sections
      case .drift: DriftExplanation(plan).sections
      case .validation: ValidationExplanation(plan).sections
      case .monitor: MonitorExplanation(plan).sections
      }
  }

  /// Headings at the margin, their sentences indented below.
  public var lines: [String] {
    sections.flatMap { [$0.title] + $0.lines.map { "  " + $0 } }
  }
}

/// Explains a comparison of variants.
struct ExperimentExplanation {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var sections: [PlanExplanation.Section] {
    [
      .init(title: "Comparison", lines: comparison),
      .init(title: "Metrics", lines: plan.metrics.map { MetricExplanation($0, plan).sentence }),
      .init(title: "Verdicts", lines: verdicts),
      .init(title: "Guarantees", lines: guarantees),
    ]
  }

  // MARK: Comparison

  private var comparison: [String] {
    let control = plan.control.map { " with the control \($0)" } ?? ""
    var lines = ["\(plan.name) compares \(WordList.and(plan.treatments))\(control)."]
    lines.append(unit)
    if plan.phases.isEmpty { lines.append("Planned traffic: \(split(plan.traffic)).") }
    for phase in plan.phases {
      lines.append("Planned traffic from \(phase.start.words): \(split(phase.traffic)).")
    }
    if !plan.log.filter.isEmpty {
      lines.append("Only rows where \(WordList.and(plan.log.filter.map(\.words))) count.")
    }
    if let ramp = plan.ramp {
      let path = ramp.path.map { PlanNumber.text($0) + "%" }.joined(separator: ", ")
      lines.append("The ramp: \(path), one step every \(TimeSpan(seconds: ramp.every).words).")
    }
    return lines
  }

  private func split(_ traffic: [String: Double]) -> String {
    zip(plan.variants, plan.shares(of: traffic)).map { "\($0) \(PlanNumber.percent($1))" }
      .joined(separator: ", ")
  }

  private var unit: String {
    guard let unit = plan.log.unit else {
      return "Every row is a unit of its own: nothing else was randomised."
    }
    let assignment =
      switch plan.assignment.kind {
      case .stickyHash: "assigned once by a hash, so that each sees one variant"
      case .perPhase: "assigned anew in each phase"
      case .perRequest: "assigned request by request"
      }
    return "Units are the values of \(unit), \(assignment); evidence is counted in units, not rows."
  }

  // MARK: Verdicts

  private var verdicts: [String] {
    [
      promote, calendar, rollBack, stop, invalid,
      "continue: in every other case, and whenever data is missing.",
    ]
    .compactMap(\.self)
  }

  private func named(_ role: MetricPlan.Role, critical: Bool? = nil) -> [String] {
    plan.metrics.filter { $0.role == role && (critical == nil || $0.critical == critical) }
      .map(\.name)
  }

  private var promote: String {
    let success = named(.success)
    guard plan.inference.asksForBenefit else { return promoteHarmless }
    guard !success.isEmpty else { return "promote: never, because no metric has role success." }
    let proven =
      success.count == 1
      ? "\(success[0]) is proven better by more than its minimum"
      : "\(plan.inference.successPolicy == .any ? "at least one of" : "each of") \(WordList.and(success)) is proven better by more than its minimum"
    let guardrails = named(.guardrail)
    let safe =
      guardrails.isEmpty
      ? ""
      : ", and \(WordList.and(guardrails)) \(guardrails.count == 1 ? "is" : "are each") proven not worse than the margin"
    return "promote: when \(proven)\(safe), once \(minimums)."
  }

  private var promoteHarmless: String {
    let guardrails = named(.guardrail)
    return
      "promote: when \(WordList.and(guardrails)) \(guardrails.count == 1 ? "is" : "are each") proven not worse than the margin, once \(minimums); no benefit is asked for, and none is claimed."
  }

  private var calendar: String? {
    guard let calendar = plan.calendar else { return nil }
    let freezes = calendar.freezes.isEmpty ? "" : ", and in no freeze"
    return
      "A promotion waits for the calendar: \(WordList.and(calendar.days.map(\.rawValue))), \(clock(calendar.opens)) to \(clock(calendar.closes)) at UTC\(calendar.offset < 0 ? "-" : "+")\(clock(abs(calendar.offset)))\(freezes); until then the answer is continue."
  }

  private func clock(_ seconds: Int) -> String {
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }

  private var minimums: String {
    let sample =
      "each variant has \(PlanNumber.count(plan.inference.minimumSample, "unit", "units"))"
    guard let minimum = plan.duration.minimum, let enforced = plan.duration.enforcedMinimum else {
      return sample
    }
    let planned = TimeSpan(seconds: minimum).words
    let weeks = enforced > minimum ? " (\(planned) in whole weeks)" : ""
    return "\(sample) and \(TimeSpan(seconds: enforced).words)\(weeks) have passed"
  }

  private var rollBack: String? {
    let critical = named(.guardrail, critical: true)
    guard !critical.isEmpty else { return nil }
    return
      "rollback: as soon as \(WordList.or(critical)) is shown to be worse than its harm limit, whatever else holds."
  }

  private var stop: String? {
    var causes: [String] = []
    let watched = named(.guardrail, critical: false)
    if !watched.isEmpty {
      causes.append("\(WordList.or(watched)) is shown to be worse than its harm limit")
    }
    if !named(.success).isEmpty { causes.append("even the upper limits miss what promotion needs") }
    if let power = plan.inference.futilityPower {
      causes.append("a promotion by the end has a chance below \(PlanNumber.percent(power))")
    }
    if let maximum = plan.duration.maximum {
      let extend = plan.duration.extend.map {
        ", or \(TimeSpan(seconds: $0.to).words) where at each \(TimeSpan(seconds: $0.by).words) from then on the chance of one is at least \(PlanNumber.percent($0.conditionalPower))"
      }
      causes.append(
        "\(TimeSpan(seconds: maximum).words) have passed without a promotion\(extend ?? "")")
    }
    return causes.isEmpty ? nil : "stop: when \(WordList.or(causes))."
  }

  private var invalid: String {
    var causes = ["variants receive units in other shares than planned"]
    if plan.ignoreVariants != .all { causes.append("variants appear that the plan does not name") }
    if plan.log.unit != nil, plan.assignment.kind == .stickyHash {
      causes.append(
        "more than \(PlanNumber.percent(plan.assignment.toleratedCrossovers)) of the units are seen in several variants"
      )
    }
    causes.append(
      "more than \(PlanNumber.percent(plan.toleratedRowErrors)) of the rows cannot be read")
    causes.append(
      "the shares of rows without a metric's value differ by more than \(plan.toleratedMissing.text)"
    )
    if let freshness = plan.freshness {
      causes.append("the newest row is older than \(TimeSpan(seconds: freshness).words)")
    }
    return "invalid: when \(WordList.or(causes)); shown harm still answers rollback."
  }

  // MARK: Guarantees

  private var guarantees: [String] {
    let inference = plan.inference
    func budget(_ share: Double) -> String { "at most \(PlanNumber.percent(share))" }
    let looks =
      if inference.success == .groupSequential {
        "With bounds of their own at the looks, every \(TimeSpan(seconds: plan.lookSpacing).words), and for harm however often one looks"
      } else if inference.success == .alwaysValid, inference.harm == .alwaysValid {
        "However often one looks"
      } else {
        "With always-valid bounds at every look and fixed ones at the end"
      }
    let together =
      inference.joint.map { " the four chances below sum to \(PlanNumber.percent($0))." } ?? ""
    let benefit =
      inference.asksForBenefit
      ? "its named success metric is not better than the minimum, or 0 under rule estimate, or "
      : ""
    return [
      "\(looks), and given valid randomisation:\(together)",
      "False promotion (a treatment is promoted although \(benefit)some guardrail is worse than its margin): \(budget(inference.significance)).",
      "False rollback (a critical guardrail is named although it is not worse than its harm limit): \(budget(inference.rollbackSignificance)) over all critical guardrails and treatments.",
      "False stop (the same for guardrails that are not critical): \(budget(inference.deteriorationSignificance)).",
      "False invalid: \(budget(inference.invalidSignificance)) for each integrity test.",
    ] + [price].compactMap(\.self)
  }

  private var price: String? {
    InferencePrice(plan).map { price in
      let reason = price.obstacle.map {
        " Group-sequential is not possible: it \($0.complaint)."
      }
      return
        "The price of \(PlanNumber.count(price.looks, "look", "looks")), as a multiple of the sample of a single one: \(PlanNumber.text(price.groupSequential, digits: 3)) group-sequential, \(PlanNumber.text(price.alwaysValid, digits: 3)) always-valid.\(reason ?? "")"
    }
  }
}
