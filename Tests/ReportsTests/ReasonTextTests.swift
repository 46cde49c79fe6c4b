import Summaries
import Testing

@testable import Judge
@testable import Reports

struct ReasonTextTests {
  static let time = Timestamp(seconds: 1_772_323_200)

  /// Every reason, and the sentence it must be.
  static let sentences: [(reason: Reason, text: String)] = [
    (
      .harmShown(
        metric: "errors", treatment: "challenger", effect: -0.010_277, nullEffect: -0.005,
        threshold: "0.5pp", logEValue: 5, critical: true),
      "errors of challenger is shown to be more than 0.5pp worse: the estimate is 1.028pp "
        + "worse, evidence e = 150"
    ),
    (
      .jointHarmShown(logEValue: 3.1, required: 2.995_732_273_553_991, critical: true),
      "several metrics together show harm, none of them alone: evidence e = 22, 20 is needed"
    ),
    (
      .sampleRatioMismatch(
        pValue: 0.000_2, significance: 0.001, observed: [5_400, 4_600], expected: [0.5, 0.5]),
      "the variants hold 5,400 to 4,600 units where 50% to 50% was planned: p = 2e-4, below 0.001"
    ),
    (
      .unitsInSeveralVariants(units: 1, share: 0.012, tolerated: 0.01),
      "1 unit is in several variants (1.2%), where 1% is tolerated"
    ),
    (
      .unknownVariants(names: ["b", "c"], rows: 12),
      "12 rows are of variants the plan does not name: b, c"
    ),
    (
      .rowErrors(rows: 3, share: 0.03, tolerated: 0.01),
      "3 rows (3%) could not be read, where 1% is tolerated"
    ),
    (
      .valuesNotFinite(
        column: "score", variant: "challenger", rows: 20, share: 0.005, tolerated: 0.003),
      "score is not finite in 20 rows of challenger (0.5%), where 0.3% may be unreadable"
    ),
    (
      .constantPredictions(
        column: "score", variant: "challenger", value: "0.75", rows: 3000, pValue: 0.000_03),
      "score of challenger is 0.75 in all of 3,000 rows, and not so in the other variants: p = 3e-5"
    ),
    (
      .shadow(.pairsMissing(logOnly: 7, shadowOnly: 1, share: 0.01, tolerated: 0.001)),
      "7 requests are answered only by the model in service, and 1 request is only by the shadow "
        + "(1%), where 0.1% is tolerated"
    ),
    (
      .shadow(.answersContradict(keys: 2, share: 0.002, tolerated: 0)),
      "the shadow answered 2 requests more than once and differently (0.2%), where 0% is tolerated"
    ),
    (
      .shadow(.valuesUnpaired(metric: "latency", share: 0.02, tolerated: 0.005)),
      "latency has a value in just one of both answers for 2.00% of the requests, where 0.5pp is "
        + "tolerated"
    ),
    (
      .shadow(.passed(treatment: "challenger")),
      "challenger passed on all that the plan asks, and the plan leaves its promotion to others "
        + "(auto_promote is not set)"
    ),
    (
      .shadow(.agreementProven(share: 0.93, lower: 0.91, required: 0.9)),
      "both answer alike in 93.00% of the requests, shown to be at least 91.00% where 90% is required"
    ),
    (
      .shadow(.agreementNotProven(share: 0.93, lower: 0.85, required: 0.9)),
      "both answer alike in 93.00% of the requests, perhaps only in 85.00%, where 90% is required"
    ),
    (
      .shadow(.agreementNotProven(share: nil, lower: nil, required: 0.9)),
      "no request has two answers that could be alike, where 90% of them must be"
    ),
    (
      .shadow(.areaProven(difference: 0.01, lower: -0.002, margin: 0.01)),
      "the area under the ROC curve changes by +0.0100, at worst by -0.0020, where -0.0100 is allowed"
    ),
    (
      .shadow(.areaNotProven(difference: 0.01, lower: -0.02, margin: 0.01)),
      "the area under the ROC curve changes by +0.0100, perhaps by -0.0200, where -0.0100 is allowed"
    ),
    (
      .shadow(.areaNotProven(difference: nil, lower: nil, margin: 0.01)),
      "no area under the ROC curve can be computed, where a change by -0.0100 is allowed"
    ),
    (
      .shadow(.areaMissed(difference: -0.05, margin: 0.01)),
      "the area under the ROC curve changes by -0.0500, shown to be beyond the -0.0100 that is allowed"
    ),
    (
      .shadow(.agreementMissed(share: 0.8, upper: 0.85, required: 0.9)),
      "both answer alike in 80.00% of the requests, at best in 85.00%, where 90% is required"
    ),
    (
      .missingValuesDiffer(
        metric: "accuracy", treatment: "new", control: 0.01, treated: 0.06, tolerated: 0.005,
        pValue: 1e-5),
      "accuracy has no value in 6.00% of the rows of new and in 1.00% of the control's: more than 0.5pp apart "
        + "(p = 1e-5), so what is left cannot be compared"
    ),
    (
      .covariateDiffers(
        covariate: "spend_before", treatment: "new", control: 20, treated: 23.456, controlShare: 1,
        treatedShare: 0.91, pValue: 2e-5),
      "new and the control differed before the experiment: the mean of spend_before is 23.46 against 20, "
        + "and 91.00% of its units have spend_before against 100.00% (p = 2e-5)"
    ),
    (
      .prePeriodContradicts(units: 3, share: 0.03, tolerated: 0.01),
      "3 units have values before the experiment that contradict each other (3%), where 1% is tolerated"
    ),
    (
      .staleLog(newest: time, ageSeconds: 7_200, allowedSeconds: 3_600),
      "the newest row, of 2026-03-01 00:00 UTC, is 2 h old, where 1 h is allowed"
    ),
    (
      .damagedInput(file: "a.gz", byte: 1_024, cause: "the stream ends early"),
      "a.gz is damaged at byte 1,024: the stream ends early"
    ),
    (.noRows, "the log holds no rows to judge"),
    (.variantMissing(variant: "challenger"), "challenger has no rows"),
    (
      .minimumSample(variant: "challenger", units: 400, required: 1_000),
      "challenger has 400 of the 1,000 units it needs"
    ),
    (
      .minimumDuration(
        elapsedSeconds: 86_400, requiredSeconds: 604_800, plannedSeconds: 604_800, until: time),
      "1 d of the minimum 7 d have passed, the rest by 2026-03-01 00:00 UTC"
    ),
    (
      .minimumDuration(
        elapsedSeconds: 86_400, requiredSeconds: 1_209_600, plannedSeconds: 864_000, until: nil),
      "1 d of the minimum 14 d (10 d in whole weeks) have passed"
    ),
    (
      .rolledBackBefore(newest: time),
      "an earlier report or record of this plan rolled back, on rows up to 2026-03-01 00:00 UTC, and a rollback is final"
    ),
    (
      .rolledBackBefore(newest: nil),
      "an earlier report or record of this plan rolled back, and a rollback is final"
    ),
    (
      .harmlessByPolicy(treatment: "challenger"),
      "challenger is proven to do no harm beyond the margins, which is all that the plan asks: "
        + "no benefit is claimed"
    ),
    (
      .othersProven(treatments: ["b", "c"], promoted: "challenger"),
      "b, c are proven, too; challenger has the largest effect"
    ),
    (.durationUnknown, "the plan bounds the duration, but no row has a readable time"),
    (
      .horizonNotReached(elapsedSeconds: 86_400, horizonSeconds: nil),
      "a fixed-horizon test has one look, at its end: 1 d of an unknown time have passed"
    ),
    (
      .successProven(
        metric: "accuracy", treatment: "challenger", limit: 0.012, required: 0.01,
        scale: .difference, threshold: "1pp"),
      "accuracy of challenger is proven more than 1pp better: at worst it is 1.20pp better"
    ),
    (
      // 1.5x is 50% more, and a lower latency is better.
      .nonInferiorityProven(
        metric: "latency p95", treatment: "challenger", limit: -0.182_321_556_793_954_6,
        required: -0.405_465_108_108_164_4, scale: .logRatio, threshold: "1.5x"),
      "latency p95 of challenger is proven less than 50% worse: at worst it is 20.0% worse"
    ),
    (
      .notProven(
        metric: "latency p95", treatment: "challenger", question: .nonInferiority,
        effect: 0.105_360_515_657_826_3, limit: -0.182_321_556_793_954_6, required: 0,
        scale: .logRatio, threshold: "0", unitsMissing: nil, expectedAt: nil),
      "latency p95 of challenger is not yet shown to be not worse: the estimate is 10.0% better, "
        + "and it may be 20.0% worse"
    ),
    (
      .metricNotComputable(
        metric: "revenue", treatment: "challenger", cause: .notPositive(variant: "a", value: -1)),
      "revenue of challenger has no value: a relative threshold needs positive values, and a has -1"
    ),
    (
      .tooFewEffectiveUnits(
        metric: "errors", treatment: "challenger", effective: 6.25, required: 50),
      "errors of challenger rests on too few units: effectively 6.25, where 50 are needed"
    ),
    (
      .outsideCalendar(treatment: "challenger", present: time, earliest: time),
      "challenger is proven, and the plan's calendar is closed at 2026-03-01 00:00 UTC: "
        + "it opens at 2026-03-01 00:00 UTC"
    ),
    (.noSuccessMetric, "the plan names no success metric, so nothing can be proven better"),
    (
      .outOfReach(
        metric: "accuracy", treatment: "challenger", question: .superiority, limit: -0.002,
        required: 0.01, scale: .difference, threshold: "1pp"),
      "accuracy of challenger can no longer be more than 1pp better: at best it is 0.20pp worse"
    ),
    (
      .maximumDuration(elapsedSeconds: 1_300_000, maximumSeconds: 1_209_600),
      "the maximum duration of 14 d has passed: the log spans 15 d 1 h"
    ),
    (
      .maximumDuration(
        elapsedSeconds: 2_505_600, maximumSeconds: 1_209_600, extendedToSeconds: 2_419_200),
      "the maximum duration of 14 d and its last extension, to 28 d, have passed: the log spans 29 d"
    ),
    (
      .futile(
        treatment: "challenger", metric: "accuracy", probability: 0.034, required: 0.1, by: time),
      "challenger has a chance of at most 3.4% to be promoted by 2026-03-01 00:00 UTC, where 10% is asked: "
        + "accuracy is too unlikely to be proven"
    ),
    (
      .extended(treatment: "challenger", probability: 0.62, required: 0.5, until: time),
      "the maximum duration has passed and is extended until 2026-03-01 00:00 UTC: challenger has a chance of "
        + "up to 62% to be promoted by the last extension, where 50% is asked"
    ),
    (
      .notExtended(treatment: "challenger", probability: 1e-9, required: 0.5, until: nil),
      "it is not extended: challenger has a chance of at most 0.1% to be promoted by then, where 50% is asked"
    ),
  ]

  @Test("Every reason is a sentence with what was found and what it was held against")
  func clauses() {
    let texts = ReasonText(SampleDecisions.undecided)
    for (reason, text) in Self.sentences { #expect(texts.clause(reason) == text) }
  }

  @Test("Every reason is valid under the schema, with its own code")
  func codes() throws {
    var decision = SampleDecisions.undecided
    decision.reasons = Self.sentences.map(\.reason)
    let text = JSONReport.text(decision, exitMap: .standard)
    try SchemaCheck().expectValid(text)
    let codes = Set(text.matches(of: #/"code": "([A-Za-z]+)"/#).map { String($0.1) })
    // Two reasons have two sentences each.
    #expect(codes.count >= Self.sentences.count - 2)
  }
}
