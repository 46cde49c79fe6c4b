internal import Stats
internal import Summaries

/// What labels that are missing are taken for.
enum MissingLabels {
  case leftOut
  /// For the control, and against the treatment.
  case againstTreatment
}

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
    let plain = try nonInferiority(evidence, .leftOut, metric: index, treatment: treatment)
    let last = plan.lastCompleteBucket(of: plan.metrics[index], at: arms.now)
    guard let worst = worstContrast(metric: index, treatment: treatment, through: last) else {
      return plain
    }
    var bounded = evidence
    bounded.contrast = worst
    var test = try nonInferiority(
      bounded, .againstTreatment, metric: index, treatment: treatment)
    // The estimate stays that of the labels there are.
    guard plain.isAnswered, test.isAnswered, test.scale == plain.scale else {
      return plain.pValue > test.pValue ? plain : test
    }
    test.missingBound = plain.effect - test.effect
    test.effect = plain.effect
    return test
  }

  private func nonInferiority(
    _ evidence: Evidence, _ missing: MissingLabels, metric index: Int, treatment: Int
  ) throws(StatsError) -> ThresholdTest {
    try promotionTest(
      .nonInferiority, plan.metrics[index].margin, evidence, metric: index, treatment: treatment,
      significance: shares.nonInferiority, level: levels?.nonInferiority, missing: missing)
  }

  /// The arms as they compare with missing labels taken one way; nil where no phase has both.
  func contrast(
    _ missing: MissingLabels, metric: Int, treatment: Int, through last: Int
  ) -> StratifiedContrast? {
    switch missing {
    case .leftOut: try? contrast(metric: metric, treatment: treatment, through: last).get()
    case .againstTreatment: worstContrast(metric: metric, treatment: treatment, through: last)
    }
  }

  /// The contrast at a look, of units that are complete: from a memory, where there is one that has it.
  func frozenContrast(
    _ missing: MissingLabels, metric index: Int, treatment: Int, through last: Int
  ) -> StratifiedContrast? {
    guard case .ratio(let whole, _) = arms.layout.slots[index] else {
      return contrast(missing, metric: index, treatment: treatment, through: last)
    }
    var pairs = [(variant: 0, pair: whole), (variant: treatment, pair: whole)]
    if missing == .againstTreatment, let extremes = arms.layout.extremes[index] {
      // Which of the two is the worst does not matter here: either may have changed.
      pairs = [0, treatment].flatMap {
        [(variant: $0, pair: extremes.least), (variant: $0, pair: extremes.most)]
      }
    }
    return memory.contrast(
      .init(metric: index, treatment: treatment, missing: missing), pairs: pairs, through: last,
      arms
    ) { contrast(missing, metric: index, treatment: treatment, through: last) }
  }

  /// The arms as they would compare if missing labels spoke for the control and against the treatment.
  private func worstContrast(
    metric index: Int, treatment: Int, through last: Int
  ) -> StratifiedContrast? {
    guard let extremes = arms.layout.extremes[index] else { return nil }
    let isHigherBetter = plan.metrics[index].better == .higher
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

extension ThresholdTest {
  /// Whether there was enough to ask it of: in groups, at one look or more.
  fileprivate var isAnswered: Bool { tooFewEffectiveUnits == nil && looks?.isEmpty != true }
}

extension Plan {
  /// Whether missing labels of a metric are bounded: those of a guardrail that is a share of rows.
  func bounds(_ metric: MetricPlan) -> Bool {
    labels?.missing != .ignorable && metric.role == .guardrail && isLabel(metric)
      && metric.kind.isShare && metric.per == .row && metric.nonInferiority != .exact
      && metric.kind != .auc
  }
}
