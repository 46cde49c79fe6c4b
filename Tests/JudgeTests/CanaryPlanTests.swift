import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

@Suite struct CanaryPlanTests {
  /// A plan with these stages, one a line.
  static func text(_ stages: [String], extra: String = "") -> String {
    """
    name: canary
    strategy: canary
    log: {time: time, unit: none, variant: variant, error: error}
    variants: {control: stable, treatments: [canary]}
    metrics:
      - {name: errors, kind: rate, role: guardrail, margin: 1pp}
      - {name: ok, kind: proportion, column: ok, better: higher, role: guardrail, margin: 2pp, harm: 2pp}
      - {name: seen, kind: proportion, column: ok, better: higher, role: monitor}
    stages:
    \(stages.map { "  - \($0)" }.joined(separator: "\n"))
    \(extra)
    """
  }

  private func complaint(_ stages: [String], extra: String = "") -> String? {
    do {
      _ = try Plan(yaml: Self.text(stages, extra: extra), file: "c.yaml")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "C1 conditions stay in force until a later stage has its own, in absolute or relative units")
  func conditionsPersist() throws {
    let plan = try Plan(
      yaml: Self.text([
        "{traffic: 5%, duration: 1h, rollback: {errors: 0.5pp}}",
        "{traffic: 25%, duration: PT4H, rollback: {ok: 1pp}}",
        "{traffic: 50%, duration: 12h, rollback: {errors: 0.2pp}}",
        "{traffic: 100%, duration: 24h}",
      ]), file: "c.yaml")
    let stages = try #require(plan.stages)
    #expect(stages.map(\.traffic) == [5, 25, 50, 100])
    #expect(stages.map(\.duration) == [3600, 14_400, 43_200, 86_400])
    #expect(stages[0].rollback.mapValues(\.text) == ["errors": "0.5pp"])
    #expect(stages[1].rollback.mapValues(\.text) == ["errors": "0.5pp", "ok": "1pp"])
    #expect(stages[2].rollback.mapValues(\.text) == ["errors": "0.2pp", "ok": "1pp"])
    // No benefit is named, so that none is asked for.
    #expect(plan.inference.policy == .doNoHarm)
  }

  @Test(
    "C1 stages that make no sense are errors at their place",
    arguments: [
      (
        [
          "{traffic: 25%, duration: 1h, rollback: {errors: 1pp}}", "{traffic: 10%, duration: 1h}",
          "{traffic: 100%, duration: 1h}",
        ],
        "c.yaml:11:15: stages[1].traffic is 10%, and the stage before it has 25%"
      ),
      (
        ["{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}", "{traffic: 50%, duration: 1h}"],
        "c.yaml:11:5: the stages end at 50% of traffic, and a canary ends at 100%"
      ),
      (["{traffic: 0.1, duration: 1h}"], "which is meant: 0.1% or 10%?"),
      (["{traffic: 120%, duration: 1h}"], "not per cent of traffic, from 0% to 100%"),
      (["{traffic: 0%, duration: 1h}"], "gives the treatment no traffic"),
      (["{traffic: 100%, duration: 1h}"], "nothing to compare with"),
      (["{traffic: 10%}"], "stages[0] has no \"duration\""),
      (["{traffic: 10%, duraton: 5m}"], "unknown key \"duraton\"; did you mean \"duration\"?"),
      (
        ["{traffic: 10%, duration: 1h, rollback: {erors: 1pp}}"],
        "names \"erors\", which is no metric of the plan; did you mean \"errors\"?"
      ),
      (["{traffic: 10%, duration: 1h, rollback: {errors: 1}}"], "\"1\" has no unit"),
      (["{traffic: 10%, duration: 1h, rollback: {errors: 2pp}}"], "is more than the margin 1pp"),
      (["{traffic: 10%, duration: 1h, rollback: {seen: 1pp}}"], "role monitor"),
      (
        [
          "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
          "{traffic: 50%, duration: 1h, rollback: {errors: 0}}", "{traffic: 100%, duration: 1h}",
        ],
        "the limits of errors are judged by different processes: 0, 1pp"
      ),
      (
        ["{traffic: 10%, duration: 1h}", "{traffic: 100%, duration: 1h}"],
        "no stage has a condition that rolls back"
      ),
      (
        [
          "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
          "{traffic: 100%, duration: 1h, from: 2026-03-02}",
        ],
        "the one before it has no date"
      ),
      (
        [
          "{traffic: 10%, duration: 1h, from: 2026-03-03, rollback: {errors: 1pp}}",
          "{traffic: 100%, duration: 1h, from: 2026-03-02}",
        ],
        "the stages do not follow each other in time"
      ),
      (
        ["{traffic: 10%, duration: 1h, levels: {erors: 5%}}"],
        "c.yaml:10:50: stages[0].levels names \"erors\", which is no metric of the plan"
      ),
      (
        ["{traffic: 10%, duration: 1h, levels: {errors: 5pp}}"],
        "c.yaml:10:51: stages[0].levels.errors: \"5pp\" is no level"
      ),
      (["{traffic: 10%, duration: 1h, levels: {errors: +5%}}"], "+5% is no level"),
      (["{traffic: 10%, duration: 1h, levels: {errors: 5}}"], "\"5\" is no level"),
      (["{traffic: 10%, duration: 1h, levels: {errors: 0%}}"], "no level between 0% and 100%"),
      (
        [
          "{traffic: 10%, duration: 1h, levels: {errors: 5%}}",
          "{traffic: 100%, duration: 1h, levels: {errors: 6%}}",
        ],
        "c.yaml:11:52: stages[1].levels.errors is 6%, and a stage before it has 5%"
      ),
    ])
  func badStages(stages: [String], expected: String) throws {
    let found = try #require(complaint(stages))
    #expect(found.contains(expected), "\(found)")
  }

  @Test(
    "C1 C4 each mistake is told with its file, line and column",
    arguments: [
      (
        [
          "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}", "{traffic: 60%, duration: 1h}",
          "{traffic: 30%, duration: 1h}", "{traffic: 100%, duration: 1h}",
        ], "", "c.yaml:12:15: stages[2].traffic is 30%, and the stage before it has 60%"
      ),
      (
        ["{traffic: 120%, duration: 1h}"], "",
        "c.yaml:10:15: stages[0].traffic"
      ),
      (["{traffic: 10%}"], "", "c.yaml:10:5: stages[0] has no \"duration\""),
      (
        [
          "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}", "{traffic: 100%, duration: 1h}",
        ],
        "calendar: {timezone: Mars/Olympus, hours: 09:00-17:00}",
        "c.yaml:12:22: calendar.timezone \"Mars/Olympus\" is no offset"
      ),
      (
        [
          "{traffic: 10%, duration: 1h, drift_score: 0.3, rollback: {errors: 1pp}}",
          "{traffic: 100%, duration: 1h}",
        ], "", "c.yaml:10:47: stages[0].drift_score compares predictions, and the log has no column"
      ),
      (
        [
          "{traffic: 10%, duration: 1h, drift_score: 30%, rollback: {errors: 1pp}}",
          "{traffic: 100%, duration: 1h}",
        ], "", "c.yaml:10:47: "
      ),
      (
        [
          "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
          "{traffic: 100%, duration: 1h, drift_score: 0.3}",
        ], "", "c.yaml:11:48: stages[1].drift_score compares two variants"
      ),
    ])
  func places(stages: [String], extra: String, expected: String) throws {
    let found = try #require(complaint(stages, extra: extra))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("C1 levels stay in force, and the explanation tells them beside the whole budget")
  func levels() throws {
    let plan = try Plan(
      yaml: Self.text([
        "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
        "{traffic: 50%, duration: 1h, levels: {errors: 5%, seen: 80%}}",
        "{traffic: 100%, duration: 1h}",
      ]), file: "c.yaml")
    #expect(plan.stages?.map { $0.levels?.count } == [nil, 2, 2])
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    for words in [
      "and, whatever the control does, when errors is above 5% or seen is below 80%.",
      "It rolls back, whatever the control did, when errors is above 5% or seen is below 80%.",
      "It is reported, and rolls back where it is below 80%, whatever the control does.",
      "at most 5% over all critical guardrails",
    ] { #expect(text.contains(words), "\(text)") }
  }

  @Test("C1 a drift score stays in force until a later stage has its own")
  func driftScore() throws {
    let text = Self.text([
      "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
      "{traffic: 20%, duration: 1h, drift_score: 0.3}", "{traffic: 40%, duration: 1h}",
      "{traffic: 60%, duration: 1h, drift_score: 0.2}", "{traffic: 100%, duration: 1h}",
    ]).replacing("error: error}", with: "error: error, score: s}")
    let plan = try Plan(yaml: text, file: "c.yaml")
    #expect(plan.stages?.map(\.driftScore) == [nil, 0.3, 0.3, 0.2, 0.2])
    // One process over all stages has nine tenths of the budget; three drift scores and all traffic share the rest.
    let staged = StagedPlan(plan, starts: [])
    #expect(abs(staged.judged.inference.rollbackSignificance - 0.045) < 1e-15)
    #expect(abs(staged.laterSignificance - 0.005 / 4) < 1e-15)
  }

  @Test(
    "C1 what a canary cannot honour is refused",
    arguments: [
      ("ramp: {initial: 10%, step: 10%, maximum: 50%, every: 1d}", "ramp is not used"),
      ("traffic: {stable: 1, canary: 1}", "traffic is not used"),
      ("duration: {maximum: 1d}", "duration is not used"),
      ("inference: {success: fixed}", "whenever its pipeline asks"),
      ("calendar: {timezone: Europe/Berlin, hours: 09:00-17:00}", "is no offset"),
    ])
  func refused(extra: String, expected: String) throws {
    let stages = [
      "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}", "{traffic: 100%, duration: 1h}",
    ]
    #expect(complaint(stages) == nil)
    let found = try #require(complaint(stages, extra: extra))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("X6 the path of the stages is told in words")
  func explained() throws {
    let plan = try Plan(yaml: try PlanFixture.text("canary.yaml"), file: "canary.yaml")
    let lines = PlanExplanation(plan).lines.joined(separator: "\n")
    for words in [
      "1. 10% of traffic for 5 minutes after a warm-up of 1 minute, whose rows do not count; rolls back when worse on latency by more than 50% or errors by more than 1pp.",
      "2. 25% of traffic", "rolls back when worse on latency by more than 20% or errors",
      "4. 100% of traffic for 5 minutes; it is held against the control's rows of the stages before",
    ] { #expect(lines.contains(words), "\(lines)") }
    #expect(!lines.contains("Planned traffic"))
  }

  @Test("C1 evidence against a looser limit never exceeds that against a stricter one")
  func evidenceFallsWithTheLimit() throws {
    let phase = FirstEventProcess.Phase(treatmentEvents: 30, controlEvents: 80, treatmentShare: 0.1)
    var former = Double.infinity
    for limit in [0, 0.1, 0.5, 1, 3] {
      let log = try FirstEventProcess(boundaryRatio: 1 + limit).logEValue([phase])
      #expect(log < former)
      former = log
    }
    // The limit enters the other process through z = (−effect − h)/se alone; below zero is no evidence at all.
    let mixture = NormalMixture(significance: 0.05, targetClock: 1000, sides: .one)
    former = -.infinity
    for z in [-3.0, -1, 0, 1, 2, 4] {
      let log = mixture.logEValue(standardized: z, clock: 500)
      #expect(z <= 0 ? log >= former : log > former)
      former = log
    }
  }
}
