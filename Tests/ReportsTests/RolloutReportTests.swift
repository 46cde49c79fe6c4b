import Summaries
import Testing

@testable import Judge
@testable import Reports

@Suite struct RolloutReportTests {
  private static let time = Timestamp(seconds: 1_772_323_200)

  /// Every reason of a rollout in steps, and the sentence it must be.
  static let sentences: [(reason: RolloutReason, text: String)] = [
    (
      .stagePassed(stage: 1, of: 4, traffic: 10, next: 25),
      "stage 1 of 4 is over and has shown no harm: traffic may grow from 10% to 25%"
    ),
    (
      .stageRunning(stage: 2, of: 4, elapsedSeconds: 120, requiredSeconds: 300, until: time),
      "stage 2 of 4 has run for 2 min of 5 min, until 2026-03-01 00:00 UTC at the earliest"
    ),
    (
      .stageSample(stage: 1, of: 4, variant: "canary", units: 12, required: 50),
      "canary has 12 of 50 units in stage 1 of 4"
    ),
    (
      .conditionUnclear(metric: "errors", threshold: "1pp", effective: 12.3, required: 50),
      "whether errors is worse by more than 1pp cannot be judged yet: it rests on 12 effective units, "
        + "50 are needed"
    ),
    (
      .conditionUnclear(metric: "errors", threshold: "1pp", effective: nil, required: 50),
      "whether errors is worse by more than 1pp cannot be judged: it has no value yet"
    ),
    (
      .proofBeforeAllTraffic(stage: 3, of: 4),
      "the next stage leaves nothing to compare with, so that it needs the proof of a promotion"
    ),
    (
      .stageOutsideCalendar(present: time, earliest: nil),
      "traffic may grow, and the plan's calendar is closed at 2026-03-01 00:00 UTC: no opening is known"
    ),
    (
      .allTraffic(compared: ["errors"], notCompared: ["p99"]),
      "at all traffic errors is not shown to be worse than the control was before, which the hour may have hidden or "
        + "caused; for p99 a promotion rests on the stages before it alone"
    ),
    (
      .levelPassed(
        metric: "load", level: "above 5 abs", value: 9.125, isShareBeyond: false, pValue: 0.001),
      "load is shown to be above 5 abs, whatever the control does: it is 9.125, p = 0.001"
    ),
    (
      .levelPassed(
        metric: "p95", level: "above 800ms", value: 0.0931, isShareBeyond: true, pValue: 0.001),
      "p95 is shown to be above 800ms, whatever the control does: 9.31% of the rows are, p = 0.001"
    ),
    (
      .levelUnclear(metric: "errors", level: "above 5%", effective: 12.3, required: 50),
      "whether errors is above 5% cannot be judged yet: it rests on 12 effective units, 50 are needed"
    ),
    (
      .levelUnclear(metric: "errors", level: "above 5%", effective: nil, required: 50),
      "whether errors is above 5% cannot be judged: it has no value yet"
    ),
    (
      .driftShown(column: "score", score: 0.41, lower: 0.35, limit: 0.3, pValue: 0.001),
      "the predictions (score) are shown to lie further apart than the plan allows: a drift score of 0.41, at least "
        + "0.35, above 0.3, p = 0.001"
    ),
    (
      .driftUnclear(column: "score", limit: 0.3, rows: [90, 10]),
      "whether the drift score of the predictions (score) is above 0.3 cannot be judged: there are 90 and 10 rows, "
        + "too few or in too few kinds"
    ),
    (
      .clusterHarm(
        metric: "errors", effect: -0.06, nullEffect: -0.01, threshold: "1pp", scale: .difference,
        pValue: 0.002, clusters: [9, 3], critical: true),
      "errors is shown to be worse by more than 1pp: the estimate is 6.000pp worse, p = 0.002 over all "
        + "looks, by t on 9 and 3 clusters"
    ),
    (.changeNotSeen, "the log does not show rows of both variants yet"),
    (
      .waitingForLook(taken: 0, next: time),
      "0 looks were taken, and the next one, 2026-03-01 00:00 UTC, is waited for"
    ),
    (
      .waitingForLook(taken: 1, next: time),
      "1 look was taken, and the next one, 2026-03-01 00:00 UTC, is waited for"
    ),
    (
      .clustersTooFew(variant: "new", clusters: 1, required: 3),
      "new has 1 cluster, and fewer than 3 cannot be judged"
    ),
    (
      .valuesMissing(
        metric: "errors", variant: "new", control: 0.001, treated: 0.0125, tolerated: 0.005),
      "errors has no value in 1.25% of the rows of new and in 0.10% of the control's, where 0.5pp of "
        + "difference is tolerated: what they would have said is not known"
    ),
    (
      .noEventsYet(metric: "errors", threshold: "1pp", clusters: 60, required: 299),
      "errors is without one fault on either side, and 60 clusters are too few to show it within 1pp: "
        + "299 would show it: watch for longer, or take shorter blocks"
    ),
    (
      .noEventsYet(metric: "errors", threshold: "50%", clusters: 1, required: nil),
      "errors is without one fault on either side, and 1 cluster is too few to show it within 50%: no "
        + "number of them shows it: write the margin in points"
    ),
    (
      .clustersTooFew(variant: "new", clusters: 2, required: 3),
      "new has 2 clusters, and fewer than 3 cannot be judged"
    ),
    (
      .monitoringRunning(elapsedSeconds: 600, requiredSeconds: 3600, until: time),
      "10 min of the 1 h after the switch have passed, until 2026-03-01 00:00 UTC"
    ),
    (
      .monitoringOver(seconds: 3600),
      "the 1 h after the switch are over, and not all that the plan asks was proven in them"
    ),
    (.serversUnknown(found: 14, planned: 12), "the log names 14 servers, and the plan 12"),
    (
      .serversPassed(updated: 3, of: 12),
      "3 of 12 servers were updated, and nothing is shown against them"
    ),
  ]

  @Test("C2 B1 L1 every reason of a rollout has its sentence, and is valid under the schema")
  func reasons() throws {
    var decision = SampleDecisions.undecided
    decision.reasons = Self.sentences.map { .rollout($0.reason) }
    for (reason, text) in Self.sentences {
      #expect(ReasonText(decision).clause(.rollout(reason)) == text)
    }
    decision.stage = StageAccount(
      stage: 1, count: 4, current: 10, next: 25, action: .advance, started: Self.time,
      earliest: nil, units: [900, 100],
      conditions: [.init(metric: "errors", threshold: "1pp", status: .unclear, logEValue: nil)],
      comparison: .concurrent)
    decision.stage?.blocks = [18, 5]
    decision.stage?.levels = [
      StageAccount.Level(
        metric: "errors", level: "above 5%", status: .notShown, value: 0.02, isShareBeyond: false,
        logEValue: -1, pValue: 1, effective: nil)
    ]
    decision.stage?.drift = StageAccount.Drift(
      column: "score", limit: 0.3, status: .notShown, score: 0.1, lower: 0, upper: 0.2,
      pValue: 0.9, rows: [900, 100], designEffects: [1, 1.2])
    decision.clusters = ClusterAccount(
      kind: .servers, clusters: [9, 3], required: 3, degreesOfFreedom: 2, blockSeconds: nil,
      changed: Self.time, source: .log, looks: 2, judgedUntil: Self.time, strays: [0, 0],
      lastControlRow: nil,
      servers: [
        .init(
          name: "web", rows: [1, 2], treatment: decision.treatments[0].metrics.map { _ in 0.5 },
          control: decision.treatments[0].metrics.map { _ in nil })
      ], planned: 12)
    let check = try SchemaCheck()
    for map in ExitMap.allCases {
      let text = JSONReport.text(decision, exitMap: map)
      try check.expectValid(text)
      // An advance has the code of a promotion, and is none.
      #expect(text.contains("\"exitCode\": \(map.code(for: Verdict.promote)),"))
      #expect(text.contains("\"verdict\": \"continue\""))
    }
  }

  @Test("M1 K6 the records of a ramp's step and of a rollback are valid under the schema")
  func records() throws {
    let check = try SchemaCheck()
    let plan = PlanIdentity(name: "ramp", strategy: .ab, hash: "0")
    let account = HarmAccount(
      metric: "errors", allowed: 100, worstPerUnit: 0.1, treated: 10, incurred: 1, weight: 20,
      expected: 3)
    for cause in [
      RampAdvice.Cause.noData, .blind(metric: "errors"), .nothingWrong, .guardrailsProven,
      .tooEarly(earliest: Self.time),
      .atMaximum, .silent(variant: "a"), .budget(account), .verdict,
    ] {
      for event in RampAdvice.Event.allCases {
        let advice = RampAdvice(
          plan: plan, verdict: .continue, event: event, from: 10, to: 20, timestamp: Self.time,
          earliest: Self.time, cause: cause, budget: account)
        let text = JSONReport.text(advice)
        try check.expectValid(text)
        #expect(text.contains("\"timestamp\": \"2026-03-01T00:00:00Z\""))
        #expect(RampReport(advice, nil).line.contains(event.rawValue.uppercased()))
      }
    }
    for outcome in RollbackCheck.Outcome.allCases {
      let rollback = RollbackCheck(
        plan: plan, outcome: outcome, ordered: Self.time, allowed: 300, controlRows: 1,
        treatmentRows: 2, lastTreatmentRow: Self.time, lastControlRow: nil, seconds: 301,
        doubtful: outcome == .cannotTell
          ? .init(
            unreadableRows: 3, unknownRows: 4, unknownVariants: ["b-2"], damagedFiles: 0) : nil)
      try check.expectValid(JSONReport.text(rollback))
      #expect(RollbackReport(rollback).line.contains("5 min 1 s after the order"))
    }
  }
}
