import AssayTestSupport
import Experiment
import Foundation
import Testing

/// The last stage of a canary, at which nothing is left to compare with at the same time.
@Suite struct CanaryAllTrafficTests {
  private static let start: Int64 = 1_772_445_600  // 2026-03-02T10:00:00Z
  private static func minute(_ minute: Int) -> Timestamp {
    Timestamp(seconds: start + Int64(minute) * 60)
  }

  private func plan(_ change: (inout String) -> Void = { _ in }) throws -> Plan {
    var text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/plans/canary.yaml"), encoding: .utf8)
    change(&text)
    return try Plan(yaml: text, file: "canary.yaml")
  }

  private func decide(_ plan: Plan, _ log: String, minutes: Int) async throws -> Decision {
    let now = Self.minute(minutes)
    let starts = [0, 6, 12, 18].map { Self.minute($0) }.filter { $0 < now }
    let file = repositoryRoot.appending(path: "fixtures/logs/rollout/\(log).csv").path
    return try await Gate(plan, asOf: now, completeUntil: now, until: now, stageStarts: starts)
      .decide([.path(file)])
  }

  @Test("C1 errors that only all traffic brings are rolled back, by what the control did before")
  func late() async throws {
    #expect(try await decide(try plan(), "canary-late", minutes: 18).stage?.action == .advance)
    let decision = try await decide(try plan(), "canary-late", minutes: 23)
    #expect(decision.verdict == .rollback)
    let stage = try #require(decision.stage)
    #expect(stage.action == .rollback)
    #expect(stage.comparison == .before)
    // Eighteen minutes before and five after hold rows, a block each.
    #expect(stage.blocks == [18, 5])
    #expect(stage.conditions.map(\.status) == [.notShown, .exceeded])
    #expect(stage.conditions.allSatisfy { $0.logEValue == nil })
    let reason = try #require(decision.reasons.first)
    guard case .rollout(.clusterHarm(let metric, let effect, _, _, _, let pValue, _, true)) = reason
    else { return #expect(Bool(false), "\(reason)") }
    #expect(metric == "errors")
    // Six points more were drawn; a minute has 6,000 requests, so that five of them tell to some .2 points.
    #expect(abs(effect + 0.06) < 0.006)
    #expect(
      !decision.reasons.contains {
        if case .rollout(.allTraffic) = $0 { true } else { false }
      })
    // The last tenth of the budget, shared by two metrics.
    #expect(pValue < 0.05 / 10 / 2)
  }

  @Test("C1 where nothing changes at all traffic it promotes, and says what that rests on")
  func even() async throws {
    let decision = try await decide(try plan(), "canary-even", minutes: 24)
    #expect(decision.verdict == .promote, "\(decision.reasons)")
    #expect(decision.stage?.conditions.map(\.status) == [.notShown, .notShown])
    #expect(
      decision.reasons.contains(
        .rollout(.allTraffic(compared: ["latency", "errors"], notCompared: []))))
    let quantile = try plan {
      $0 = $0.replacing(
        "{name: latency, kind: mean,", with: "{name: latency, kind: quantile, q: 0.5,")
    }
    let other = try await decide(quantile, "canary-even", minutes: 24)
    #expect(other.stage?.conditions.map(\.status) == [.notCompared, .notShown])
    #expect(
      other.reasons.contains(
        .rollout(.allTraffic(compared: ["errors"], notCompared: ["latency"]))))
  }

  @Test("C2 a treatment that fell silent at all traffic is not promoted")
  func silent() async throws {
    let decision = try await decide(try plan(), "canary-silent", minutes: 24)
    #expect(decision.verdict == .continue)
    #expect(decision.stage?.action == .hold)
    #expect(
      decision.reasons.contains {
        if case .rollout(.treatmentSilent(variant: "canary", _)) = $0 { true } else { false }
      }, "\(decision.reasons)")
    // Nothing at all is no proof either.
    let none = try await decide(
      try plan {
        $0 = $0.replacing("weight: count}", with: "weight: count, where: {error: [true, x]}}")
      },
      "canary-even", minutes: 19)
    #expect(none.stage?.action == .hold)
  }

  @Test("C1 a replay gives the action at each look, from stages whose starts are told")
  func replay() async throws {
    let file = repositoryRoot.appending(path: "fixtures/logs/rollout/canary-late.csv").path
    let starts = [0, 6, 12, 18].map { Self.minute($0) }
    let history = try await Replay(try plan(), every: 180, stageStarts: starts).run([.path(file)])
    #expect(
      history.looks.map { $0.decision.stage?.action }
        == [.hold, .advance, .hold, .advance, .hold, .advance, .hold, .rollback])
    #expect(history.looks.map { $0.decision.stage?.stage } == [1, 1, 2, 2, 3, 3, 4, 4])
    // Each look is the gate on the rows before it.
    for look in history.looks {
      let minutes = Int(look.until.microseconds / 1_000_000 - Self.start) / 60
      let decision = try await decide(try plan(), "canary-late", minutes: minutes)
      #expect(look.decision.verdict == decision.verdict)
      #expect(look.decision.stage == decision.stage)
    }
    #expect(history.firstDecisive == 7)
  }
}
