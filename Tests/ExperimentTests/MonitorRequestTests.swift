import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Rollbacks that people ask for.
@Suite struct MonitorRequestTests {
  private static let asked =
    #"{"requested_by": "on-call", "reason": "OPS-112: wrong currency", "timestamp": "2026-03-06T14:05:00Z"}"#
  private static let withdrawn =
    #"{"requested_by": "on-call", "reason": "mended", "timestamp": "2026-03-06T15:00:00Z", "withdrawn": true}"#

  private func decide(_ text: String?, monitor: String = "") async throws -> MonitorDecision {
    let plan = try HourlyLog.plan(
      [
        "name: errors, kind: rate, column: error, above: 50%, over: 1h, severity: high",
        "name: request, kind: external-request, file: requests.jsonl, severity: critical, action: rollback",
      ], monitor: monitor)
    let log = try HourlyLog.log("error,version", hours: 2, rows: 100, last: "false,v1") { _, _ in
      "false,v1"
    }
    let requests = text.map { ["requests.jsonl": $0] } ?? [:]
    return try await MonitorCheck(plan, requests: requests).decide([.path(log.path)])
  }

  @Test("K3 a request from outside rolls back at once, with its name and reason")
  func asked() async throws {
    let decision = try await decide(Self.asked + "\n")
    #expect(decision.verdict == .rollback)
    let state = try #require(decision.state("request"))
    #expect(state.trigger.response == 0)
    // 2026-03-06 14:05 UTC
    let time = Timestamp(seconds: 1_772_805_900)
    #expect(state.raisedSince == time)
    #expect(
      state.causes == [.requested(by: "on-call", reason: "OPS-112: wrong currency", at: time)])
    // It takes no share of the expected alarms: a tenth of one in 720 hours is that of the other trigger.
    #expect(state.alarmsPerWindow == nil)
    #expect(
      agree(try #require(decision.state("errors")?.alarmsPerWindow), 0.1 / 720, relative: 1e-12))
  }

  @Test(
    "K3 a request that was taken back, or that nobody made, is none", arguments: ["", "\n", "both"])
  func notAsked(text: String) async throws {
    let decision = try await decide(
      text == "both" ? "\(Self.asked)\n\(Self.withdrawn)\n" : text)
    #expect(decision.verdict == .stable)
  }

  @Test(
    "K3 a file that is not there, or that cannot be read, is no proof that nobody asked",
    arguments: [
      "{}", "rollback!",
      #"{"requested_by": "", "reason": "r", "timestamp": "2026-03-06T14:05:00Z"}"#,
      #"{"requested_by": "a", "reason": " ", "timestamp": "2026-03-06T14:05:00Z"}"#,
      #"{"requested_by": "a", "reason": "r", "timestamp": "yesterday"}"#,
    ])
  func unreadable(line: String) async throws {
    #expect(try await decide(nil).verdict == .cannotTell)
    let decision = try await decide("\n" + line + "\n")
    #expect(decision.verdict == .cannotTell)
    #expect(
      decision.state("request")?.causes == [.requestUnreadable(file: "requests.jsonl", line: 2)])
    // What can be read still counts.
    #expect(try await decide(line + "\n" + Self.asked).verdict == .rollback)
  }

  @Test("K5 a request from before a rollback was answered by it")
  func answered() async throws {
    func check(_ at: String) -> String {
      ", after_rollback: {at: \"\(at)\", version: v1, column: version, clear_for: 30m}"
    }
    let after = try await decide(Self.asked, monitor: check("2026-03-06T14:06:00Z"))
    #expect(after.state("request")?.status == .clear)
    let before = try await decide(Self.asked, monitor: check("2026-03-06T14:04:00Z"))
    #expect(before.state("request")?.status == .raised)
    #expect(before.afterRollback?.raised == ["request"])
  }
}
