public import Summaries

/// One reason for a verdict: numbers, never text.
public enum Reason: Equatable, Codable, Sendable {
  // Harm
  case harmShown(
    metric: String, treatment: String, effect: Double, nullEffect: Double, threshold: String,
    logEValue: Double, critical: Bool)
  /// Several metrics together show harm, none of them alone.
  case jointHarmShown(logEValue: Double, required: Double, critical: Bool)
  /// An earlier report of the same plan rolled back, on rows up to an instant.
  case rolledBackBefore(newest: Timestamp?)

  // Validity
  case sampleRatioMismatch(
    pValue: Double, significance: Double, observed: [Int], expected: [Double])
  case unitsInSeveralVariants(units: Int, share: Double, tolerated: Double)
  /// Units are in a variant that the plan's hash does not give them; so many by variant, control first.
  case assignmentMismatch(units: Int, share: Double, tolerated: Double, byVariant: [Int])
  case unknownVariants(names: [String], rows: Int)
  case rowErrors(rows: Int, share: Double, tolerated: Double)
  /// Rows of one variant hold NaN or an infinity, more of them than may be unreadable.
  case valuesNotFinite(
    column: String, variant: String, rows: Int, share: Double, tolerated: Double)
  /// A treatment answers the same to every row, where other variants do not.
  case constantPredictions(
    column: String, variant: String, value: String, rows: Int, pValue: Double)
  /// Requests stand in the log more than once.
  case requestsRepeated(rows: Int, share: Double, tolerated: Double)
  /// Requests have labels that contradict each other.
  case labelsContradict(keys: Int, share: Double, tolerated: Double)
  /// The shares of rows without a value differ by more than is tolerated.
  case missingValuesDiffer(
    metric: String, treatment: String, control: Double, treated: Double, tolerated: Double,
    pValue: Double)
  /// A metric leaves out the rows with an error, and their shares differ by more than is tolerated.
  case failedRowsDiffer(
    metric: String, treatment: String, control: Double, treated: Double, tolerated: Double,
    pValue: Double)
  /// The split differs between days, where the plan says that it stays: worst on one of them.
  case allocationDrifts(
    days: Int, pValue: Double, significance: Double, worst: Timestamp, observed: [Int],
    expected: [Double])
  /// No rows for longer than is tolerated, of one variant or, where nil, of any.
  case timeGap(
    variant: String?, from: Timestamp, to: Timestamp, seconds: Double, tolerated: Double)
  /// A variant stopped logging while others went on.
  case variantSilent(variant: String, newest: Timestamp, seconds: Double, tolerated: Double)
  /// The arms differed before the experiment: in a covariate's mean, or in the share of units that have it.
  case covariateDiffers(
    covariate: String, treatment: String, control: Double?, treated: Double?, controlShare: Double,
    treatedShare: Double, pValue: Double)
  /// Units stand in the pre-period with values that contradict each other.
  case prePeriodContradicts(units: Int, share: Double, tolerated: Double)
  case staleLog(newest: Timestamp, ageSeconds: Double, allowedSeconds: Double)
  case damagedInput(file: String, byte: Int, cause: String)

  // Minimum sample and duration
  case noRows
  case variantMissing(variant: String)
  case minimumSample(variant: String, units: Int, required: Int)
  /// Too few rows have their label yet, in the variant that has the fewest.
  case labelsImmature(metric: String, treatment: String, share: Double, required: Double)
  /// Too few units have their window, and its labels, behind them, in the variant that has the fewest.
  case unitsIncomplete(
    metric: String, treatment: String, complete: Int, units: Int, required: Int)
  /// What is required may be more than was planned, as it is rounded up to whole weeks.
  case minimumDuration(
    elapsedSeconds: Double, requiredSeconds: Double, plannedSeconds: Double, until: Timestamp?)
  case durationUnknown
  case horizonNotReached(elapsedSeconds: Double?, horizonSeconds: Double?)

  /// So many rows have no time, so that no one can tell what a look would have seen.
  case looksNotReconstructable(rows: Int)

  // Success
  /// Promoted under a policy that asks for no benefit.
  case harmlessByPolicy(treatment: String)
  case successProven(
    metric: String, treatment: String, limit: Double, required: Double, scale: Estimand.Scale,
    threshold: String)
  case nonInferiorityProven(
    metric: String, treatment: String, limit: Double, required: Double, scale: Estimand.Scale,
    threshold: String)
  /// Proven as well, with a smaller effect than the treatment that is promoted.
  case othersProven(treatments: [String], promoted: String)
  /// Not proven yet; units still missing at the present estimate, where that is finite.
  case notProven(
    metric: String, treatment: String, question: ThresholdTest.Question, effect: Double,
    limit: Double?, required: Double, scale: Estimand.Scale, threshold: String,
    unitsMissing: Int?, expectedAt: Timestamp?)
  case metricNotComputable(metric: String, treatment: String, cause: MetricAnalysis.Cause)
  case tooFewEffectiveUnits(metric: String, treatment: String, effective: Double, required: Double)
  /// Proven, at a time when the plan's calendar lets nobody act on it; open from `earliest` on, if ever.
  case outsideCalendar(treatment: String, present: Timestamp?, earliest: Timestamp?)
  case noSuccessMetric
  /// Tests in groups answer at looks: so many were taken, and when the next one is.
  case nextLook(at: Timestamp, taken: Int)

  // Futility
  /// Even the upper limit misses what promotion needs.
  case outOfReach(
    metric: String, treatment: String, question: ThresholdTest.Question, limit: Double,
    required: Double, scale: Estimand.Scale, threshold: String)
  /// The last look was taken, and nothing is left to spend.
  case looksSpent(
    metric: String, treatment: String, looks: Int, statistic: Double, boundary: Double?)
  /// At the last look taken, the statistic is where going on rarely ends in a promotion.
  case futileAtLook(
    metric: String, treatment: String, looks: Int, statistic: Double, boundary: Double)
  /// Of a plan that may be extended, the last extension has passed as well: when it ended, from the first row on.
  case maximumDuration(
    elapsedSeconds: Double, maximumSeconds: Double, extendedToSeconds: Double? = nil)
  /// The chance of a promotion by the end is at most `probability`, for want of the metric.
  case futile(
    treatment: String, metric: String, probability: Double, required: Double, by: Timestamp?)
  /// The maximum has passed, and a promotion of this treatment is still likely enough.
  case extended(treatment: String, probability: Double, required: Double, until: Timestamp?)
  /// The same where it is not, for the likeliest treatment.
  case notExtended(treatment: String, probability: Double, required: Double, until: Timestamp?)

  /// What only the comparison of paired answers knows.
  case shadow(ShadowReason)
  /// What only a rollout in steps knows.
  case rollout(RolloutReason)
  /// What a named check says.
  case check(CheckReason)
}

/// A reason of strategy `shadow`.
public enum ShadowReason: Equatable, Codable, Sendable {
  // Validity
  /// Requests lack the answer of one of two models.
  case pairsMissing(logOnly: Int, shadowOnly: Int?, share: Double, tolerated: Double)
  /// A shadow answered requests twice, and differently.
  case answersContradict(keys: Int, share: Double, tolerated: Double)
  /// Just one of two paired answers has a value.
  case valuesUnpaired(metric: String, share: Double, tolerated: Double)

  // Success
  /// It is proven on all that the plan asks; whether it is promoted, the plan leaves to others.
  case passed(treatment: String)
  /// Both models answer alike at least as often as the plan requires.
  case agreementProven(share: Double, lower: Double, required: Double)
  case agreementNotProven(share: Double?, lower: Double?, required: Double)

  /// The shadow ranks no worse than by the margin; effects are its area less the other's.
  case areaProven(difference: Double, lower: Double, margin: Double)
  case areaNotProven(difference: Double?, lower: Double?, margin: Double)

  // Deterioration
  /// It is shown to rank worse than by the margin.
  case areaMissed(difference: Double, margin: Double)
  /// They are shown to answer alike less often than that.
  case agreementMissed(share: Double, upper: Double, required: Double)
}
