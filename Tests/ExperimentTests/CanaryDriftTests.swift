import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Predictions of a treatment and its control within a stage.
@Suite struct CanaryDriftTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var control: [Int]
      var treatment: [Int]
      var score: Double
    }
    var cases: [String: Case]
  }

  private func plan(unit: String = "none", limit: Double = 0.3) throws -> Plan {
    try Plan(
      yaml: """
        name: drifting
        strategy: canary
        log: {time: time, unit: \(unit), variant: variant, prediction: answer, error: error, weight: count}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: errors, kind: rate, role: guardrail, margin: 10pp, baseline: 20%}
        stages:
          - {traffic: 50%, duration: 10m, drift_score: \(limit), rollback: {errors: 10pp}}
          - {traffic: 100%, duration: 10m}
        """, file: "drifting.yaml")
  }

  /// So many rows of each kind of prediction, a fifth of them failed, within nine minutes from 10:00 on.
  private func log(_ control: [Int], _ treatment: [Int]) throws -> TemporaryLog {
    var rows: [String] = ["time,variant,answer,error,count"]
    for (variant, counts) in [("old", control), ("new", treatment)] {
      for (kind, count) in counts.enumerated() {
        for failed in [true, false] {
          let number = failed ? count / 5 : count - count / 5
          rows.append("2026-03-02T10:0\(3 * kind):30Z,\(variant),kind\(kind),\(failed),\(number)")
        }
      }
    }
    return try TemporaryLog(rows.joined(separator: "\n") + "\n")
  }

  private func decide(_ plan: Plan, _ log: TemporaryLog, minutes: Int = 10) async throws -> Decision
  {
    let start = Timestamp(seconds: 1_772_445_600)
    let now = Timestamp(seconds: 1_772_445_600 + Int64(minutes) * 60)
    return try await Gate(plan, asOf: now, completeUntil: now, stageStarts: [start])
      .decide([.path(log.path)])
  }

  @Test(
    "C1 a drift score beyond its limit rolls back, one that is not shown to be lets traffic grow")
  func score() async throws {
    let reference: Reference = try ReferenceFile.load("score_drift")
    let apart = try #require(reference.cases["apart"])
    let same = try #require(reference.cases["same"])
    let worse = try await decide(try plan(), try log(apart.control, apart.treatment))
    let drift = try #require(worse.stage?.drift)
    #expect(worse.verdict == .rollback, "\(worse.reasons)")
    // Sums of three terms.
    #expect(abs((drift.score ?? 0) - apart.score) < 1e-9)
    #expect(drift.status == .exceeded)
    #expect((drift.lower ?? 0) > 0.3 && (drift.upper ?? 0) > apart.score)
    #expect(drift.rows == [1000, 1000])
    // The half of the last tenth of 5 %, of which the first question has 6/π².
    #expect((drift.pValue ?? 1) <= 0.0025 * 0.61)
    let even = try await decide(try plan(), try log(same.control, same.treatment))
    #expect(even.stage?.action == .advance, "\(even.reasons)")
    #expect(even.stage?.drift?.score == 0)
    // The same shares lie below a limit of theirs, and above one that is stricter.
    let lenient = try await decide(
      try plan(limit: 0.6), try log(apart.control, apart.treatment))
    #expect(lenient.stage?.drift?.status == .notShown)
  }

  @Test(
    "C2 a drift score that cannot be told holds the stage, and none is told before its time is over"
  )
  func unclear() async throws {
    let few = try await decide(try plan(), try log([60, 20, 20], [60, 20, 20]), minutes: 9)
    #expect(few.stage?.drift?.status == .unclear)
    #expect(few.stage?.action == .hold)
    // Some forty rows a side leave no two kinds with twenty expected each.
    let tiny = try await decide(
      try plan(), try log([30, 5, 5], [25, 5, 5]))
    #expect(tiny.stage?.drift?.status == .unclear)
    #expect(
      tiny.reasons.contains {
        if case .rollout(.driftUnclear(column: "answer", limit: 0.3, rows: _)) = $0 {
          true
        } else {
          false
        }
      })
  }

  @Test("C1 X7 rows of users count for less where users are alike")
  func units() async throws {
    // Forty users a side, twenty-five rows each, who always get the same answer.
    var rows = ["time,user,variant,answer,error,count"]
    for (variant, kinds) in [("old", [20, 12, 8]), ("new", [6, 8, 26])] {
      var user = 0
      for (kind, users) in kinds.enumerated() {
        for _ in 0..<users {
          user += 1
          rows.append("2026-03-02T10:01:30Z,\(variant)\(user),\(variant),kind\(kind),true,5")
          rows.append("2026-03-02T10:01:30Z,\(variant)\(user),\(variant),kind\(kind),false,20")
        }
      }
    }
    let log = try TemporaryLog(rows.joined(separator: "\n") + "\n")
    let byRow = try await decide(try plan(limit: 0.2), log)
    #expect(byRow.stage?.drift?.status == .exceeded)
    let byUser = try await decide(try plan(unit: "user", limit: 0.2), log)
    let drift = try #require(byUser.stage?.drift)
    // All rows of a user are one: the effect is their number, times units over units less one.
    #expect(
      drift.designEffects?.allSatisfy { abs($0 - 25.0 * 40 / 39) < 1e-9 } ?? false, "\(drift)")
    #expect(drift.status != .exceeded)
  }
}
