import AssayTestSupport
import Experiment
import Foundation
import Testing

/// One row of another age is a row that cannot be read, whatever the strategy: it ends no time of waiting.
@Suite struct StrayRowTests {
  private func decide(_ plan: String, _ rows: [String]) async throws -> Decision {
    let log = try TemporaryLog(rows.joined(separator: "\n") + "\n")
    defer { withExtendedLifetime(log) {} }
    return try await Gate(try Plan(yaml: plan, file: "stray.yaml")).decide([.path(log.path)])
  }

  /// A healthy switch at 11:00, a row a second of each ten, up to half of its hour of monitoring.
  private var switched: [String] {
    ["time,version,error"]
      + (0..<9000).map { index in
        let (minute, second) = (index / 60, index % 60)
        let time = "2026-03-02T\(10 + minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):"
        let isLate = minute >= 120
        let failed = index % 100 == 0
        return "\(time)\(second < 10 ? "0" : "")\(second)Z,\(isLate ? "green" : "blue"),\(failed)"
      }
  }

  private let blueGreen = """
    name: switch
    strategy: blue-green
    log: {time: time, variant: version, error: error}
    variants: {control: blue, treatments: [green]}
    switch: {at: 2026-03-02T12:00:00Z, monitoring: 1h, before: 2h, block: 1m}
    metrics:
      - {name: errors, kind: rate, role: guardrail, margin: 5pp, critical: true}
    """

  @Test("B1 a row dated 2099 does not end the monitoring of a switch")
  func blueGreenWaits() async throws {
    #expect(try await decide(blueGreen, switched).verdict == .continue)
    let stray = try await decide(blueGreen, switched + ["2099-01-01T00:00:00Z,green,false"])
    #expect(stray.verdict == .invalid)
    #expect(stray.sample.rows.failed == 1)
  }
}
