import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Logs on which a monitor once saw nothing, or saw a calm that nobody had shown.
@Suite struct MonitorBlindSpotTests {
  private func plan(
    _ trigger: String, unit: String = "none", rule: String = "proven"
  ) throws
    -> Plan
  {
    try Plan(
      yaml: """
        name: blind spots
        strategy: monitor
        log: {time: time, unit: \(unit)}
        monitor: {rule: \(rule), minimum_rows: 50}
        triggers:
          - {name: watched, \(trigger), over: 1h, severity: critical}
        """, file: "plan.yaml")
  }

  /// Rows over some hours, and one more that ends the last of them.
  private func log(
    hours: Int, rows: (Int) -> Int, unit: (Int) -> String = { "u\($0)" },
    value: (Int, Int) -> String
  ) throws -> TemporaryLog {
    let begin = 1_772_755_200.0
    func time(_ seconds: Double) -> String {
      Date(timeIntervalSince1970: begin + seconds).formatted(.iso8601)
    }
    var lines = ["time,user,value"]
    for hour in 0..<hours {
      let count = rows(hour)
      for row in 0..<count {
        let seconds = (Double(hour) + Double(row) / Double(count)) * 3_600
        lines.append("\(time(seconds)),\(unit(row)),\(value(hour, row))")
      }
    }
    lines.append("\(time(Double(hours) * 3_600)),last,1")
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private func state(_ plan: Plan, _ log: TemporaryLog) async throws -> TriggerState {
    try #require(try await MonitorCheck(plan).decide([.path(log.path)]).triggers.first)
  }

  @Test(
    "K3 scores that are missing, or no numbers, are not shown to be finite", arguments: ["", "n/a"])
  func noScores(text: String) async throws {
    let plan = try plan("kind: not-finite, column: value, above: 0")
    let found = try log(hours: 2, rows: { _ in 200 }, value: { $1 % 2 == 0 ? "0.5" : "0.25" })
    #expect(try await state(plan, found).status == .clear)
    let none = try log(hours: 2, rows: { _ in 200 }, value: { _, _ in text })
    #expect(try await state(plan, none).status == .cannotTell)
    let some = try log(hours: 2, rows: { _ in 200 }, value: { $1 % 2 == 0 ? "0.5" : "n/a" })
    #expect(try await state(plan, some).status == .cannotTell)
  }

  @Test("K1 rows of the future end no window, and clear no alert")
  func future() async throws {
    let plan = try plan("kind: mean, column: value, above: 10 abs")
    // In the third hour all values are too large; 150 rows whose clock runs a day ahead are as they should be.
    let log = try log(
      hours: 28, rows: { $0 < 3 ? 1200 : $0 == 27 ? 150 : 0 },
      value: { hour, row in hour == 2 ? "\(90 + row % 20)" : "\(row % 5)" })
    let now = Timestamp(seconds: 1_772_755_200 + 3 * 3_600 + 60)
    let watched = try #require(
      try await MonitorCheck(plan, asOf: now).decide([.path(log.path)]).triggers.first)
    #expect(watched.status == .raised)
    #expect(watched.raisedSince == Timestamp(seconds: 1_772_755_200 + 2 * 3_600))
    // Two days later the same rows are of the past, and nothing tells them from others.
    let later = Timestamp(seconds: now.microseconds / 1_000_000 + 2 * 86_400)
    let cleared = try #require(
      try await MonitorCheck(plan, asOf: later).decide([.path(log.path)]).triggers.first)
    #expect(cleared.status == .clear)
  }

  @Test("K1 an hour with one user blinds no trigger for the hours after it")
  func oneUser() async throws {
    let plan = try plan("kind: mean, column: value, above: 10 abs", unit: "user")
    let log = try log(
      hours: 3, rows: { $0 == 0 ? 1 : 200 }, value: { _, row in "\(90 + row % 20)" })
    #expect(try await state(plan, log).status == .raised)
    let calm = try self.log(
      hours: 2, rows: { _ in 200 }, unit: { _ in "u" }, value: { _, row in "\(row % 5)" })
    let found = try await state(plan, calm)
    #expect(found.status == .cannotTell)
    #expect(found.causes == [.tooFewEffectiveUnits(effective: 1, required: 50)])
  }

  @Test("K3 a mean far beyond its limit is raised, and one far within it clear, however skewed")
  func skewed() async throws {
    let cubes = [0, 1, 8, 27, 64, 125, 216, 343, 512, 729]
    let log = try log(
      hours: 1, rows: { _ in 3_000 }, value: { _, row in "\(cubes[row % 10] - 4_000)" })
    #expect(
      try await state(try plan("kind: mean, column: value, below: 1 abs"), log).status == .raised)
    #expect(
      try await state(try plan("kind: mean, column: value, above: 1 abs"), log).status == .clear)
  }

  @Test("N1 a threshold is not kept by a quantile that could not be computed")
  func noEstimate() async throws {
    let plan = try plan(
      "kind: quantile, q: 0.95, column: value, above: 10 abs", unit: "user", rule: "threshold")
    let log = try log(
      hours: 2, rows: { _ in 200 }, unit: { _ in "u" }, value: { _, row in "\(100 + row % 5)" })
    #expect(try await state(plan, log).status == .cannotTell)
  }

  @Test("K1 rows that do not say whether there was an event are no rows without one")
  func blankRate() async throws {
    let plan = try plan("kind: rate, column: value, above: 25%")
    // Of each ten rows five say nothing and two fail: two fifths of those that say it.
    let half = try await state(
      plan,
      try log(
        hours: 1, rows: { _ in 1000 },
        value: { _, row in row % 10 < 5 ? "" : row % 10 < 7 ? "true" : "false" }))
    #expect(half.status == .raised)
    #expect(half.window?.rows == 500)
    #expect(half.window?.estimate == 0.4)
    let none = try await state(
      plan, try log(hours: 1, rows: { _ in 1000 }, value: { _, _ in "" }))
    #expect(none.status == .cannotTell)
    #expect(none.causes == [.valuesMissing(share: 1)])
  }

  @Test(
    "K1 an hour is clear where it would be with every blank a failure", arguments: ["none", "user"])
  func blanksHideNothing(unit: String) async throws {
    func found(blank: Int, rule: String = "proven") async throws -> TriggerState {
      try await state(
        try plan("kind: rate, column: value, above: 20%", unit: unit, rule: rule),
        try log(
          hours: 1, rows: { _ in 2000 },
          value: { _, row in row % 100 < blank ? "" : row % 20 == 19 ? "true" : "false" }))
    }
    #expect(try await found(blank: 0).status == .clear)
    #expect(try await found(blank: 5).status == .clear)
    for rule in ["proven", "threshold"] {
      let hidden = try await found(blank: 30, rule: rule)
      #expect(hidden.status == .cannotTell)
      #expect(hidden.causes == [.valuesMissing(share: 0.3)])
    }
  }
}
