import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Canaries on the logs of `fixtures/logs/rollout`: 6,000 requests a minute, six minutes a stage.
@Suite struct CanaryGateTests {
  private static let start: Int64 = 1_772_445_600  // 2026-03-02T10:00:00Z
  private static func minute(_ minute: Int) -> Timestamp {
    Timestamp(seconds: start + Int64(minute) * 60)
  }
  private let starts = [0, 6, 12, 18].map { CanaryGateTests.minute($0) }

  private func plan(
    _ name: String = "canary", _ change: (inout String) -> Void = { _ in }
  ) throws -> Plan {
    var text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/plans/\(name).yaml"), encoding: .utf8)
    change(&text)
    return try Plan(yaml: text, file: "canary.yaml")
  }

  private func decide(
    _ plan: Plan, _ log: String = "canary", minutes: Int, stages: Int? = nil,
    former: FormerRollback? = nil
  ) async throws -> Decision {
    let now = Self.minute(minutes)
    let begun = starts.filter { $0 < now }
    let file = repositoryRoot.appending(path: "fixtures/logs/rollout/\(log).csv").path
    return try await Gate(
      plan, asOf: now, completeUntil: now, until: now, former: former,
      stageStarts: Array(begun.prefix(stages ?? 4))
    ).decide([.path(file)])
  }

  @Test(
    "C2 a healthy canary holds until its stage is over, advances, and is promoted at the end",
    arguments: [
      (3, StageAccount.Action.hold, 10.0, 10.0), (6, .advance, 10, 25), (8, .hold, 25, 25),
      (12, .advance, 25, 50), (18, .advance, 50, 100), (20, .hold, 100, 100),
      (24, .promote, 100, 100),
    ])
  func healthy(
    minutes: Int, action: StageAccount.Action, current: Double, next: Double
  )
    async throws
  {
    let decision = try await decide(try plan(), minutes: minutes)
    let stage = try #require(decision.stage)
    #expect(stage.action == action, "\(decision.reasons)")
    #expect(stage.current == current)
    #expect(stage.next == next)
    // Only the last stage is a promotion; a pipeline that asks "may I go on?" is told so by its code.
    #expect(decision.verdict == (action == .promote ? .promote : .continue))
    #expect(decision.promoted == (action == .promote ? "canary" : nil))
    #expect(ExitMap.standard.code(for: decision) == (action == .hold ? 10 : 0))
    #expect(decision.plan.hash == (try plan()).identity.hash)
  }

  @Test("C1 a canary that errs four times as often is rolled back in its first stage")
  func worse() async throws {
    let decision = try await decide(try plan(), "canary-worse", minutes: 4)
    #expect(decision.verdict == .rollback)
    let stage = try #require(decision.stage)
    #expect(stage.action == .rollback)
    #expect(stage.next == 0)
    #expect(stage.conditions.map(\.metric) == ["latency", "errors"])
    #expect(stage.conditions.map(\.status) == [.notShown, .exceeded])
    // Six points of errors do not exceed a limit of ten, and the margin is not kept either.
    let lenient = try plan {
      $0 = $0.replacing("errors: 1pp", with: "errors: 10pp")
        .replacing("margin: 1pp", with: "margin: 10pp")
    }
    let held = try await decide(lenient, "canary-worse", minutes: 6)
    #expect(held.verdict == .continue)
    #expect(held.stage?.action == .advance)
  }

  @Test("C1 a level rolls back whatever the control does, and at all traffic as well")
  func levels() async throws {
    let plan = try plan("canary-levels")
    let worse = try await decide(plan, "canary-worse", minutes: 4)
    #expect(worse.verdict == .rollback)
    let first = try #require(worse.reasons.first)
    guard case .rollout(.levelPassed("errors", "above 5%", let value, false, _)) = first else {
      return #expect(Bool(false), "\(first)")
    }
    // Three minutes without the warm-up, of 600 requests each, eight in a hundred of which fail.
    #expect(abs(value - 0.08) < 0.001)
    let levels = try #require(worse.stage?.levels)
    #expect(levels.map(\.status) == [.exceeded, .notShown])
    // Three in ten requests take 140 ms, where four in ten may take more than 120.
    #expect(levels[1].value.map { abs($0 - 0.3) < 0.001 } == true)
    #expect(levels[1].isShareBeyond)
    let healthy = try await decide(plan, "canary-even", minutes: 24)
    #expect(healthy.verdict == .promote, "\(healthy.reasons)")
    #expect(healthy.stage?.levels?.map(\.status) == [.notShown, .notShown])
    // Errors that only all traffic brings.
    #expect(try await decide(plan, "canary-late", minutes: 18).stage?.action == .advance)
    let late = try await decide(plan, "canary-late", minutes: 24)
    #expect(late.verdict == .rollback)
    #expect(
      late.reasons.contains {
        if case .rollout(.levelPassed("errors", _, _, _, _)) = $0 { true } else { false }
      })
  }

  @Test("C1 the rows of a warm-up are dropped")
  func warmUp() async throws {
    // Rows come at half past each minute: one of six is within the warm-up.
    let decision = try await decide(try plan(), minutes: 6)
    #expect(decision.stage?.units == [27_000, 3000])
    let cold = try plan { $0 = $0.replacing(", warm_up: 1m", with: "") }
    #expect(try await decide(cold, minutes: 6).stage?.units == [32_400, 3600])
    // All of the second stage so far is within its warm-up.
    let early = try await decide(try plan(), minutes: 7)
    #expect(early.stage?.units == [0, 0])
    #expect(early.stage?.action == .hold)
  }

  @Test("C2 without rows, and where a condition cannot be judged, nothing passes and nothing fails")
  func absence() async throws {
    let plan = try plan()
    let before = try await decide(plan, minutes: 0, stages: 1)
    #expect(before.verdict == .continue)
    #expect(before.stage?.action == .hold)
    // Half a percent of the requests: a few errors, below the floor of fifty.
    let few = try self.plan {
      $0 = $0.replacing(
        "weight: count}", with: "weight: count, where: {latency_ms: [80, 140], time: x}}"
      ).replacing(", time: x", with: "")
    }
    let unclear = try await decide(few, minutes: 6)
    #expect(unclear.stage?.action == .hold)
    #expect(unclear.verdict == .continue)
    #expect(
      unclear.reasons.contains {
        if case .rollout(.conditionUnclear(metric: "errors", _, _, _)) = $0 { true } else { false }
      })
    // A stage that nobody says has begun is not judged by the rows of the one before it.
    let silent = try await decide(plan, minutes: 12, stages: 1)
    #expect(silent.verdict == .invalid)
    #expect(silent.stage?.action == .hold)
  }

  @Test("C2 a rollback that was told stays one")
  func latched() async throws {
    let decision = try await decide(
      try plan(), minutes: 12, former: FormerRollback(newest: Self.minute(4)))
    #expect(decision.verdict == .rollback)
    #expect(decision.stage?.next == 0)
  }

  @Test("C4 outside the calendar a stage that passed waits, and is told until when")
  func calendar() async throws {
    let closed = try plan {
      $0 += "calendar: {timezone: UTC, hours: 12:00-17:00, days: mon-fri}\n"
    }
    let decision = try await decide(closed, minutes: 6)
    #expect(decision.stage?.action == .hold)
    #expect(
      decision.reasons.first
        == .rollout(
          .stageOutsideCalendar(
            present: Self.minute(6), earliest: Timestamp(seconds: Self.start + 7200))))
    let open = try plan { $0 += "calendar: {timezone: UTC, hours: 09:00-17:00, days: mon-fri}\n" }
    #expect(try await decide(open, minutes: 6).stage?.action == .advance)
    // A promotion waits as well.
    #expect(try await decide(closed, minutes: 18).stage?.action == .hold)
    #expect(try await decide(open, minutes: 18).stage?.action == .advance)
  }

  @Test(
    "C2 all traffic takes the proof of a promotion, as nothing is left to compare with after it")
  func proof() async throws {
    let strict = try plan { $0 = $0.replacing("margin: 1pp", with: "margin: 1pp, harm: 1pp") }
    #expect(try await decide(strict, minutes: 18).stage?.action == .advance)
    let unproven = try plan {
      $0 = $0.replacing("margin: 1pp", with: "margin: 0.1pp").replacing(
        "errors: 1pp", with: "errors: 0.1pp")
    }
    #expect(try await decide(unproven, minutes: 12).stage?.action == .advance)
    let held = try await decide(unproven, minutes: 18)
    #expect(held.stage?.action == .hold)
    #expect(held.reasons.contains(.rollout(.proofBeforeAllTraffic(stage: 3, of: 4))))
  }

  @Test("C1 a condition of a later stage rolls back from that stage on")
  func laterCondition() async throws {
    let later = try plan {
      $0 = $0.replacing("rollback: {latency: 50%, errors: 1pp}", with: "rollback: {latency: 50%}")
        .replacing("rollback: {latency: 20%}", with: "rollback: {latency: 20%, errors: 1pp}")
    }
    let first = try await decide(later, "canary-worse", minutes: 6)
    #expect(first.stage?.action == .advance)
    #expect(first.stage?.conditions.map(\.metric) == ["latency"])
    #expect(try await decide(later, "canary-worse", minutes: 12).verdict == .rollback)
  }

  /// A user a second, and each of them again an hour later: those whose hash falls between 10 and 50 % have moved.
  @Test("C1 users that move with the traffic of a stage are no crossovers")
  func stickyUsers() async throws {
    let rows = (0..<3600).flatMap { user in
      [(0, 0.1), (3600, 0.5)].map { offset, share in
        // A sequence without chance that fills 0…1 evenly.
        let position = (Double(user) * 0.618_033_988_749_895).truncatingRemainder(dividingBy: 1)
        let second = user + offset
        let time = "1\(second / 3600):\(pad(second / 60 % 60)):\(pad(second % 60))"
        return (
          second, "2026-03-02T\(time)Z,u\(user),\(position < share ? "b" : "a"),\(user % 10 == 0)"
        )
      }
    }.sorted { $0.0 < $1.0 }.map(\.1)
    let log = try TemporaryLog((["time,user,variant,error"] + rows).joined(separator: "\n") + "\n")
    let plan = try Plan(
      yaml: """
        name: sticky
        strategy: canary
        log: {time: time, unit: user, variant: variant, error: error}
        variants: {control: a, treatments: [b]}
        metrics:
          - {name: errors, kind: rate, role: guardrail, margin: 100%, baseline: 10%}
        stages:
          - {traffic: 10%, duration: 50m, warm_up: 5m, rollback: {errors: 50%}}
          - {traffic: 50%, duration: 50m, minimum_sample: 1}
          - {traffic: 100%, duration: 50m}
        """, file: "sticky.yaml")
    let decision = try await Gate(
      plan, asOf: Self.minute(120), completeUntil: Self.minute(120),
      stageStarts: [Self.minute(0), Self.minute(60)]
    ).decide([.path(log.path)])
    #expect(decision.verdict == .continue)
    #expect(decision.sample.unitsInSeveralVariants == 0)
    #expect(decision.sample.assignment?.moved == 1440)
  }

  private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
