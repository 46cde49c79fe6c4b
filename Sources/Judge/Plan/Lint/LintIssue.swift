/// One thing that a plan, read without its data, gives away: numbers, never text.
public enum LintIssue: Equatable, Codable, Sendable {
  // Errors: no data can make a verdict of such a plan what its author meant.
  case noTreatments
  case noMetrics
  case duplicateVariant(name: String)
  case duplicateMetric(name: String)
  case harmAboveMargin(harm: Threshold, margin: Threshold)
  case trafficUnknownVariant(name: String)
  case trafficMissing(variant: String)
  case durationReversed(minimumSeconds: Double, maximumSeconds: Double)
  /// A single look at the end needs an end.
  case horizonMissing
  /// Durations, freshness and ramps are counted on the log's clock.
  case timeColumnMissing
  /// No share can change by so much from where it is.
  case improvementImpossible(metric: String, baseline: Double, minimum: Threshold)

  // Warnings: the plan works, and probably not as hoped.
  case noSuccessMetric
  case noGuardrail
  case unitNone
  /// At the minimum sample, even a single look would rarely see an effect as large as the minimum improvement.
  case sampleTooSmall(
    metric: String, treatment: String, effect: Threshold, power: Double, units: Int, needed: Int)
  /// The chance that a treatment exactly at the minimum improvement has an estimate above it.
  case estimateRule(metric: String, minimum: Threshold, falsePromotion: Double)
  /// Two guardrails on one measurement whose limits differ.
  case competingGuardrails(
    first: String, firstHarm: Threshold, second: String, secondHarm: Threshold)
  case plannedBelowMinimum(planned: Int, minimum: Int)
  /// At the planned sample, an unchanged treatment is rarely shown to be within the margin.
  case marginTooTight(
    metric: String, treatment: String, margin: Threshold, chance: Double, units: Int, needed: Int)
  /// No share can get so much worse.
  case marginNeverBinds(metric: String, baseline: Double, margin: Threshold)
  /// The ramp would take longer than the experiment may.
  case rampOutlastsDuration(rampSeconds: Double, maximumSeconds: Double, reached: Double)
  /// Another plan for the same variants says otherwise.
  case plansDisagree(plan: String, PlanDisagreement)
  /// So few units of the treatment come in a stage that it lasts longer than planned.
  case stageTooThin(stage: Int, units: Double, required: Int, seconds: Double)
  /// So few events come by the end of a stage that its condition cannot be judged.
  case conditionHopeless(
    stage: Int, metric: String, limit: Threshold, events: Double, required: Double)
  /// A switch before which nobody asks whether the treatment answers rightly.
  case switchUnchecked
  /// Too few clusters to show a margin where neither side has an event.
  case calmUnprovable(metric: String, margin: Threshold, clusters: Int, required: Int)
  /// A share of 100%, or of none, that no number of rows proves.
  case thresholdUnprovable(check: String, threshold: String)
  /// A model as good as its baseline is proven so by no number of rows.
  case marginUnprovable(check: String)
  /// The chance that a truth exactly at the threshold passes.
  case checkByEstimate(check: String, falsePass: Double)
  /// A group of the minimum size cannot pass, were every answer right.
  case groupTooSmall(check: String, minimum: Int, needed: Int)
  /// Of so many simulated rollouts in which success improves by twice its minimum so few were promoted.
  case rarelyPromoted(promoted: Int, rollouts: Int, most: Double, power: Double, units: Int)
  /// In so many of them the smallest arm had fewer units than the minimum sample to the end: at most `units`.
  case sampleRarelyReached(short: Int, rollouts: Int, units: Int, required: Int)
  /// Of so many with a treatment exactly at its minimum so many were promoted at some look, had the one test of
  /// the end been read at each; a note where the plan declares no looks.
  case peekingPromotes(
    promoted: Int, rollouts: Int, least: Double, looks: Int, significance: Double,
    areDeclared: Bool)
  /// Of so many with a treatment exactly at its minimum so many were promoted by rule `estimate`, and by rule
  /// `lower bound`.
  case estimatePromotes(promoted: Int, rollouts: Int, least: Double, byLowerBound: Int)
  /// Of so many with an unharmful treatment, and users who return, so many told harm or promoted it wrongly.
  case rowsMislead(wrong: Int, rollouts: Int, least: Double, promise: Double)

  // Notes.
  case checkSetAside(check: String, name: String)
  /// What `minimum_sample` in every variant is in all, at the planned traffic.
  case minimumSampleInAll(perVariant: Int, variant: String, share: Double, total: Int)
  /// The true improvement that a single look at the minimum sample promotes with the planned power.
  case detectableEffect(metric: String, treatment: String, effect: Threshold, power: Double)
  case rampPath(weights: [Double], seconds: Double)
  /// What is at stake asks for another strategy.
  case strategyAdvised(
    criticality: Plan.Criticality, advised: Plan.Strategy, strategy: Plan.Strategy)
  case partialWeeks(minimumSeconds: Double)
  /// What looking costs: multiples of the sample of a single look.
  case priceOfLooks(looks: Int, groupSequential: Double, alwaysValid: Double)
  case roundedWeeks(minimumSeconds: Double, enforcedSeconds: Double)

  // Of monitors, worst first.
  /// A trigger that no data can raise.
  case impossibleTrigger(trigger: String, limit: TriggerLimit)
  /// What is usual lies beyond the limit, so that the trigger is always raised.
  case baselineBeyondLimit(trigger: String, baseline: Double, limit: TriggerLimit)
  /// An alert that comes only after the rollback it should warn of.
  case alertAfterRollback(
    alert: String, alertLimit: TriggerLimit, rollback: String, rollbackLimit: TriggerLimit)
  /// Two triggers on one measurement that draw the line at different places.
  case competingTriggers(
    strict: String, strictLimit: TriggerLimit, strictAction: TriggerPlan.Action, lax: String,
    laxLimit: TriggerLimit, laxAction: TriggerPlan.Action)
  /// Even without one event so few rows show nothing.
  case windowTooSmall(trigger: String, rows: Int, needed: Int, significance: Double)
  /// A variant could get no traffic at all without a word.
  case splitTooWide(trigger: String, variant: String, share: Double, limit: TriggerLimit)
  /// The chance that a window whose true value is its limit has an estimate beyond it.
  case thresholdRule(falseAlarms: Double)
  /// The chance that errors ten times as frequent are rolled back within an hour of the plan's traffic; a
  /// warning where it is below a half.
  case rareErrors(
    metric: String, treatment: String, before: Double, after: Double, unitsPerHour: Double,
    chance: Double)

  /// Of a drift plan.
  case drift(DriftLintIssue)
}

extension LintIssue {
  /// How bad an issue is.
  public enum Severity: String, Codable, Sendable, CaseIterable {
    case error, warning, note
  }

  public var severity: Severity {
    switch self {
    case .noTreatments, .noMetrics, .duplicateVariant, .duplicateMetric, .harmAboveMargin,
      .trafficUnknownVariant, .trafficMissing, .durationReversed, .horizonMissing,
      .timeColumnMissing, .improvementImpossible, .impossibleTrigger,
      .baselineBeyondLimit, .alertAfterRollback:
      .error
    case .noSuccessMetric, .noGuardrail, .unitNone, .sampleTooSmall, .estimateRule,
      .competingGuardrails, .plannedBelowMinimum, .marginTooTight, .marginNeverBinds,
      .rampOutlastsDuration, .plansDisagree, .stageTooThin, .conditionHopeless,
      .thresholdUnprovable, .marginUnprovable, .checkByEstimate, .groupTooSmall,
      .competingTriggers, .windowTooSmall, .splitTooWide, .thresholdRule, .rarelyPromoted,
      .sampleRarelyReached, .estimatePromotes, .rowsMislead:
      .warning
    case .peekingPromotes(_, _, _, _, _, let areDeclared): areDeclared ? .warning : .note
    case .rareErrors(_, _, _, _, _, let chance): chance < 0.5 ? .warning : .note
    case .drift(let issue): issue.severity
    case .minimumSampleInAll, .detectableEffect, .rampPath, .partialWeeks,
      .roundedWeeks, .priceOfLooks, .strategyAdvised, .checkSetAside, .switchUnchecked,
      .calmUnprovable:
      .note
    }
  }

  /// A name to search for and to silence by.
  public var code: String {
    switch self {
    case .noTreatments: "no-treatments"
    case .noMetrics: "no-metrics"
    case .duplicateVariant: "duplicate-variant"
    case .duplicateMetric: "duplicate-metric"
    case .harmAboveMargin: "harm-above-margin"
    case .trafficUnknownVariant: "traffic-unknown-variant"
    case .trafficMissing: "traffic-missing"
    case .durationReversed: "duration-reversed"
    case .horizonMissing: "horizon-missing"
    case .timeColumnMissing: "time-column-missing"
    case .noSuccessMetric: "no-success-metric"
    case .noGuardrail: "no-guardrail"
    case .unitNone: "unit-none"
    case .sampleTooSmall: "sample-too-small"
    case .estimateRule: "estimate-rule"
    case .competingGuardrails: "competing-guardrails"
    case .plannedBelowMinimum: "planned-below-minimum"
    case .improvementImpossible: "improvement-impossible"
    case .marginTooTight: "margin-too-tight"
    case .marginNeverBinds: "margin-never-binds"
    case .rampOutlastsDuration: "ramp-outlasts-duration"
    case .plansDisagree: "plans-disagree"
    case .stageTooThin: "stage-too-thin"
    case .conditionHopeless: "condition-hopeless"
    case .switchUnchecked: "switch-unchecked"
    case .calmUnprovable: "calm-unprovable"
    case .strategyAdvised: "strategy-advised"
    case .minimumSampleInAll: "minimum-sample-in-all"
    case .detectableEffect: "detectable-effect"
    case .rampPath: "ramp-path"
    case .partialWeeks: "partial-weeks"
    case .priceOfLooks: "price-of-looks"
    case .roundedWeeks: "rounded-weeks"
    case .thresholdUnprovable: "threshold-unprovable"
    case .marginUnprovable: "margin-unprovable"
    case .checkByEstimate: "check-by-estimate"
    case .groupTooSmall: "group-too-small"
    case .checkSetAside: "check-set-aside"
    case .impossibleTrigger: "impossible-trigger"
    case .baselineBeyondLimit: "baseline-beyond-limit"
    case .alertAfterRollback: "alert-after-rollback"
    case .competingTriggers: "competing-triggers"
    case .windowTooSmall: "window-too-small"
    case .splitTooWide: "split-too-wide"
    case .thresholdRule: "threshold-rule"
    case .rareErrors: "rare-errors"
    case .rarelyPromoted: "rarely-promoted"
    case .drift(let issue): issue.code
    case .sampleRarelyReached: "sample-rarely-reached"
    case .peekingPromotes: "peeking-promotes"
    case .estimatePromotes: "estimate-promotes"
    case .rowsMislead: "rows-mislead"
    }
  }
}
