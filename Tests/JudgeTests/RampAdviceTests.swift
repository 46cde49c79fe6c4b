import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct RampAdviceTests {
  /// Two weeks after the first row of a counted log.
  private static let end = Timestamp(seconds: 1_700_000_000 + 14 * 86_400)

  private func plan(_ ramp: String) throws -> Plan {
    try Plan(
      yaml: """
        name: ramp
        strategy: ab
        log: {time: time, unit: none, variant: variant, error: error}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: ok, kind: proportion, column: ok, better: higher, role: success, minimum_improvement: 1pp}
          - {name: errors, kind: rate, role: guardrail, margin: 2pp, critical: true}
        ramp: \(ramp)
        """, file: "ramp.yaml")
  }

  private func advice(
    _ ramp: String, rows: [Int], ok: [Int], errors: [Int], at time: Timestamp = end
  ) throws -> RampAdvice {
    let plan = try plan(ramp)
    let log = CountedLog(rows: rows, hits: [ok, errors])
    return try #require(RampAdvice(plan, log.decision(under: plan), at: time))
  }

  private let tens = "{initial: 10%, step: 10%, maximum: 50%, every: 1d}"

  @Test("X8 the first step is answered by 0 without any data, and low traffic leaves low traffic")
  func firstStep() throws {
    let first = try #require(RampAdvice(try plan(tens), at: Self.end))
    #expect(first.event == .start)
    #expect([first.from, first.to] == [0, 10])
    #expect(first.exitCode == 0)
    // The control alone is no reason to wait for the treatment.
    let control = try advice(tens, rows: [400, 0], ok: [200, 0], errors: [4, 0])
    #expect(control.event == .start)
    // A hundred rows are far below the minimum sample of 1000 in each variant.
    let few = try advice(tens, rows: [90, 10], ok: [45, 5], errors: [1, 0])
    #expect(few.event == .increase)
    #expect([few.from, few.to] == [10, 20])
    #expect(few.verdict == .continue)
    #expect(few.exitCode == 0)
  }

  @Test("M1 the event of a step, its earliest time, and what takes the treatment out")
  func event() throws {
    let early = try advice(
      "{initial: 10%, step: 10%, maximum: 50%, every: 21d}", rows: [900, 100], ok: [450, 50],
      errors: [9, 1])
    #expect(early.event == .hold)
    #expect(early.to == early.from)
    #expect(early.exitCode == 10)
    // Three weeks from the first row, or from the start of its day, whichever is later.
    let earliest = Timestamp(seconds: 1_700_000_000 + 21 * 86_400)
    #expect(early.earliest == earliest)
    #expect(early.cause == .tooEarly(earliest: earliest))

    let step = try advice(tens, rows: [900, 100], ok: [450, 50], errors: [9, 1])
    #expect(step.event == .increase)
    #expect(step.timestamp == Self.end)
    #expect([step.from, step.to] == [10, 20])

    let top = try advice(tens, rows: [500, 500], ok: [250, 250], errors: [5, 5])
    #expect(top.event == .hold)
    #expect(top.cause == .atMaximum)

    let harm = try advice(tens, rows: [9000, 1000], ok: [4500, 500], errors: [90, 150])
    #expect(harm.event == .rollback)
    #expect(harm.to == 0)
    #expect(harm.exitCode == 21)

    let wins = try advice(
      "{initial: 50%, step: 10%, maximum: 50%, every: 1d}", rows: [20_000, 20_000],
      ok: [10_000, 12_000], errors: [200, 200])
    #expect(wins.event == .promote)
    #expect(wins.to == 100)
  }

  @Test("M2 a schedule names its weights and lengths; only a promotion gives all traffic")
  func schedule() throws {
    let schedule = "{schedule: [5%, 20%, 50%, 100%], every: [24h, 3d, 7d]}"
    let ramp = try #require(try plan(schedule).ramp)
    #expect(ramp.path == [5, 20, 50, 100])
    #expect([5, 20, 50, 100].map { ramp.length(at: $0) } == [1, 3, 7, 7].map { $0 * 86_400 })
    let step = try advice(schedule, rows: [950, 50], ok: [475, 25], errors: [9, 0])
    #expect([step.from, step.to] == [5, 20])
    let half = try advice(schedule, rows: [500, 500], ok: [250, 250], errors: [5, 5])
    #expect(half.event == .hold)
    #expect(half.cause == .atMaximum)
  }

  @Test("M1 a proven treatment skips steps")
  func skip() throws {
    let ramp = "{schedule: [5%, 20%, 50%], every: 1d, skip: proven}"
    let sure = try advice(ramp, rows: [95_000, 5000], ok: [47_500, 2500], errors: [950, 50])
    #expect(sure.event == .skip)
    #expect([sure.from, sure.to] == [5, 50])
    let unsure = try advice(ramp, rows: [950, 50], ok: [475, 25], errors: [9, 0])
    #expect(unsure.event == .increase)
    #expect(unsure.to == 20)
  }

  @Test("M1 a harm budget bounds the step by the worst credible loss, and steps back where it must")
  func budget() throws {
    // 1000 rows in two weeks and no interval yet: each treated row to come may lose one, and of the 100 that were
    // treated only one erred. A day brings 1000/14 rows, so that at 20 % up to 1 + 14.29 may be lost, and at 10 %
    // up to 1 + 7.14.
    func ramp(_ loss: Double) -> String {
      "{initial: 10%, step: 10%, maximum: 50%, every: 1d, budget: {metric: errors, loss: \(loss)}}"
    }
    func asked(_ loss: Double) throws -> RampAdvice {
      try advice(ramp(loss), rows: [900, 100], ok: [450, 50], errors: [9, 1])
    }
    let enough = try asked(16)
    #expect(enough.event == .increase)
    #expect(abs((enough.budget?.expected ?? 0) - (1 + 1000.0 / 14 * 0.2)) < 1e-9)
    let held = try asked(10)
    #expect(held.event == .hold)
    #expect(held.exitCode == 10)
    if case .budget(let account) = held.cause {
      #expect(account.weight == 20)
      #expect([account.incurred, account.worstPerUnit] == [1, 1])
    } else {
      Issue.record("\(held.cause)")
    }
    let back = try asked(8)
    #expect(back.event == .stepBack)
    #expect(back.to == 0)
    #expect(back.exitCode == 0)
    // What the data show narrows the loss: with more of them the same share of a larger budget is enough.
    let shown = try advice(
      ramp(1000), rows: [90_000, 10_000], ok: [45_000, 5000], errors: [900, 100])
    #expect(shown.event == .increase)
    #expect((shown.budget?.worstPerUnit ?? 1) < 0.02)
  }

  @Test("M1 of a step that is not over, what is left of it counts")
  func remainder() throws {
    // Seven of 21 days are left at 10 %: 1 + 1000/14 × 0.1 × 7 = 51; the whole step would have brought 151.
    let ramp =
      "{initial: 10%, step: 10%, maximum: 50%, every: 21d, budget: {metric: errors, loss: 60}}"
    let early = try advice(ramp, rows: [900, 100], ok: [450, 50], errors: [9, 1])
    #expect(early.event == .hold)
    #expect(early.cause == .tooEarly(earliest: Timestamp(seconds: 1_700_000_000 + 21 * 86_400)))
    #expect(abs((early.budget?.expected ?? 0) - 51) < 1e-9)
  }

  private static let senseless = [
    ("{schedule: [5%, 50%, 20%], every: 1d}", "ramp.yaml:8:28: ramp.schedule[2] is 20%"),
    ("{schedule: [5%, 120%], every: 1d}", "not per cent of traffic"),
    ("{schedule: [], every: 1d}", "ramp.schedule is empty"),
    ("{schedule: [5%], every: [1d, 2d]}", "has 2 lengths, and ramp.schedule 1 weights"),
    ("{schedule: [5%], step: 5%, every: 1d}", "say the same"),
    ("{schedule: [5%]}", "has no \"every\""),
    ("{schedule: [5%], every: 1d, skip: always}", "not one of proven"),
    ("{schedule: [5%], every: 1d, budget: {metric: eror, loss: 1}}", "did you mean \"errors\"?"),
    ("{schedule: [5%], every: 1d, budget: {metric: errors, loss: 0}}", "a number above 0"),
  ]

  @Test("M2 ramps that make no sense are errors at their place", arguments: senseless)
  func badRamps(ramp: String, expected: String) throws {
    let error = try #require(throws: PlanError.self) { try plan(ramp) }
    #expect(error.description.contains(expected), "\(error)")
  }
}
