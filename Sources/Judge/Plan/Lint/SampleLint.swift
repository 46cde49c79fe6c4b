internal import Stats

/// What the planned sample can show, by normal approximation of a single look.
///
/// Bounds that hold at every look see less, so these numbers flatter an always-valid plan.
struct SampleLint {
  private let plan: Plan
  /// The units of each variant when the smallest has the minimum sample.
  private let units: [Double]

  init(_ plan: Plan) {
    self.plan = plan
    let smallest = plan.shares.filter { $0 > 0 }.min() ?? 1
    units = plan.shares.map { Double(plan.inference.minimumSample) * $0 / smallest }
  }

  var findings: [LintFinding] {
    guard plan.variants.count > 1, units.allSatisfy({ $0 > 0 && $0.isFinite }) else { return [] }
    return sampleFindings + plan.metrics.enumerated().flatMap(metricFindings)
      + plan.metrics.enumerated().flatMap(guardrailFindings)
  }

  private var sampleFindings: [LintFinding] {
    var findings: [LintFinding] = []
    // At 9e15 units and more, a double no longer counts.
    guard let total = Int(exactly: units.reduce(0, +).rounded(.up)) else { return [] }
    if let planned = plan.inference.plannedSample, planned < total {
      findings.append(
        LintFinding(
          path: "inference.planned_sample",
          issue: .plannedBelowMinimum(planned: planned, minimum: total)))
    }
    if let scarce = zip(plan.variants, plan.shares).min(by: { $0.1 < $1.1 }) {
      let issue = LintIssue.minimumSampleInAll(
        perVariant: plan.inference.minimumSample, variant: scarce.0, share: scarce.1, total: total)
      findings.append(LintFinding(path: "inference.minimum_sample", issue: issue))
    }
    return findings
  }

  /// Nothing where the spread is not known, or where the numbers allow no answer.
  private func metricFindings(_ index: Int, _ metric: MetricPlan) -> [LintFinding] {
    guard metric.role == .success, let control = plan.control else { return [] }
    return zip(plan.variants, units).dropFirst().flatMap { treatment, count -> [LintFinding] in
      let minimum = absolute(metric.minimumImprovement, metric)
      guard treatment != control, let minimum,
        let error = standardError(metric, change: minimum, units[0], count),
        let found = try? findings(metric, treatment, minimum, error, count)
      else { return [] }
      return found.map { LintFinding(path: "metrics[\(index)].minimum_improvement", issue: $0) }
    }
  }

  /// Guardrails that an unchanged treatment would rarely be shown to keep.
  private func guardrailFindings(_ index: Int, _ metric: MetricPlan) -> [LintFinding] {
    guard metric.role == .guardrail, metric.nonInferiority != .exact, metric.knownRate == nil,
      plan.control != nil,
      let margin = absolute(metric.margin, metric), margin > 0
    else { return [] }
    let scale = plannedScale
    return zip(plan.treatments, units.dropFirst()).compactMap { treatment, count in
      guard let error = standardError(metric, change: 0, units[0] * scale, count * scale),
        let issue = try? tightMargin(metric, treatment, margin, error, count * scale)
      else { return nil }
      return LintFinding(path: "metrics[\(index)].margin", issue: issue)
    }
  }

  /// How many times the minimum sample is planned, where it is.
  private var plannedScale: Double {
    let planned = Double(plan.inference.plannedSample ?? 0)
    return max(1, planned / units.reduce(0, +))
  }

  private func tightMargin(
    _ metric: MetricPlan, _ treatment: String, _ margin: Double, _ standardError: Double,
    _ count: Double
  ) throws(StatsError) -> LintIssue? {
    let look = SingleLook(significance: plan.inference.significance)
    let chance = try look.power(effect: margin, standardError: standardError)
    let reach = try look.detectable(standardError: standardError, power: plan.inference.power)
    let needed = (count * (reach / margin) * (reach / margin)).rounded(.up)
    // A guardrail that is more likely shown than not is left alone.
    guard chance < 0.5, let units = Int(exactly: count.rounded(.down)),
      let needed = Int(exactly: needed)
    else { return nil }
    return .marginTooTight(
      metric: metric.name, treatment: treatment, margin: metric.margin, chance: chance,
      units: units, needed: needed)
  }

  private func findings(
    _ metric: MetricPlan, _ treatment: String, _ minimum: Double, _ standardError: Double,
    _ count: Double
  ) throws(StatsError) -> [LintIssue] {
    let look = SingleLook(significance: plan.inference.significance)
    let reach = try look.detectable(standardError: standardError, power: plan.inference.power)
    let null = metric.rule == .lowerBound ? minimum : 0
    var issues = [
      LintIssue.detectableEffect(
        metric: metric.name, treatment: treatment, effect: change(null + reach, metric),
        power: plan.inference.power)
    ]
    guard minimum > 0 else { return issues }
    let power = try look.power(effect: minimum, standardError: standardError)
    let scale = (reach / minimum) * (reach / minimum)
    if power < plan.inference.power, let units = Int(exactly: count.rounded(.down)),
      let needed = Int(exactly: (count * scale).rounded(.up))
    {
      issues.append(
        .sampleTooSmall(
          metric: metric.name, treatment: treatment, effect: metric.minimumImprovement,
          power: power, units: units, needed: needed))
    }
    return issues
  }

  /// A change in the metric's own unit, as a plan would write it.
  private func change(_ value: Double, _ metric: MetricPlan) -> Threshold {
    let text =
      metric.kind.isShare
      ? PlanNumber.text(value * 100, digits: 3) + "pp" : PlanNumber.text(value, digits: 3) + " abs"
    return Threshold(value: value, unit: .absolute, text: text)
  }

  /// A threshold in the metric's own unit, if the baseline tells.
  private func absolute(_ threshold: Threshold, _ metric: MetricPlan) -> Double? {
    if threshold.unit == .absolute { return threshold.value }
    return metric.baseline.map { threshold.value * abs($0) }
  }

  private func standardError(
    _ metric: MetricPlan, change: Double, _ control: Double, _ treatment: Double
  ) -> Double? {
    if let spread = metric.standardDeviation {
      return spread * (1 / control + 1 / treatment).squareRoot()
    }
    // How many rows are positive, a plan does not say.
    guard metric.kind.isShare, !metric.kind.isOfPositives, let share = metric.baseline else {
      return nil
    }
    let changed = metric.better == .higher ? share + change : share - change
    guard 0 < share, share < 1, 0 < changed, changed < 1 else { return nil }
    return (share * (1 - share) / control + changed * (1 - changed) / treatment).squareRoot()
  }
}

/// A one-sided test of one look by the normal approximation.
struct SingleLook {
  let significance: Double

  /// The chance to see an effect of this size.
  func power(effect: Double, standardError: Double) throws(StatsError) -> Double {
    let critical = try Normal().quantile(upperTail: significance)
    return try Normal().upperTail(critical - effect / standardError)
  }

  /// The smallest effect that is seen with this power.
  func detectable(standardError: Double, power: Double) throws(StatsError) -> Double {
    let critical = try Normal().quantile(upperTail: significance)
    return (critical + (try Normal().quantile(lowerTail: power))) * standardError
  }
}
