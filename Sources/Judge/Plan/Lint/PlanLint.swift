/// Finds what a plan gives away before any data is seen: contradictions, samples too small to decide, and
/// rules that promise less than they seem to.
public struct PlanLint: Sendable {
  private let plan: Plan
  private let rollout: RolloutLint
  private let reference: LogProfile?
  private let source: ReferenceSource

  /// What a reference is read from.
  public enum ReferenceSource: Sendable {
    case logs
    /// Profiles, at least one: rows are not there any more.
    case profiles
  }

  /// Creates a check of one plan.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - reference: Of a drift plan: what current logs will be held against, where it is known.
  ///   - source: What that is read from.
  public init(_ plan: Plan, reference: LogProfile? = nil, source: ReferenceSource = .logs) {
    (rollout, self.reference, self.source) = (RolloutLint(plan: plan), reference, source)
    self.plan = plan.strategy == .canary ? StagedPlan(plan, starts: []).judged : plan
  }

  /// Errors first, then warnings and notes, each in the order of the plan.
  public var findings: [LintFinding] {
    let isExperiment = plan.strategy == .ab || plan.strategy == .canary
    let found =
      (isExperiment
        ? logFindings + variantFindings + metricFindings + RangeLint(plan).findings
          + SampleLint(plan).findings + timeFindings + rampFindings : [])
      + (plan.strategy == .validation ? ValidationLint(plan).findings : [])
      + (plan.strategy == .monitor ? MonitorLint(plan).findings : [])
      + (plan.strategy == .drift
        ? DriftLint(plan: plan, reference: reference, source: source).findings : [])
      + rollout.findings
    return LintIssue.Severity.allCases.flatMap { severity in
      found.filter { $0.severity == severity }
    }
  }

  /// How many rollouts a plan is asked for.
  public enum Effort: Sendable {
    /// Where a few take no more than a second.
    case atOnce
    /// However long they take.
    case enough
  }

  /// What a few simulated rollouts of the plan say: seconds, where the other findings take none.
  public func simulated(_ effort: Effort = .atOnce) -> [LintFinding] {
    guard plan.strategy == .ab, !findings.contains(where: { $0.severity == .error }) else {
      return []
    }
    let values = effort == .atOnce ? SimulationLint.valuesAtOnce : .max
    let found = SimulationLint(plan, mostValues: values).findings
    return LintIssue.Severity.allCases.flatMap { severity in
      found.filter { $0.severity == severity }
    }
  }

  // MARK: Log and variants

  private var logFindings: [LintFinding] {
    var findings: [LintFinding] = []
    if plan.log.unit == nil, plan.assignment.kind != .perRequest {
      findings.append(LintFinding(path: "log.unit", issue: .unitNone))
    }
    if plan.log.time == nil, plan.freshness != nil || plan.duration != DurationPlan() {
      findings.append(LintFinding(path: "log.time", issue: .timeColumnMissing))
    }
    return findings
  }

  private var variantFindings: [LintFinding] {
    var findings: [LintFinding] = []
    if plan.treatments.isEmpty {
      findings.append(LintFinding(path: "variants.treatments", issue: .noTreatments))
    }
    for name in PlanLint.repeated(plan.variants) {
      findings.append(LintFinding(path: "variants", issue: .duplicateVariant(name: name)))
    }
    guard !plan.traffic.isEmpty else { return findings }
    for name in plan.traffic.keys.sorted() where !plan.variants.contains(name) {
      findings.append(
        LintFinding(path: "traffic.\(name)", issue: .trafficUnknownVariant(name: name)))
    }
    for name in plan.variants where (plan.traffic[name] ?? 0) <= 0 {
      findings.append(LintFinding(path: "traffic", issue: .trafficMissing(variant: name)))
    }
    return findings
  }

  // MARK: Metrics

  private var metricFindings: [LintFinding] {
    guard !plan.metrics.isEmpty else { return [LintFinding(path: "metrics", issue: .noMetrics)] }
    var findings = PlanLint.repeated(plan.metrics.map(\.name)).map {
      LintFinding(path: "metrics", issue: .duplicateMetric(name: $0))
    }
    if plan.inference.asksForBenefit, !plan.metrics.contains(where: { $0.role == .success }) {
      findings.append(LintFinding(path: "metrics", issue: .noSuccessMetric))
    }
    if !plan.metrics.contains(where: { $0.role == .guardrail }) {
      findings.append(LintFinding(path: "metrics", issue: .noGuardrail))
    }
    for (index, metric) in plan.metrics.enumerated() {
      if metric.role == .guardrail,
        metric.harm.exceeds(metric.margin, baseline: metric.baseline) == true
      {
        let issue = LintIssue.harmAboveMargin(harm: metric.harm, margin: metric.margin)
        findings.append(LintFinding(path: "metrics[\(index)].harm", issue: issue))
      }
      if metric.role == .success, metric.rule == .estimate, metric.minimumImprovement.value > 0 {
        // An unbiased, symmetric estimate lies above its own true value half of the time.
        let issue = LintIssue.estimateRule(
          metric: metric.name, minimum: metric.minimumImprovement, falsePromotion: 0.5)
        findings.append(LintFinding(path: "metrics[\(index)].rule", issue: issue))
      }
    }
    return findings + competingGuardrails + rareErrors
  }

  /// How soon each critical rate shows that errors have become frequent.
  private var rareErrors: [LintFinding] {
    plan.metrics.indices.flatMap { index in
      plan.variants.indices.dropFirst().compactMap { treatment in
        RareErrorDetection(plan, metric: index, treatment: treatment).map { found in
          LintFinding(
            path: "metrics[\(index)]",
            issue: .rareErrors(
              metric: found.metric, treatment: found.treatment, before: found.before,
              after: found.after, unitsPerHour: found.unitsPerHour, chance: found.chance))
        }
      }
    }
  }

  /// Guardrails that measure the same and draw the line at different places.
  private var competingGuardrails: [LintFinding] {
    let guardrails = plan.metrics.enumerated().filter { $0.element.role == .guardrail }
    var findings: [LintFinding] = []
    for (position, (_, first)) in guardrails.enumerated() {
      for (index, second) in guardrails.dropFirst(position + 1)
      where first.measuresTheSame(as: second) && first.harm != second.harm {
        let issue = LintIssue.competingGuardrails(
          first: first.name, firstHarm: first.harm, second: second.name, secondHarm: second.harm)
        findings.append(LintFinding(path: "metrics[\(index)].harm", issue: issue))
      }
    }
    return findings
  }

  // MARK: Time and traffic

  private var timeFindings: [LintFinding] {
    var findings: [LintFinding] = []
    let (minimum, maximum) = (plan.duration.minimum, plan.duration.maximum)
    if let minimum, let maximum, minimum > maximum {
      findings.append(
        LintFinding(
          path: "duration",
          issue: .durationReversed(minimumSeconds: minimum, maximumSeconds: maximum)))
    }
    if maximum == nil, plan.inference.success == .fixed || plan.inference.harm == .fixed {
      findings.append(LintFinding(path: "duration.maximum", issue: .horizonMissing))
    }
    if let price = InferencePrice(plan) {
      findings.append(
        LintFinding(
          path: "inference.looks",
          issue: .priceOfLooks(
            looks: price.looks, groupSequential: price.groupSequential,
            alwaysValid: price.alwaysValid)))
    }
    if let minimum, let enforced = plan.duration.enforcedMinimum {
      if enforced > minimum {
        let issue = LintIssue.roundedWeeks(minimumSeconds: minimum, enforcedSeconds: enforced)
        findings.append(LintFinding(path: "duration.minimum", issue: issue))
      } else if minimum.truncatingRemainder(dividingBy: 7 * 86_400) != 0 {
        findings.append(
          LintFinding(path: "duration.minimum", issue: .partialWeeks(minimumSeconds: minimum)))
      }
    }
    return findings
  }

  private var rampFindings: [LintFinding] {
    guard let ramp = plan.ramp else { return [] }
    let issue = LintIssue.rampPath(weights: ramp.path, seconds: ramp.every)
    return [LintFinding(path: "ramp", issue: issue)] + [overlong(ramp)].compactMap(\.self)
  }

  /// A ramp that is not at its maximum when the time is up.
  private func overlong(_ ramp: RampPlan) -> LintFinding? {
    guard let maximum = plan.duration.maximum, let last = ramp.path.last, last == ramp.maximum
    else { return nil }
    let needed = Double(ramp.path.count - 1) * ramp.every
    guard needed > maximum, ramp.every > 0 else { return nil }
    let steps = min(ramp.path.count - 1, Int((maximum / ramp.every).rounded(.down)))
    let issue = LintIssue.rampOutlastsDuration(
      rampSeconds: needed, maximumSeconds: maximum, reached: ramp.path[steps])
    return LintFinding(path: "ramp", issue: issue)
  }

  private static func repeated(_ names: [String]) -> [String] {
    Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
  }
}

extension RampPlan {
  /// The weights a ramp passes through, in per cent, at most a hundred of them.
  var path: [Double] {
    if let schedule { return schedule }
    var weights = [initial]
    while let last = weights.last, last < maximum, step > 0, weights.count < 100 {
      weights.append(min(last + step, maximum))
    }
    return weights
  }
}

extension MetricPlan {
  /// Whether both are one measurement, whatever they decide.
  func measuresTheSame(as other: MetricPlan) -> Bool {
    kind == other.kind && column == other.column && secondColumn == other.secondColumn
      && probability == other.probability && per == other.per && conditions == other.conditions
      && positive == other.positive && scoreThreshold == other.scoreThreshold
  }
}
