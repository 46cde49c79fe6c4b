import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Triggers on how traffic is divided and on distributions, and what units make of their evidence.
@Suite struct MonitorShareTests {
  private struct Reference: Decodable {
    var estimate, beyond, within, share: Double?
  }

  private func reference(_ name: String) throws -> Reference {
    try #require(
      try ReferenceFile.load("monitor_shares", as: [String: Reference].self)[name])
  }

  private let split =
    "name: split, kind: split, column: version, traffic: {v41: 90, v42: 10}, over: 1h, severity: high"

  /// The share of v42 among 400 rows, and of rows of no version.
  private func versions(_ canary: Int, blank: Int = 0, other: String = "") throws -> TemporaryLog {
    try HourlyLog.log("version", rows: 400, last: "v41") { _, row in
      row < canary ? "v42" : row < canary + blank ? other : "v41"
    }
  }

  private func state(_ plan: Plan, _ log: TemporaryLog) async throws -> TriggerState {
    try #require(try await MonitorCheck(plan).decide([.path(log.path)]).triggers.first)
  }

  /// Exact binomial tails: scipy and assay agree to 1e-9.
  @Test("N1 traffic that is divided otherwise than planned: the share that is the farthest off")
  func splitNumbers() async throws {
    let plan = try HourlyLog.plan(["\(split), beyond: 5pp"])
    let expected = try reference("split")
    let found = try await state(plan, versions(80))
    #expect(found.window?.estimate == expected.estimate)
    #expect(
      agree(
        try #require(found.window?.beyondPValue), try #require(expected.beyond), relative: 1e-9))
    #expect(found.status == .cannotTell)
    #expect(found.trigger.response == 4 * 3600)
    #expect(
      found.causes.contains(.splitOff(variant: "v42", share: 0.2, planned: 0.1))
        || found.causes.contains(.splitOff(variant: "v41", share: 0.8, planned: 0.9)))
    #expect(try await state(plan, versions(140)).status == .raised)
    #expect(try await state(plan, versions(40)).status == .clear)
    // The documents' tenth where nothing is written: 20 % is within it, and half of all rows are not.
    let standard = try HourlyLog.plan([split])
    #expect(standard.monitor?.triggers.first?.limit.value == 0.1)
    #expect(try await state(standard, versions(200)).status == .raised)
    #expect(try await state(standard, versions(40)).status == .clear)
  }

  @Test("N1 rows of another version, or of none, were planned to be none", arguments: ["v40", ""])
  func otherVersions(other: String) async throws {
    let plan = try HourlyLog.plan([split])
    // 30 v42, 100 others: 2.5 points less, and 25 more.
    let found = try await state(plan, versions(30, blank: 100, other: other))
    #expect(found.status == .raised)
    #expect(found.causes.contains(.splitOff(variant: nil, share: 0.25, planned: 0)))
  }

  @Test("N1 a split of requests that belong to few users is no evidence of its own")
  func splitByUnit() async throws {
    let rows = try HourlyLog.plan(["\(split), beyond: 5pp"])
    let users = try HourlyLog.plan(["\(split), beyond: 5pp"], unit: "user")
    // 60 users: 15 of them have each of their rows on v42, where 6 were planned; 25 % of all rows.
    let log = try HourlyLog.log("version,user", rows: 600, last: "v41,u0") { _, row in
      "\(row % 60 < 15 ? "v42" : "v41"),u\(row % 60)"
    }
    #expect(try await state(rows, log).status == .raised)
    #expect(try await state(users, log).status == .cannotTell)
  }

  private func decide(
    _ plan: Plan, _ log: TemporaryLog, usual: TemporaryLog
  ) async throws -> TriggerState {
    let check = MonitorCheck(plan, reference: [.path(usual.path)])
    return try #require(try await check.decide([.path(log.path)]).triggers.first)
  }

  private let kl = "name: answers, kind: drift, measure: kl, over: 1h, severity: high"
  private let usual = ", baseline: {file: usual.csv}"

  /// Closed formulas of counts: scipy's noncentral chi-square and assay's agree to 1e-9.
  @Test("N1 the divergence of predictions from the baseline's, by Kullback and Leibler alone")
  func divergence() async throws {
    let expected = try reference("kl")
    let before = try HourlyLog.log("answer", rows: 600, last: "yes") { _, row in
      row < 300 ? "no" : "yes"
    }
    // The last row is one of the baseline's own, so that it has 600 without it.
    let lines = try String(contentsOfFile: before.path, encoding: .utf8).split(separator: "\n")
    let reference = try TemporaryLog(lines.dropLast().joined(separator: "\n") + "\n")
    func log(_ yes: Int) throws -> TemporaryLog {
      try HourlyLog.log("answer", rows: 400, last: "yes") { _, row in row < yes ? "yes" : "no" }
    }
    let plan = try HourlyLog.plan(
      ["\(kl), above: 0.05"], roles: ", prediction: answer", monitor: usual)
    let found = try await decide(plan, log(300), usual: reference)
    #expect(
      agree(
        try #require(found.window?.estimate), try #require(expected.estimate), relative: 1e-12))
    #expect(
      agree(
        try #require(found.window?.beyondPValue), try #require(expected.beyond), relative: 1e-8))
    #expect(found.status == .cannotTell)
    let standard = try HourlyLog.plan([kl], roles: ", prediction: answer", monitor: usual)
    #expect(standard.monitor?.triggers.first?.limit.value == 0.1)
    #expect(try await decide(standard, log(380), usual: reference).status == .raised)
    #expect(try await decide(standard, log(200), usual: reference).status == .clear)
  }

  @Test(
    "K3 where rows come in users, as many rows of as few users are no drift",
    arguments: ["psi", "kl"])
  func driftByUnit(measure: String) async throws {
    let trigger =
      "name: drift, kind: drift, measure: \(measure), columns: [kind], above: 0.005, over: 1h, severity: high"
    func log(_ users: Int, _ first: Int) throws -> TemporaryLog {
      try HourlyLog.log("kind,user", rows: users * 20, last: "a,u0") { _, row in
        "\(row % users < first ? "a" : "b"),u\(row % users)"
      }
    }
    // Half of 200 users, and then 65 of 100, each with twenty rows alike.
    let (before, after) = (try log(200, 100), try log(100, 65))
    let rows = try HourlyLog.plan([trigger], monitor: usual)
    #expect(try await decide(rows, after, usual: before).status == .raised)
    let users = try HourlyLog.plan([trigger], unit: "user", monitor: usual)
    #expect(try await decide(users, after, usual: before).status == .cannotTell)
    // Rows of users that are unlike each other count for themselves.
    let mixed = try HourlyLog.log("kind,user", rows: 2000, last: "a,u0") { _, row in
      "\(row < 1300 ? "a" : "b"),u\(row % 100)"
    }
    let even = try HourlyLog.log("kind,user", rows: 4000, last: "a,u0") { _, row in
      "\(row < 2000 ? "a" : "b"),u\(row % 200)"
    }
    #expect(try await decide(users, mixed, usual: even).status == .raised)
  }

  @Test("K3 scores that are not finite count by user where rows come in users")
  func notFiniteByUnit() async throws {
    let trigger =
      "name: finite, kind: not-finite, column: score, above: 5%, over: 1h, severity: critical"
    // Six of forty users have nothing but NaN: 15 % of 200 rows. R: pbinom(29, 200, .05, lower = F) = 2.6e-8.
    let log = try HourlyLog.log("score,user", rows: 200, last: "0.5,u0") { _, row in
      "\(row % 40 < 6 ? "NaN" : "0.5"),u\(row % 40)"
    }
    let rows = try await state(try HourlyLog.plan([trigger]), log)
    #expect(rows.status == .raised)
    let users = try await state(try HourlyLog.plan([trigger], unit: "user"), log)
    #expect(users.status == .cannotTell)
    #expect(users.window?.estimate == 0.15)
    #expect(users.window?.units == 40)
    // One is one too many where none is allowed, whoever has it.
    let none = trigger.replacing("above: 5%", with: "above: 0")
    #expect(try await state(try HourlyLog.plan([none], unit: "user"), log).status == .raised)
  }
}
