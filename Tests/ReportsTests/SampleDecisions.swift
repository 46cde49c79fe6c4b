import Summaries

@testable import Judge

/// Decisions built by hand: the numbers are those of no method, chosen to be recognised in a report.
enum SampleDecisions {
  static let start = Timestamp(seconds: 1_772_323_200)  // 2026-03-01T00:00:00Z
  static let end = Timestamp(seconds: 1_772_841_600)  // 2026-03-07T00:00:00Z

  static func test(
    _ question: ThresholdTest.Question, threshold: String, scale: Estimand.Scale = .difference,
    effect: Double, null: Double, limit: Double?, logEValue: Double, pValue: Double,
    holds: Bool, tooFew: Double? = nil, method: ThresholdTest.Method = .confidenceSequence
  ) -> ThresholdTest {
    ThresholdTest(
      question: question, method: method, threshold: threshold, scale: scale, effect: effect,
      nullEffect: null, standardError: 0.004, limit: limit, logEValue: logEValue, pValue: pValue,
      significance: 0.05, holds: holds, tooFewEffectiveUnits: tooFew)
  }

  static func accuracy(holds: Bool) -> MetricAnalysis {
    MetricAnalysis(
      name: "accuracy", kind: .accuracy, role: .success, better: .higher, critical: false,
      estimand: Estimand(
        definition: "Σ correct / Σ labelled, clustered by user_id", aggregation: .row,
        errorRows: .failure, scale: .difference, clock: .units, rule: .lowerBound),
      control: ArmEstimate(
        units: 20_111, value: 0.914_31, standardError: 0.001_97, effectiveUnits: 18_000),
      treatment: ArmEstimate(
        units: 5_034, value: 0.931_22, standardError: 0.003_55, effectiveUnits: 4_500),
      result: .computed(
        Comparison(
          difference: 0.016_91, differenceStandardError: 0.004_06, relativeChange: 0.018_495,
          differenceInterval: Bounds(lower: 0.003_62, upper: 0.030_20),
          relativeInterval: Bounds(lower: 0.003_9, upper: 0.033_2), clock: 16_100,
          targetClock: 20_000,
          tests: [
            test(
              .superiority, threshold: "1pp", effect: 0.016_91, null: 0.01,
              limit: holds ? 0.010_31 : 0.005_31, logEValue: holds ? 3.2 : 0.4,
              pValue: holds ? 0.041 : 0.67, holds: holds)
          ],
          classical: ClassicalComparison(
            method: "Welch two-sample t-test", statistic: 4.165_02, degreesOfFreedom: 8_411.32,
            pValue: 3.15e-5, interval: Bounds(lower: 0.008_95, upper: 0.024_87),
            intervalMethod: "Welch"))))
  }

  static func latency(holds: Bool) -> MetricAnalysis {
    MetricAnalysis(
      name: "latency p95", kind: .quantile, role: .guardrail, better: .lower, critical: false,
      estimand: Estimand(
        definition: "0.95 quantile of latency_ms, clustered by user_id", aggregation: .row,
        errorRows: .excluded, scale: .logRatio, clock: .units),
      control: ArmEstimate(
        units: 20_100, value: 182.4, standardError: 1.3, effectiveUnits: 18_000),
      treatment: ArmEstimate(
        units: 5_030, value: 191.7, standardError: 2.9, effectiveUnits: 4_500),
      result: .computed(
        Comparison(
          difference: 9.3, differenceStandardError: 3.2, relativeChange: 0.050_987,
          differenceInterval: Bounds(lower: -1.6, upper: 20.4),
          relativeInterval: Bounds(lower: -0.008_9, upper: 0.114_5), clock: 16_100,
          targetClock: 20_000,
          tests: [
            test(
              .nonInferiority, threshold: "20%", scale: .logRatio, effect: -0.049_73,
              null: -0.182_321_556_793_954_6, limit: -0.100_4, logEValue: holds ? 8.1 : 0.3,
              pValue: holds ? 0.0003 : 0.74, holds: holds),
            test(
              .harm, threshold: "20%", scale: .logRatio, effect: -0.049_73,
              null: -0.182_321_556_793_954_6, limit: 0.006, logEValue: 0, pValue: 1,
              holds: false),
          ], classical: nil)))
  }

  static func errors(harm: Bool) -> MetricAnalysis {
    MetricAnalysis(
      name: "errors", kind: .rate, role: .guardrail, better: .lower, critical: true,
      estimand: Estimand(
        definition: "users with an error / users", aggregation: .unit, errorRows: .counted,
        scale: .difference, clock: .units),
      control: ArmEstimate(
        units: 20_111, value: 0.001_243, standardError: 0.000_248, effectiveUnits: 25),
      treatment: ArmEstimate(
        units: 5_034, value: harm ? 0.011_52 : 0.001_19, standardError: 0.000_486,
        effectiveUnits: 6),
      result: .computed(
        Comparison(
          difference: harm ? 0.010_277 : -0.000_053, differenceStandardError: 0.000_546,
          relativeChange: nil, differenceInterval: Bounds(lower: -.infinity, upper: .infinity),
          relativeInterval: nil, clock: 31, targetClock: 100,
          tests: [
            test(
              .nonInferiority, threshold: "0.5pp", effect: 0.000_053, null: -0.005, limit: nil,
              logEValue: 0, pValue: 1, holds: false, tooFew: harm ? nil : 6),
            test(
              .harm, threshold: "0", effect: harm ? -0.010_277 : 0.000_053, null: 0, limit: nil,
              logEValue: harm ? 11.5 : 0, pValue: harm ? 0.000_01 : 1, holds: harm,
              method: .firstEvents),
          ], classical: nil)))
  }

  static var revenue: MetricAnalysis {
    MetricAnalysis(
      name: "revenue", kind: .mean, role: .monitor, better: .higher, critical: false,
      estimand: Estimand(
        definition: "mean of revenue", aggregation: .unitMean, errorRows: .counted,
        scale: .difference, clock: .variance),
      control: nil, treatment: nil,
      result: .notComputable(.tooFewUnits(variant: "challenger", units: 1)))
  }

  static func sample(_ units: [Int] = [20_111, 5_034]) -> SampleAccount {
    var rows = LogSummary.Rows()
    (rows.read, rows.used, rows.filtered) = (50_290, 50_000, 290)
    return SampleAccount(
      arms: [
        .init(variant: "champion", rows: 40_000, units: units[0], plannedShare: 0.8),
        .init(variant: "challenger", rows: 10_000, units: units[1], plannedShare: 0.2),
      ],
      rows: rows, rowErrors: RowErrors(), unknownVariants: [:], unitsInSeveralVariants: 0,
      damage: [], firstTime: start, lastTime: end, unitColumn: "user_id")
  }

  static func decision(
    _ verdict: Verdict, reasons: [Reason], metrics: [MetricAnalysis], promoted: String? = nil,
    sample: SampleAccount = sample(), ramp: RampStep? = nil
  ) -> Decision {
    Decision(
      plan: PlanIdentity(
        name: "fraud-detector-0.3", strategy: .ab,
        hash: "3f2a91c0d4e5b6978899aabbccddeeff00112233445566778899aabbccddeeff"),
      verdict: verdict, promoted: promoted, reasons: reasons,
      rules: Rule.allCases.filter { ![.stage, .checks].contains($0) },
      budgets: Budgets(
        falsePromotion: 0.05, falseRollback: 0.05, falseStop: 0.05, falseInvalid: 0.001),
      sample: sample,
      sampleRatio: SampleRatio(
        observed: [20_111, 5_034], expected: [20_116, 5_029], sequentialPValue: 1,
        logBayesFactor: -4.1, fixedPValue: 0.937_2, significance: 0.001),
      treatments: [
        TreatmentAnalysis(variant: "challenger", promotionPValue: 0.041, metrics: metrics)
      ],
      ramp: ramp)
  }

  static var promote: Decision {
    decision(
      .promote,
      reasons: [
        .successProven(
          metric: "accuracy", treatment: "challenger", limit: 0.010_31, required: 0.01,
          scale: .difference, threshold: "1pp"),
        .nonInferiorityProven(
          metric: "latency p95", treatment: "challenger", limit: -0.100_4,
          required: -0.182_321_556_793_954_6, scale: .logRatio, threshold: "20%"),
      ], metrics: [accuracy(holds: true), latency(holds: true)], promoted: "challenger")
  }

  static var undecided: Decision {
    var decision = decision(
      .continue,
      reasons: [
        .notProven(
          metric: "accuracy", treatment: "challenger", question: .superiority, effect: 0.016_91,
          limit: 0.005_31, required: 0.01, scale: .difference, threshold: "1pp",
          unitsMissing: 12_300, expectedAt: Timestamp(seconds: 1_773_187_200)),
        .minimumDuration(
          elapsedSeconds: 518_400, requiredSeconds: 604_800, plannedSeconds: 604_800, until: nil),
        .tooFewEffectiveUnits(
          metric: "errors", treatment: "challenger", effective: 6, required: 50),
        .metricNotComputable(
          metric: "revenue", treatment: "challenger",
          cause: .tooFewUnits(variant: "challenger", units: 1)),
      ],
      metrics: [accuracy(holds: false), latency(holds: true), errors(harm: false), revenue],
      ramp: RampStep(current: 20, next: 30, earliest: Timestamp(seconds: 1_772_928_000)))
    decision.treatments[0].outlook = Outlook(
      probability: 0.624, by: Timestamp(seconds: 1_773_532_800), limitedBy: "accuracy",
      needs: [
        .units(variant: "challenger", missing: 400, expectedAt: end),
        .completeUnits(metric: "accuracy", missing: 35, expectedAt: nil),
        .time(seconds: 86_400, until: Timestamp(seconds: 1_772_928_000)),
        .effect(
          metric: "accuracy", question: .superiority, additional: 0.004_69, scale: .difference,
          unitsMissing: 12_300, expectedAt: Timestamp(seconds: 1_773_187_200)),
        .effect(
          metric: "latency p95", question: .nonInferiority, additional: 0.039_2, scale: .logRatio,
          unitsMissing: nil, expectedAt: nil),
        .effectiveUnits(
          metric: "errors", effective: 6, required: 50, unitsMissing: 184_397, expectedAt: nil),
        .value(metric: "revenue"),
      ])
    return decision
  }

  static var rollback: Decision {
    var sample = sample()
    sample.rowErrors.add(
      .init(
        kind: .notANumber, file: "log.csv", line: 1207, column: "latency_ms", text: "12,5"))
    sample.rows.failed = 1
    sample.unknownVariants = ["shadow": 12]
    return decision(
      .rollback,
      reasons: [
        .harmShown(
          metric: "errors", treatment: "challenger", effect: -0.010_277, nullEffect: 0,
          threshold: "0", logEValue: 11.5, critical: true),
        .rowErrors(rows: 1, share: 0.000_02, tolerated: 0),
      ], metrics: [accuracy(holds: false), errors(harm: true)], sample: sample,
      ramp: RampStep(current: 20, next: 0, earliest: nil))
  }

  static var drift: DriftDecision {
    DriftDecision(
      plan: PlanIdentity(name: "bike", strategy: .drift, hash: String(repeating: "ab", count: 32)),
      verdict: .drift, reasons: [], referenceRows: 8_645, currentRows: 8_734, textbook: false,
      significance: 0.05,
      columns: [
        ColumnDrift(
          column: "registered", kind: .numeric, status: .drift,
          causes: [.psiAboveTolerance(psi: 0.311, lower: 0.287, tolerance: 0.2)], psi: 0.311,
          debiasedPsi: 0.309, psiInterval: Bounds(lower: 0.287, upper: 0.334), noiseFloor: 0.004,
          klDivergence: 0.144, jensenShannon: 0.037, kolmogorovSmirnov: 0.218, pValue: 1.2e-180,
          adjustedPValue: 2.4e-180,
          referenceMissing: 0, currentMissing: 0, newCategories: [], vanishedCategories: [],
          bins: [
            .init(label: "≤ 10", referenceCount: 865, currentCount: 432),
            .init(label: "10 to 88", referenceCount: 6_915, currentCount: 5_300),
            .init(label: "> 88", referenceCount: 865, currentCount: 3_002),
          ]),
        ColumnDrift(
          column: "weathersit", kind: .categorical, status: .cannotTell,
          causes: [.tooFewRows(smallestExpected: 1.5)], psi: 0.002, debiasedPsi: nil,
          psiInterval: nil, noiseFloor: nil, klDivergence: nil, jensenShannon: nil,
          kolmogorovSmirnov: nil, pValue: nil, adjustedPValue: nil, referenceMissing: 0.012,
          currentMissing: 0.034,
          newCategories: ["5"], vanishedCategories: [], bins: []),
      ])
  }
}
