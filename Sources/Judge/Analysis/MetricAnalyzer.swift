internal import Stats
internal import Summaries

/// Compares one treatment with the control, metric by metric.
struct MetricAnalyzer {
  var plan: Plan
  var arms: ArmEstimator
  var shares: ErrorShares
  /// Where a treatment is promoted: the levels that Holm's procedure promotes it at.
  var levels: PromotionLevels?
  /// When a plan that tests in groups looks.
  var schedule: LookSchedule?
  var detail = Judgement.Detail.report
  /// What is known from earlier looks.
  var memory = LookMemory()

  /// One metric of one treatment, as an index into the plan's variants.
  func analyze(metric index: Int, treatment: Int) -> MetricAnalysis {
    let metric = plan.metrics[index]
    let last = plan.lastCompleteBucket(of: metric, at: arms.now)
    var analysis = MetricAnalysis(
      name: metric.name, kind: metric.kind, role: metric.role, better: metric.better,
      critical: metric.critical, estimand: estimand(of: metric), control: nil, treatment: nil,
      result: .notComputable(.noVariation))
    if plan.isDelayed(metric) {
      analysis.complete = completeUnits(treatment: treatment, through: last)
      analysis.harmSoFar = harmSoFar(metric: index, treatment: treatment)
    }
    switch contrast(metric: index, treatment: treatment, through: last) {
    case .failure(let failure):
      // The arm that has a value shows it.
      let phase = arms.phases.count - 1
      func estimate(_ variant: Int) -> ArmEstimate? {
        try? arms.estimate(metric: index, variant: variant, phase: phase, through: last).get()
      }
      (analysis.control, analysis.treatment) = (estimate(0), estimate(treatment))
      analysis.result = .notComputable(cause(failure, of: metric, analysis.complete))
    case .success(let plain):
      let adjusted = AdjustedContrast(
        arms, plain, metric: index, treatment: treatment, through: last)
      let contrast = adjusted?.contrast ?? plain
      (analysis.control, analysis.treatment) = (contrast.control, contrast.treatment)
      analysis.result = compare(
        contrast, adjustment: adjusted?.report, metric: index, treatment: treatment, through: last)
    }
    return analysis
  }

  /// The phases in which both arms have a value: one without the other has nothing to compare.
  func contrast(
    metric: Int, treatment: Int, through last: Int = .max
  ) -> Result<StratifiedContrast, ArmFailure> {
    var phases: [PhaseContrast] = []
    var failure = ArmFailure(.noRows(variant: plan.variants[treatment]))
    for phase in arms.phases.indices {
      let control = arms.estimate(metric: metric, variant: 0, phase: phase, through: last)
      let changed = arms.estimate(metric: metric, variant: treatment, phase: phase, through: last)
      switch (control, changed) {
      case (.failure(let cause), _), (_, .failure(let cause)): failure = cause
      case (.success(let control), .success(let changed)):
        phases.append(PhaseContrast(control: control, treatment: changed, phase: phase))
      }
    }
    return phases.isEmpty ? .failure(failure) : .success(StratifiedContrast(phases: phases))
  }

  private func estimand(of metric: MetricPlan) -> Estimand {
    Estimand(
      definition: metric.definition(unitColumn: plan.unitColumn), aggregation: metric.per,
      errorRows: metric.errorRows, scale: metric.scale, clock: plan.clock(of: metric),
      window: metric.window, maturity: plan.isLabel(metric) ? plan.labels?.maturity : nil,
      rule: metric.role == .success ? metric.rule : nil)
  }

  private func cause(
    _ failure: ArmFailure, of metric: MetricPlan, _ complete: CompleteUnits?
  ) -> MetricAnalysis.Cause {
    if let complete, min(complete.control, complete.treatment) == 0 {
      return .noneComplete(units: complete.units)
    }
    if case .noRows = failure.cause, metric.kind == .accuracy { return .labelsMissing }
    return failure.cause
  }

  private func compare(
    _ contrast: StratifiedContrast, adjustment: CovariateAdjustment?, metric index: Int,
    treatment: Int, through last: Int
  ) -> MetricAnalysis.Result {
    let metric = plan.metrics[index]
    if metric.scale == .logRatio, !contrast.isPositive, !isExactRate(metric) {
      let low = contrast.control.value > 0 ? treatment : 0
      let value = min(contrast.control.value, contrast.treatment.value)
      return .notComputable(.notPositive(variant: plan.variants[low], value: value))
    }
    let evidence = Evidence(
      contrast: contrast, metric: metric, clock: plan.clock(of: metric),
      targetClock: plan.targetClock(treatment: treatment))
    let score = evidence.score(on: .difference)
    // A rate without events is no constant metric: it waits for events, below the floor.
    guard score.standardError != 0 || metric.kind == .rate else {
      return .notComputable(.noVariation)
    }
    guard score.effect.isFinite, score.standardError.isFinite else {
      return .notComputable(.statistics("the values are too large for their variance"))
    }
    do throws(StatsError) {
      return .computed(
        Comparison(
          evidence, significance: plan.inference.significance,
          tests: try tests(evidence, metric: index, treatment: treatment),
          classical: detail == .report
            ? classical(
              contrast, adjustment, metric: index, treatment: treatment, through: last) : nil,
          phases: detail == .report
            ? try? phaseEffects(
              contrast, metric: index, treatment: treatment, through: last) : nil,
          adjustment: adjustment,
          beyondLimits: detail == .report
            ? beyondLimits(metric: index, treatment: treatment, through: last) : nil))
    } catch {
      return .notComputable(.statistics(error.cause))
    }
  }

  private func classical(
    _ contrast: StratifiedContrast, _ adjustment: CovariateAdjustment?, metric index: Int,
    treatment: Int, through last: Int
  ) -> ClassicalComparison? {
    try? ClassicalComparison(
      contrast,
      pairs: adjustment == nil
        ? wholePairs(contrast, metric: index, treatment: treatment, through: last) : nil,
      isShare: plan.metrics[index].isShare, significance: plan.inference.significance)
  }

  /// A rate's harm limit of zero or so many per cent is judged on counts of first events, exactly.
  private func isExactRate(_ metric: MetricPlan) -> Bool {
    metric.knownRate != nil
      || metric.kind == .rate && metric.better == .lower
        && (metric.harm.value == 0 || metric.harm.unit == .relative)
  }

  /// What the plan asks of a metric; harm, where units enter late, is asked of all of them elsewhere.
  private func tests(
    _ evidence: Evidence, metric index: Int, treatment: Int
  ) throws(StatsError) -> [ThresholdTest] {
    let metric = plan.metrics[index]
    var tests: [ThresholdTest] = []
    switch metric.role {
    case .monitor: return []
    case .success:
      let minimum = metric.rule == .estimate ? Threshold.zero : metric.minimumImprovement
      tests.append(
        try promotionTest(
          .superiority, minimum, evidence, metric: index, treatment: treatment,
          significance: shares.superiority, level: levels?.superiority[index]))
    case .guardrail where metric.knownRate != nil:
      guard let known = metric.knownRate else { return [] }
      tests.append(
        try knownRateTest(
          .nonInferiority, known, metric: index, treatment: treatment,
          significance: shares.nonInferiority, level: levels?.nonInferiority))
    case .guardrail where metric.nonInferiority == .exact:
      let last = plan.lastCompleteBucket(of: metric, at: arms.now)
      let isKnown = tellsEvents(metric: index, treatment: treatment, through: last)
      tests.append(
        try evidence.exactNonInferiority(
          isKnown ? firstEvents(metric: index, treatment: treatment, through: last) : [],
          units: isKnown ? observedUnits(metric: index, treatment: treatment, through: last) : 0,
          significance: shares.nonInferiority, level: levels?.nonInferiority))
    case .guardrail:
      tests.append(
        try nonInferiority(evidence, metric: index, treatment: treatment))
    }
    if plan.isDelayed(metric) { return tests }
    return tests + [try harmTest(evidence, metric: index, treatment: treatment)]
  }

  /// Asks a question of promotion in the way the plan tests.
  ///
  /// The evidence and, where looks are gone through one by one, their contrasts take missing labels alike.
  func promotionTest(
    _ question: ThresholdTest.Question, _ threshold: Threshold, _ evidence: Evidence,
    metric index: Int, treatment: Int, significance: Double, level: Double?,
    missing: MissingLabels = .leftOut
  ) throws(StatsError) -> ThresholdTest {
    switch plan.inference.success {
    case .groupSequential:
      try lookTest(
        question, threshold, metric: index, treatment: treatment, significance: significance,
        level: level, missing: missing)
    case .alwaysValid, .fixed:
      try evidence.test(
        question, threshold, significance: significance, level: level,
        method: plan.inference.success)
    }
  }

  /// Whether harm is shown, by the exact process for rates where there is one.
  func harmTest(
    _ evidence: Evidence, metric index: Int, treatment: Int
  ) throws(StatsError) -> ThresholdTest {
    let metric = plan.metrics[index]
    let share = shares.harm[index]
    if let known = metric.knownRate {
      return try knownRateTest(
        .harm, known, metric: index, treatment: treatment, significance: share)
    }
    if isExactRate(metric) {
      let phases = firstEvents(metric: index, treatment: treatment)
      return try evidence.firstEventsTest(phases, significance: share)
    }
    return try evidence.test(
      .harm, metric.harm, significance: share, method: plan.inference.harm)
  }

  /// The effect phase by phase, and what pooling over them would have said; nil for a single phase.
  private func phaseEffects(
    _ contrast: StratifiedContrast, metric index: Int, treatment: Int, through last: Int
  ) throws(StatsError) -> PhaseEffects? {
    guard contrast.phases.count > 1 else { return nil }
    let pooled: PhaseContrast? =
      if case .ratio(let pair, _) = arms.layout.slots[index],
        case .success(let control) = arms.ratio(
          arms.first.pair(pair, variant: 0, through: last), variant: 0),
        case .success(let changed) = arms.ratio(
          arms.first.pair(pair, variant: treatment, through: last), variant: treatment)
      {
        PhaseContrast(control: control, treatment: changed, phase: 0)
      } else {
        nil
      }
    return try PhaseEffects(contrast, pooled: pooled) { arms.phases[$0].start }
  }

  /// The moments of both arms, where one phase holds them all and the metric is a ratio of sums.
  private func wholePairs(
    _ contrast: StratifiedContrast, metric index: Int, treatment: Int, through last: Int
  ) -> (BivariateMoments, BivariateMoments)? {
    guard contrast.phases.count == 1, case .ratio(let pair, _) = arms.layout.slots[index] else {
      return nil
    }
    return (
      arms.first.pair(pair, variant: 0, through: last),
      arms.first.pair(pair, variant: treatment, through: last)
    )
  }

  /// How much lies beyond the limits of a metric; nil without limits.
  private func beyondLimits(
    metric index: Int, treatment: Int, through last: Int
  ) -> BeyondLimits? {
    guard let pair = arms.layout.beyondLimits[index],
      let level = plan.metrics[index].winsorization?.level
    else { return nil }
    let shares = [0, treatment].map { variant in
      let counts = arms.first.pair(pair, variant: variant, through: last)
      return counts.meanY > 0 ? counts.meanX / counts.meanY : 0
    }
    return BeyondLimits(level: level, control: shares[0], treatment: shares[1])
  }
}

extension MetricPlan {
  /// Each row contributes 0 or 1.
  var isShare: Bool { [.accuracy, .proportion, .rate].contains(kind) && per != .unitMean }
}
