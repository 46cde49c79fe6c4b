import AssayTestSupport
import Experiment
import Foundation
import Testing

/// What a canary did not write down is not known to be well: no stage is over by blanks.
@Suite struct CanaryBlankTests {
  private static let start: Int64 = 1_772_445_600  // 2026-03-02T10:00:00Z
  private static func minute(_ minute: Int) -> Timestamp {
    Timestamp(seconds: start + Int64(minute) * 60)
  }

  /// The fixture's healthy canary up to an instant, with some of its fields changed.
  private func decide(
    minutes: Int, limit: String = "1pp", _ rewrite: (_ fields: inout [String]) -> Void
  ) async throws -> Decision {
    let folder = repositoryRoot.appending(path: "fixtures")
    let text = try String(
      contentsOf: folder.appending(path: "plans/canary.yaml"), encoding: .utf8
    ).replacing("errors: 1pp", with: "errors: \(limit)")
      .replacing("margin: 1pp", with: "margin: \(limit)")
    let plan = try Plan(yaml: text, file: "c.yaml")
    let lines = try String(
      contentsOf: folder.appending(path: "logs/rollout/canary-even.csv"), encoding: .utf8)
    let log = try TemporaryLog(
      lines.split(separator: "\n").map { line in
        var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        rewrite(&fields)
        return fields.joined(separator: ",")
      }.joined(separator: "\n") + "\n")
    let now = Self.minute(minutes)
    return try await Gate(
      plan, asOf: now, completeUntil: now, until: now,
      stageStarts: [0, 6, 12, 18].map(Self.minute).filter { $0 < now }
    ).decide([.path(log.path)])
  }

  private func isUnclear(_ decision: Decision, _ name: String) -> Bool {
    decision.reasons.contains {
      if case .rollout(.conditionUnclear(name, _, _, _)) = $0 { true } else { false }
    }
  }

  @Test("C2 a stage is not over while its errors are blank in every row, of the canary or of both")
  func mute() async throws {
    // A limit in per cent is judged by an exact count of errors, which needs none to say that nothing is shown.
    func decide(_ rewrite: (_ fields: inout [String]) -> Void) async throws -> Decision {
      try await self.decide(minutes: 6, limit: "50%", rewrite)
    }
    #expect(try await decide { _ in }.stage?.action == .advance)
    let both = try await decide { $0[3] = $0[3] == "error" ? "error" : "" }
    #expect(both.stage?.action == .hold)
    #expect(isUnclear(both, "errors"))
    // Where only failures are written down, a blank is none; but a canary that never wrote is not well.
    let habit = try await decide { if $0[3] == "false" { $0[3] = "" } }
    #expect(habit.stage?.action == .advance)
    let silent = try await decide {
      if $0[3] == "false" || $0[1] == "canary" { $0[3] = "" }
    }
    #expect(silent.stage?.action == .hold)
    #expect(silent.stage?.conditions.map(\.status) == [.notShown, .unclear])
    #expect(isUnclear(silent, "errors"))
  }

  @Test("C2 a stage is judged by its own rows, not by those of the stages before it")
  func laterStage() async throws {
    // From the second stage on nobody writes down latencies: what the first one showed says nothing of that.
    let decision = try await decide(minutes: 12) { fields in
      if fields[0].hasPrefix("2026-03-02T10:"), fields[0] >= "2026-03-02T10:06" { fields[2] = "" }
    }
    #expect(decision.stage?.action == .hold)
    #expect(isUnclear(decision, "latency"))
  }

  @Test("C2 a control that also writes down that nothing failed has no habit of blanks")
  func habit() async throws {
    // Four minutes in five the control writes down failures alone, in the fifth both.
    let decision = try await decide(minutes: 6) { fields in
      guard fields[3] == "false" else { return }
      if fields[1] == "canary" || !fields[0].contains("T10:02") { fields[3] = "" }
    }
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.contains {
        if case .missingValuesDiffer(metric: "errors", _, _, _, _, _) = $0 { true } else { false }
      })
  }

  @Test("C2 at all traffic, a canary that writes nothing down is not promoted")
  func allTraffic() async throws {
    let whole = try await decide(minutes: 24) { if $0[3] == "false" { $0[3] = "" } }
    #expect(whole.verdict == .promote, "\(whole.reasons)")
    let mute = try await decide(minutes: 24) { fields in
      let isLast = fields[0] >= "2026-03-02T10:18" && fields[1] == "canary"
      if fields[3] == "false" || isLast { fields[3] = "" }
    }
    #expect(mute.verdict == .continue)
    #expect(isUnclear(mute, "errors"))
  }

  @Test("C2 a row of another age neither begins a canary nor ends its stage")
  func stray() async throws {
    let lines = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/rollout/canary-even.csv"),
      encoding: .utf8)
    let plan = try Plan(
      yaml: String(
        contentsOf: repositoryRoot.appending(path: "fixtures/plans/canary.yaml"), encoding: .utf8
      ) + "tolerated_row_errors: 1%\n", file: "c.yaml")
    for year in ["1970", "2099"] {
      let log = try TemporaryLog(lines + "\(year)-01-01T00:00:00Z,stable,80,false,1\n")
      let decision = try await Gate(plan, until: nil, stageStarts: []).decide([.path(log.path)])
      // What came before the first stage is no part of it.
      #expect(decision.sample.rows.failed == (year == "2099" ? 1 : 0))
      #expect(decision.stage?.started == Timestamp(seconds: Self.start + 30))
    }
    // All traffic began at 10:18, and one of its rows says that it is 2099.
    let log = try TemporaryLog(lines + "2099-01-01T00:00:00Z,canary,80,false,1\n")
    let starts = [0, 6, 12, 18].map(Self.minute)
    let decision = try await Gate(plan, stageStarts: starts).decide([.path(log.path)])
    #expect(decision.sample.rows.failed == 1)
    #expect(decision.sample.lastTime.map { $0 < Self.minute(25) } == true)
  }
}
