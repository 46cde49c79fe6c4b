import Experiment
import Foundation
import Testing

@Suite struct RollbackCheckTests {
  private let ordered = Timestamp(seconds: 1_772_445_600)  // 2026-03-02T10:00:00Z

  private func check(
    _ rows: [(String, String)], sla: String = "rollback_sla: 5m"
  ) async throws
    -> RollbackCheck?
  {
    let plan = try Plan(
      yaml: """
        name: back
        strategy: ab
        log: {time: time, unit: none, variant: variant, error: error}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: errors, kind: rate, role: guardrail, margin: 1pp}
        inference: {policy: catch}
        \(sla)
        """, file: "back.yaml")
    let lines = rows.map { "2026-03-02T\($0)Z,\($1),false" }
    let log = try TemporaryLog((["time,variant,error"] + lines).joined(separator: "\n") + "\n")
    return try await RollbackCheck.run(plan, ordered: ordered, [.path(log.path)])
  }

  @Test("K6 a rollback is finished when its last row came in time and the control goes on")
  func finished() async throws {
    let rows = [
      ("09:59:00", "new"), ("10:01:00", "old"), ("10:04:59", "new"), ("10:05:00", "old"),
    ]
    let found = try #require(try await check(rows))
    #expect(found.outcome == .finished)
    #expect(found.outcome.exitCode == 0)
    #expect(found.seconds == 299)
    // The row before the order is none of its own.
    #expect(found.controlRows == 2)
    #expect(found.treatmentRows == 1)
  }

  @Test("K6 a row of the withdrawn version after the time is late, exactly on it is not")
  func late() async throws {
    let exact = try await check([("10:05:00", "new"), ("10:06:00", "old")])
    #expect(exact?.outcome == .finished)
    let found = try #require(try await check([("10:05:01", "new"), ("10:06:00", "old")]))
    #expect(found.outcome == .late)
    #expect(found.outcome.exitCode == 20)
    #expect(found.seconds == 301)
    // The time is over as soon as such a row is seen.
    #expect(try await check([("10:07:00", "new")])?.outcome == .late)
  }

  @Test("K6 rows that may have been the withdrawn version's leave it open")
  func doubtful() async throws {
    let whole = [("10:01:00", "new"), ("10:06:00", "old")]
    #expect(try await check(whole)?.outcome == .finished)
    #expect(try await check(whole)?.doubtful == nil)
    let renamed = try #require(try await check(whole + [("10:07:00", "new-2")]))
    #expect(renamed.outcome == .cannotTell)
    #expect(renamed.doubtful?.unknownVariants == ["new-2"])
    #expect(
      try await check(
        whole + [("10:07:00", "new-2")], sla: "rollback_sla: 5m\nignore_variants: [new-2]"
      )?.outcome == .finished)
    let undated = try #require(try await check(whole + [("25:00:00", "new")]))
    #expect(undated.outcome == .cannotTell)
    #expect(undated.doubtful?.unreadableRows == 1)
    // What is known to be late is late whatever else cannot be read.
    let late = try await check([("10:07:00", "new"), ("25:00:00", "new")])
    #expect(late?.outcome == .late)
  }

  @Test("K6 silence, and a time that is not over, prove nothing")
  func cannotTell() async throws {
    for rows in [
      [("09:59:00", "new"), ("09:59:00", "old")], [("10:01:00", "new")],
      [("10:01:00", "new"), ("10:04:00", "old")],
    ] {
      let found = try #require(try await check(rows))
      #expect(found.outcome == .cannotTell, "\(rows)")
      #expect(found.outcome.exitCode == 10)
    }
    #expect(try await check([("10:01:00", "old")], sla: "") == nil)
  }
}
