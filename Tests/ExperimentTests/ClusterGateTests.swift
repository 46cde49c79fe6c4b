import AssayTestSupport
import Experiment
import Foundation
import Testing

/// Blue-green and rolling on the logs of `fixtures/logs/rollout`, whose `make.py` says what is in them.
@Suite struct ClusterGateTests {
  /// 2026-03-02T06:00:00Z, where blue gives way to green, and the first servers are updated.
  private static let six: Int64 = 1_772_431_200

  private func time(_ minute: Int, second: Int = 0) -> Timestamp {
    Timestamp(seconds: Self.six + Int64(minute * 60 + second))
  }

  private func decide(
    _ plan: String, _ log: String, minutes: Int, _ change: (inout String) -> Void = { _ in }
  ) async throws -> Decision {
    let folder = repositoryRoot.appending(path: "fixtures")
    var text = try String(
      contentsOf: folder.appending(path: "plans/\(plan).yaml"), encoding: .utf8)
    change(&text)
    let file = folder.appending(path: "logs/rollout/\(log).csv").path
    return try await Gate(
      try Plan(yaml: text, file: plan), asOf: time(minutes), completeUntil: time(minutes),
      until: time(minutes)
    ).decide([.path(file)])
  }

  @Test("B1 a switch is found in the log, watched to its end, and compared block by block")
  func blueGreen() async throws {
    let early = try await decide("blue-green", "blue-green", minutes: 35)
    #expect(early.verdict == .continue)
    #expect(
      early.reasons.contains(
        .rollout(
          .monitoringRunning(elapsedSeconds: 2100, requiredSeconds: 3600, until: time(60)))))
    // Three looks of ten minutes: thirty blocks after the switch, of sixty before it.
    #expect(early.clusters?.clusters == [60, 30])

    let decision = try await decide("blue-green", "blue-green", minutes: 60)
    #expect(decision.verdict == .promote)
    let clusters = try #require(decision.clusters)
    #expect(clusters.changed == time(0))
    #expect(clusters.source == .log)
    #expect(clusters.clusters == [60, 60])
    #expect(clusters.degreesOfFreedom == 59)
    // Twelve smoke requests before the switch and six late answers after it do not count.
    #expect(clusters.strays == [6, 12])
    #expect(clusters.lastControlRow == time(1, second: 30))
    // The same where the plan says when it was.
    let told = try await decide("blue-green", "blue-green", minutes: 60) {
      $0 = $0.replacing("{monitoring: 1h}", with: "{monitoring: 1h, at: 2026-03-02T06:00:00Z}")
    }
    #expect(told.clusters?.source == .plan)
    #expect(told.treatments == decision.treatments)
  }

  @Test("B1 harm after a switch rolls back at a look, and what is not proven in time stops")
  func blueGreenWorse() async throws {
    let worse = try await decide("blue-green", "blue-green-worse", minutes: 10)
    #expect(worse.verdict == .rollback)
    #expect(worse.clusters?.clusters == [60, 10])
    var harmed: String?
    if case .rollout(.clusterHarm(let metric, _, _, _, _, _, _, true))? = worse.reasons.first {
      harmed = metric
    }
    #expect(harmed == "errors")
    // Before its first look nothing is asked, however bad it looks.
    let before = try await decide("blue-green", "blue-green-worse", minutes: 9)
    #expect(before.verdict == .continue)
    let narrow = try await decide("blue-green", "blue-green", minutes: 60) {
      $0 = $0.replacing("margin: 1pp", with: "margin: 0.01pp")
    }
    #expect(narrow.verdict == .stop)
    #expect(narrow.reasons.first == .rollout(.monitoringOver(seconds: 3600)))
    // Only blue so far.
    let unseen = try await decide("blue-green", "blue-green", minutes: -15)
    #expect(unseen.verdict == .continue)
    #expect(unseen.reasons.first == .rollout(.changeNotSeen))
  }

  @Test("L1 servers are the clusters: so many are updated, and each is told beside all of them")
  func rolling() async throws {
    let decision = try await decide("rolling", "rolling", minutes: 19)
    let clusters = try #require(decision.clusters)
    #expect(clusters.clusters == [9, 3])
    #expect(clusters.servers.map(\.name) == (1...12).map { $0 < 10 ? "web-0\($0)" : "web-\($0)" })
    // One look of ten minutes: five times 200 requests on each server.
    #expect(clusters.servers[0].rows == [0, 1000])
    #expect(clusters.servers[3].rows == [1000, 0])
    #expect(clusters.servers[0].control == [nil])
    #expect(clusters.degreesOfFreedom == 2)
    #expect(decision.verdict == .continue)
    // All three were updated since the look before: they wait for one more.
    #expect(decision.stage?.action == .hold)

    let later = try await decide("rolling", "rolling", minutes: 23)
    #expect(later.stage?.action == .advance)
    #expect(later.stage?.stage == 3)
    #expect(later.stage?.next == 100.0 / 12 * 4)
    #expect(ExitMap.standard.code(for: later) == 0)
    let wide = try await decide("rolling", "rolling", minutes: 23) {
      $0 = $0.replacing("margin: 0.3pp", with: "margin: 20pp")
    }
    #expect(wide.verdict == .promote)
    #expect(wide.stage?.action == .promote)
  }

  @Test("L1 harm on the updated servers rolls back; two of them cannot tell")
  func rollingWorse() async throws {
    let worse = try await decide("rolling", "rolling-worse", minutes: 11)
    #expect(worse.verdict == .rollback)
    #expect(worse.stage?.action == .rollback)
    #expect(worse.stage?.next == 0)
    let two = try await decide("rolling", "rolling-two", minutes: 59)
    #expect(two.verdict == .continue)
    #expect(two.stage?.action == .hold)
    #expect(
      two.reasons.first
        == .rollout(.clustersTooFew(variant: "new", clusters: 2, required: 3)))
    let none = try await decide("rolling", "rolling", minutes: -5)
    #expect(none.verdict == .continue)
    #expect(none.reasons.first == .rollout(.changeNotSeen))
  }

  @Test("L1 more servers than there should be, and a column that names no servers, are found")
  func servers() async throws {
    let fewer = try await decide("rolling", "rolling", minutes: 23) {
      $0 = $0.replacing("servers: 12", with: "servers: 8")
    }
    #expect(fewer.stage?.action == .hold)
    #expect(fewer.reasons.first == .rollout(.serversUnknown(found: 12, planned: 8)))
  }
}
