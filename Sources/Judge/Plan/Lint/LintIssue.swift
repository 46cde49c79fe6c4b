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
  case rampReversed(initial: Double, maximum: Double)
  case rampNeverGrows(initial: Double, maximum: Double)
  /// A single look at the end needs an end.
  case horizonMissing
  /// Durations, freshness and ramps are counted on the log's clock.
  case timeColumnMissing

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
  /// Of so many simulated rollouts in which success improves by twice its minimum so few were promoted.
  case rarelyPromoted(promoted: Int, rollouts: Int, most: Double, power: Double, units: Int)

  // Notes.
  /// What `minimum_sample` in every variant is in all, at the planned traffic.
  case minimumSampleInAll(perVariant: Int, variant: String, share: Double, total: Int)
  /// The true improvement that a single look at the minimum sample promotes with the planned power.
  case detectableEffect(metric: String, treatment: String, effect: Threshold, power: Double)
  case rampPath(weights: [Double], seconds: Double)
  case partialWeeks(minimumSeconds: Double)
  /// What looking costs: multiples of the sample of a single look.
  case priceOfLooks(looks: Int, groupSequential: Double, alwaysValid: Double)
  case roundedWeeks(minimumSeconds: Double, enforcedSeconds: Double)
  /// The chance that errors ten times as frequent are rolled back within an hour of the plan's traffic; a
  /// warning where it is below a half.
  case rareErrors(
    metric: String, treatment: String, before: Double, after: Double, unitsPerHour: Double,
    chance: Double)
}

extension LintIssue {
  /// How bad an issue is.
  public enum Severity: String, Codable, Sendable, CaseIterable {
    case error, warning, note
  }

  public var severity: Severity {
    switch self {
    case .noTreatments, .noMetrics, .duplicateVariant, .duplicateMetric, .harmAboveMargin,
      .trafficUnknownVariant, .trafficMissing, .durationReversed, .rampReversed, .rampNeverGrows,
      .horizonMissing, .timeColumnMissing:
      .error
    case .noSuccessMetric, .noGuardrail, .unitNone, .sampleTooSmall, .estimateRule,
      .competingGuardrails, .plannedBelowMinimum, .rarelyPromoted:
      .warning
    case .rareErrors(_, _, _, _, _, let chance): chance < 0.5 ? .warning : .note
    case .minimumSampleInAll, .detectableEffect, .rampPath, .partialWeeks,
      .roundedWeeks, .priceOfLooks:
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
    case .rampReversed: "ramp-reversed"
    case .rampNeverGrows: "ramp-never-grows"
    case .horizonMissing: "horizon-missing"
    case .timeColumnMissing: "time-column-missing"
    case .noSuccessMetric: "no-success-metric"
    case .noGuardrail: "no-guardrail"
    case .unitNone: "unit-none"
    case .sampleTooSmall: "sample-too-small"
    case .estimateRule: "estimate-rule"
    case .competingGuardrails: "competing-guardrails"
    case .plannedBelowMinimum: "planned-below-minimum"
    case .minimumSampleInAll: "minimum-sample-in-all"
    case .detectableEffect: "detectable-effect"
    case .rampPath: "ramp-path"
    case .partialWeeks: "partial-weeks"
    case .priceOfLooks: "price-of-looks"
    case .roundedWeeks: "rounded-weeks"
    case .rareErrors: "rare-errors"
    case .rarelyPromoted: "rarely-promoted"
    }
  }
}
