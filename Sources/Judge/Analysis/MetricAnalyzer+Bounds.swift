internal import Stats
internal import Summaries

/// What labels that are missing could do to a guardrail.
extension MetricAnalyzer {
  /// Asks whether a guardrail is within its margin, whatever the labels that are missing may say.
  ///
  /// Manski (1990): a share whose values are missing in part lies between what it is if all of those count
  /// for it and if none does. The worst for the treatment and the best for the control must be within the
  /// margin, too; it needs no belief in why labels are missing.
  func nonInferiority(
    _ evidence: Evidence, metric index: Int, treatment: Int
  ) throws(StatsError) -> ThresholdTest {
    let plain = try nonInferiority(evidence, metric: index)
    guard let worst = worstContrast(metric: index, treatment: treatment) else { return plain }
    var bounded = evidence
    bounded.contrast = worst
    var test = try nonInferiority(bounded, metric: index)
    // The estimate stays that of the labels there are.
    guard plain.tooFewEffectiveUnits == nil, test.tooFewEffectiveUnits == nil,
      test.scale == plain.scale
    else { return plain.pValue > test.pValue ? plain : test }
    test.missingBound = plain.effect - test.effect
    test.effect = plain.effect
    return test
  }

  private func nonInferiority(
    _ evidence: Evidence, metric index: Int
  ) throws(StatsError) -> ThresholdTest {
    try evidence.test(
      .nonInferiority, plan.metrics[index].margin, significance: shares.nonInferiority,
      level: levels?.nonInferiority, method: plan.inference.success)
  }

  /// The arms as they would compare if missing labels spoke for the control and against the treatment.
  private func worstContrast(metric index: Int, treatment: Int) -> StratifiedContrast? {
    guard let extremes = arms.layout.extremes[index] else { return nil }
    let isHigherBetter = plan.metrics[index].better == .higher
    let last = plan.lastCompleteBucket(of: plan.metrics[index], at: arms.now)
    let phases = arms.phases.indices.compactMap { phase -> PhaseContrast? in
      func arm(_ variant: Int, _ pair: Int) -> ArmEstimate? {
        try? arms.ratio(
          arms.first.pair(pair, variant: variant, arms.phases[phase], through: last),
          variant: variant
        ).get()
      }
      guard let control = arm(0, isHigherBetter ? extremes.most : extremes.least),
        let changed = arm(treatment, isHigherBetter ? extremes.least : extremes.most)
      else { return nil }
      return PhaseContrast(control: control, treatment: changed, phase: phase)
    }
    return phases.isEmpty ? nil : StratifiedContrast(phases: phases)
  }
}

extension Plan {
  /// Whether missing labels of a metric are bounded: those of a guardrail that is a share of rows.
  func bounds(_ metric: MetricPlan) -> Bool {
    labels?.missing != .ignorable && metric.role == .guardrail && isLabel(metric)
      && metric.kind.isShare && metric.per == .row
  }
}
