import Experiment
import Foundation
import Testing

/// Metrics that wait for windows and labels, through the gate.
@Suite struct WindowTests {
  private struct Row {
    var time: Int
    var user: Int
    var label: Int
    var known: Int
    var failed: Bool
  }

  private static let start = 1_772_409_600
  private static let day = 86_400

  /// Eight days of users who come back for a day or two; one in ten labels comes after two days.
  private func rows(failing: Range<Int>? = nil) -> [Row] {
    (0..<8000).map { index in
      let user = index / 2 % 1500 + (index / 4000) * 900
      let time = Self.start + index * 8 * Self.day / 8000
      let isRight = (index * 7919 + user * 31) % 100 < (user % 2 == 0 ? 80 : 84)
      return Row(
        time: time, user: user, label: isRight ? 1 : 0,
        known: time + (index % 10 == 0 ? 2 * Self.day : 3600),
        failed: failing.map { $0.contains(index) && user % 2 == 1 } ?? (index % 97 == 0))
    }
  }

  private func variant(_ user: Int) -> String { user % 2 == 0 ? "old" : "new" }

  private func log(_ rows: [Row]) throws -> TemporaryLog {
    try TemporaryLog(
      rows.reduce("at,user,variant,id,guess,failed,right\n") {
        $0 + "\($1.time),u\($1.user),\(variant($1.user)),r\($1.time),1,\($1.failed),\($1.label)\n"
      })
  }

  private func labels(_ rows: [Row]) throws -> TemporaryLog {
    try TemporaryLog(
      rows.reduce("id,truth,known\n") { $0 + "r\($1.time),\($1.label),\($1.known)\n" })
  }

  private func plan(_ labels: String, sample: Int = 100) throws -> Plan {
    try Plan(
      yaml: """
        name: windows
        strategy: ab
        log: {time: at, unit: user, variant: variant, prediction: guess, error: failed}
        labels: {file: \(labels), key: id, value: truth, time: known, maturity: 1d}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: accuracy, kind: accuracy, role: success, window: 36h}
          - {name: errors, kind: rate, role: guardrail, margin: 50%, critical: true, window: 12h}
        inference: {minimum_sample: \(sample), looks: 12h}
        """, file: "windows.yaml")
  }

  /// What the units exposed early enough did within their windows, by the obvious way.
  private func expected(
    _ rows: [Row], arm: Int, at now: Int
  ) -> (units: Int, right: Double, labelled: Double) {
    var (units, right, labelled) = (0, 0.0, 0.0)
    for (user, own) in Dictionary(grouping: rows, by: \.user) where user % 2 == arm {
      guard let first = own.map(\.time).min() else { continue }
      // Units enter by buckets of twelve hours: a window of 36 hours, and a day for its labels.
      let end = (first / 43_200 + 1) * 43_200
      guard end + 60 * 3600 <= now else { continue }
      units += 1
      for row in own where row.time < first + 36 * 3600 && row.known < row.time + Self.day {
        right += Double(row.label)
        labelled += 1
      }
    }
    return (units, right, labelled)
  }

  @Test("Units enter complete, with the rows of their window and the labels of its rows")
  func completeUnits() async throws {
    let rows = rows()
    let (log, labels) = (try log(rows), try labels(rows))
    let decision = try await Gate(try plan(labels.path)).decide([.path(log.path)])
    let metric = try #require(decision.treatments.first?.metrics.first)
    let now = try #require(rows.map(\.time).max())
    for (arm, estimate) in [(0, metric.control), (1, metric.treatment)] {
      let truth = expected(rows, arm: arm, at: now)
      #expect(estimate?.units == truth.units)
      #expect(abs((estimate?.value ?? 0) - truth.right / truth.labelled) < 1e-12)
    }
    #expect(metric.complete?.units == Set(rows.map(\.user)).count)
    #expect(metric.estimand.clock == .units)
    #expect((metric.estimand.window, metric.estimand.maturity) == (36 * 3600, 86_400))
  }

  @Test("What a look saw stays what it saw, whatever comes later")
  func frozen() async throws {
    let rows = rows()
    let (log, labels) = (try log(rows), try labels(rows))
    let plan = try plan(labels.path)
    let now = Self.start + 6 * Self.day
    let known = rows.filter { $0.time < now }
    let part = try self.log(known)
    let partLabels = try self.labels(rows.filter { $0.known < now })
    let then = try await Gate(
      plan, completeUntil: Timestamp(seconds: Int64(now)), labels: [.path(partLabels.path)]
    ).decide([.path(part.path)])
    let later = try await Gate(plan, completeUntil: Timestamp(seconds: Int64(now)))
      .decide([.path(log.path)])
    for (before, after) in zip(then.treatments[0].metrics, later.treatments[0].metrics) {
      #expect(before.result == after.result)
      #expect(before.control == after.control)
    }
    // Harm goes on to look at all there is.
    #expect(
      then.treatments[0].metrics[0].harmSoFar != later.treatments[0].metrics[0].harmSoFar)
    let replay = try await Replay(plan, every: 86_400).run([.path(log.path)])
    let look = try #require(replay.looks.first { $0.until.microseconds == Int64(now) * 1_000_000 })
    let gate = try await Gate(
      plan, asOf: look.until, completeUntil: look.until, labels: [.path(partLabels.path)]
    ).decide([.path(part.path)])
    #expect(look.decision.reasons == gate.reasons)
    #expect(look.decision.treatments == gate.treatments)
  }

  @Test("A gate on what was known at a look says what the replay says of it")
  func lookByLook() async throws {
    let rows = rows()
    let log = try log(rows)
    let plan = try Plan(
      yaml: """
        name: groups
        strategy: ab
        log: {time: at, unit: user, variant: variant, error: failed}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: right, kind: proportion, column: right, better: higher, role: success, window: 36h}
        inference: {success: group-sequential, minimum_sample: 50, looks: 1d, planned_sample: 2400}
        """, file: "groups.yaml")
    let history = try await Replay(plan).run([.path(log.path)])
    #expect(history.looks.count == 8)
    for look in history.looks {
      let known = rows.filter { Int64($0.time) * 1_000_000 < look.until.microseconds }
      let part = try self.log(known)
      let gate = try await Gate(plan, asOf: look.until, completeUntil: look.until)
        .decide([.path(part.path)])
      #expect(look.decision == gate)
    }
    // The looks of the last row begin with those of each row before it.
    let looks = history.looks.map { $0.decision.treatments[0].metrics[0].looks }
    for earlier in looks { #expect(earlier == Array((looks.last ?? []).prefix(earlier.count))) }
    #expect((looks.last ?? []).count > 3)
  }

  @Test("Rows in any order give the same answer")
  func shuffled() async throws {
    let rows = rows()
    let (log, labels) = (try log(rows), try labels(rows))
    let backwards = try self.log(rows.reversed())
    let plan = try plan(labels.path)
    let one = try await Gate(plan).decide([.path(log.path)])
    let other = try await Gate(plan).decide([.path(backwards.path)])
    #expect(one.verdict == other.verdict)
    for (one, other) in zip(one.treatments[0].metrics, other.treatments[0].metrics) {
      #expect(one.control?.units == other.control?.units)
      // Sums of the same numbers in another order.
      #expect(abs((one.treatment?.value ?? 0) - (other.treatment?.value ?? 1)) < 1e-12)
    }
  }

  @Test("Promotion waits for units to be complete")
  func waiting() async throws {
    let rows = rows()
    let labels = try labels(rows)
    let early = try log(rows.filter { $0.time < Self.start + 2 * Self.day })
    let decision = try await Gate(try plan(labels.path)).decide([.path(early.path)])
    #expect(decision.verdict == .continue)
    let metric = try #require(decision.treatments.first?.metrics.first)
    #expect(metric.result == .notComputable(.noneComplete(units: metric.complete?.units ?? 0)))
    #expect(
      decision.reasons.contains {
        if case .unitsIncomplete("accuracy", "new", 0, _, 100) = $0 { true } else { false }
      })
  }

  @Test("Harm waits for nothing")
  func harm() async throws {
    // Within a quarter of a day, before any unit is complete.
    let rows = rows(failing: 0..<250).filter { $0.time < Self.start + Self.day / 4 }
    let (log, labels) = (try log(rows), try labels(rows))
    let decision = try await Gate(try plan(labels.path)).decide([.path(log.path)])
    #expect(decision.verdict == .rollback)
    #expect(decision.treatments[0].metrics[1].harmSoFar?.holds == true)
  }

  @Test("Lengths of time without a common one of a minute are refused")
  func axis() async throws {
    let rows = rows()
    let (log, labels) = (try log(rows), try labels(rows))
    var plan = try plan(labels.path)
    plan.metrics[0].window = 36 * 3600 + 7
    let error = await #expect(throws: ExperimentError.self) {
      try await Gate(plan).decide([.path(log.path)])
    }
    #expect(error?.exitCode == 78)
    plan.metrics[0].window = 36 * 3600 + 60
    let fine = await #expect(throws: ExperimentError.self) {
      try await Gate(plan).decide([.path(log.path)])
    }
    #expect(fine?.message.contains("more than 5000 parts") == true)
  }
}

extension MetricAnalysis {
  /// The looks of its first question.
  fileprivate var looks: [TakenLook] {
    guard case .computed(let comparison) = result else { return [] }
    return comparison.tests.first?.looks ?? []
  }
}
