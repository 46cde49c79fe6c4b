/// One treatment beside the control, metric by metric.
public struct TreatmentAnalysis: Equatable, Codable, Sendable {
  public var variant: String
  /// Anytime p-value that this treatment may be promoted: the larger of its success and non-inferiority
  /// p-values, Holm-adjusted over treatments.
  public var promotionPValue: Double?
  public var metrics: [MetricAnalysis]
  /// What it lacks for a promotion, where one is still possible or time ran out.
  public var outlook: Outlook?
  /// Whether the arms were alike before the experiment, one a covariate of the plan.
  public var covariates: [CovariateBalance]?
  /// Its metrics within the values of the plan's columns: for reading, never for the verdict.
  public var segments: [SegmentBreakdown]?
}

/// One metric of one treatment.
public struct MetricAnalysis: Equatable, Codable, Sendable {
  public var name: String
  public var kind: MetricPlan.Kind
  public var role: MetricPlan.Role
  public var better: MetricPlan.Direction
  public var critical: Bool
  public var estimand: Estimand
  public var control: ArmEstimate?
  public var treatment: ArmEstimate?
  public var result: Result
  /// Where units enter once they are complete: how many are.
  public var complete: CompleteUnits?
  /// Where units enter once they are complete: the test for harm, which waits for none of them.
  public var harmSoFar: ThresholdTest?

  /// The comparison, or why there is none.
  public enum Result: Equatable, Codable, Sendable {
    case computed(Comparison)
    case notComputable(Cause)
  }

  /// Why a metric has no value.
  public enum Cause: Equatable, Codable, Sendable {
    case noRows(variant: String)
    /// No unit of one of the variants is complete, of so many in both.
    case noneComplete(units: Int)
    /// Fewer than two units have a value.
    case tooFewUnits(variant: String, units: Int)
    /// No unit differs from another in either variant.
    case noVariation
    /// A relative threshold needs a positive value in both variants.
    case notPositive(variant: String, value: Double)
    case labelsMissing
    /// The histogram is too coarse, or the sample too small, for this quantile.
    case quantileUndetermined(probability: Double, units: Int)
    case statistics(String)
  }
}

/// How many units of a comparison have all that a metric waits for: their window, and its labels.
public struct CompleteUnits: Equatable, Codable, Sendable {
  public var control: Int
  public var treatment: Int
  /// All units of both, complete or not.
  public var units: Int
}

/// What exactly is estimated: printed with every report.
public struct Estimand: Equatable, Codable, Sendable {
  /// The metric's own definition, for instance `Σ correct / Σ labelled, clustered by user_id`.
  public var definition: String
  public var aggregation: MetricPlan.Aggregation
  public var errorRows: MetricPlan.ErrorRows
  /// The scale the thresholds are judged on.
  public var scale: Scale
  /// What the sequential bounds run on.
  public var clock: Clock
  /// Seconds after a unit's first exposure within which its rows count; nil where all of them do.
  public var window: Double?
  /// Seconds after a row within which its label counts; nil where it always does.
  public var maturity: Double?
  /// Of a success metric: what promotion holds against the minimum improvement.
  public var rule: MetricPlan.Rule?

  /// The scale of an effect.
  public enum Scale: String, Codable, Sendable {
    /// treatment − control
    case difference
    /// ln(treatment / control)
    case logRatio
  }

  /// The clock of a confidence sequence.
  public enum Clock: String, Codable, Sendable {
    /// Units, each complete when it enters.
    case units
    /// The variance of the score, for units that keep accruing rows.
    case variance
  }
}

/// A metric in one variant.
public struct ArmEstimate: Equatable, Codable, Sendable {
  public var units: Int
  public var value: Double
  public var standardError: Double
  /// Units that the variance effectively rests on.
  public var effectiveUnits: Double
}

/// A metric's change from control to treatment.
public struct Comparison: Equatable, Codable, Sendable {
  /// Treatment − control.
  public var difference: Double
  public var differenceStandardError: Double
  /// Treatment ÷ control − 1, where both are positive.
  public var relativeChange: Double?
  /// Anytime-valid interval of the difference at 1 − α.
  public var differenceInterval: Bounds
  /// Anytime-valid interval of the relative change, from the log ratio.
  public var relativeInterval: Bounds?
  /// The clock's value, and the value it is tuned for.
  public var clock: Double
  public var targetClock: Double
  public var tests: [ThresholdTest]
  public var classical: ClassicalComparison?
  /// The effect by phase, where traffic was divided in more than one way.
  public var phases: PhaseEffects?
  /// What covariates took off, where the plan names some.
  public var adjustment: CovariateAdjustment?
  /// What lay beyond the limits, where the plan states some.
  public var beyondLimits: BeyondLimits?
}

/// A lower and an upper limit.
public struct Bounds: Equatable, Codable, Sendable {
  public var lower: Double
  public var upper: Double

  /// Creates limits.
  public init(lower: Double, upper: Double) { (self.lower, self.upper) = (lower, upper) }
}

/// The same comparison as if this were the only look: for reading, never for the verdict.
public struct ClassicalComparison: Equatable, Codable, Sendable {
  public var method: String
  public var statistic: Double
  public var degreesOfFreedom: Double?
  /// Two-sided.
  public var pValue: Double
  /// Of the difference.
  public var interval: Bounds
  public var intervalMethod: String
}

/// One question a decision asks of a metric.
///
/// Effects are signed so that positive is better.
public struct ThresholdTest: Equatable, Codable, Sendable {
  /// What is asked.
  public enum Question: String, Codable, Sendable {
    /// Is the effect above the minimum improvement?
    case superiority
    /// Is the effect above minus the margin?
    case nonInferiority
    /// Is the effect below minus the harm limit?
    case harm
  }

  /// How evidence accumulates.
  public enum Method: String, Codable, Sendable {
    /// The normal mixture confidence sequence.
    case confidenceSequence
    /// The exact process on the first event of each unit.
    case firstEvents
    /// The exact process on the pairs in which just one of two models is right.
    case discordantPairs
    /// The exact process on the share of units with an event.
    case eventShare
    /// The exact process on the share of rows with an event, against a rate known from before.
    case knownRate
    /// Student's t on clusters, of which there are few.
    case clusters
    /// The exact bound on clusters of which none has an event.
    case flawlessClusters
    /// A single look at the end.
    case fixed
    /// Looks at times that the plan names, each at a bound of its own.
    case groupSequential
  }

  public var question: Question
  public var method: Method
  /// The plan's words.
  public var threshold: String
  public var scale: Estimand.Scale
  /// The signed effect and its null value on that scale.
  public var effect: Double
  public var nullEffect: Double
  public var standardError: Double
  /// The one-sided confidence limit of the signed effect that this question looks at.
  public var limit: Double?
  /// Natural logarithm of the e-value; nil where there is no evidence at all (e = 0).
  public var logEValue: Double?
  public var pValue: Double
  public var significance: Double
  public var holds: Bool
  /// Set where too few effective units forbid an answer: how many there are.
  public var tooFewEffectiveUnits: Double?
  /// By how much labels that are missing could lower the effect: the limit and the p-value allow for it.
  public var missingBound: Double?
  /// Of a test in groups: the looks that were taken.
  ///
  /// Effect and standard error are those of the last one, the limit is the best of all of them, which hold
  /// together (Jennison & Turnbull 1984). A p-value above the plan's significance is told as 1.
  public var looks: [TakenLook]?
}
