import AssayTestSupport
import Experiment
import Foundation
import Testing

/// What does not answer, or answers twice, proves nothing.
@Suite struct SilenceTests {
  /// 2026-03-02T06:00:00Z, when the treatment begins to answer.
  private static let six: Int64 = 1_772_431_200

  private func time(_ minute: Int) -> Timestamp {
    Timestamp(seconds: Self.six + Int64(minute * 60))
  }

  /// A fixture's log without some of its lines, and up to an instant.
  private func decide(
    _ name: String, minutes: Int, leavingOut: (_ fields: [Substring]) -> Bool
  ) async throws -> Decision {
    let folder = repositoryRoot.appending(path: "fixtures")
    let plan = try String(
      contentsOf: folder.appending(path: "plans/\(name).yaml"), encoding: .utf8)
    let lines = try String(
      contentsOf: folder.appending(path: "logs/rollout/\(name).csv"), encoding: .utf8
    ).split(separator: "\n")
    let kept = lines.filter { !leavingOut($0.split(separator: ",")) }
    let log = try TemporaryLog(kept.joined(separator: "\n") + "\n")
    return try await Gate(
      try Plan(yaml: plan, file: name), asOf: time(minutes), completeUntil: time(minutes),
      until: time(minutes)
    ).decide([.path(log.path)])
  }

  @Test("B1 a treatment that stops answering is not promoted at the end of its time")
  func blueGreen() async throws {
    let whole = try await decide("blue-green", minutes: 60) { _ in false }
    #expect(whole.verdict == .promote)
    let silent = try await decide("blue-green", minutes: 60) { fields in
      fields.contains("green") && fields[0] >= "2026-03-02T06:20"
    }
    #expect(silent.verdict == .continue)
    #expect(silent.reasons.first == .rollout(.treatmentSilent(variant: "green", seconds: 2400)))
    let paused = try await decide("blue-green", minutes: 60) { fields in
      fields.contains("green") && fields[0] >= "2026-03-02T06:20" && fields[0] < "2026-03-02T06:40"
    }
    #expect(paused.reasons.first == .rollout(.treatmentSilent(variant: "green", seconds: 1200)))
  }

  @Test("L1 servers that stop answering hold a rolling update")
  func rolling() async throws {
    let whole = try await decide("rolling", minutes: 23) { _ in false }
    #expect(whole.stage?.action == .advance)
    let silent = try await decide("rolling", minutes: 23) { fields in
      fields.contains("web-02") && fields[0] >= "2026-03-02T06:10"
    }
    #expect(silent.stage?.action == .hold)
    #expect(
      silent.reasons.first == .rollout(.serversSilent(servers: ["web-02"], seconds: 600)))
    // A log that ended long ago says nothing of now.
    let ended = try await decide("rolling", minutes: 600) {
      $0[0].hasPrefix("2026") && $0[0] >= "2026-03-02T06:30"
    }
    #expect(ended.stage?.action == .hold)
  }

  // MARK: Validation

  private func validate(
    _ checks: String, log: String, folds: String = ""
  ) async throws -> Decision {
    let (log, folds) = (try TemporaryLog(log), try TemporaryLog(folds))
    let plan = try Plan(
      yaml: """
        name: p
        strategy: validation
        log: {unit: none, request: id, prediction: answer, label: label}
        baseline: none
        validation:
          model: m
          \(checks.replacing("FOLDS", with: folds.path))
        """, file: "p")
    return try await Gate(plan).decide([.path(log.path)])
  }

  @Test("V2 a request that is logged twice does not count twice")
  func repeated() async throws {
    let criteria = "criteria: [{name: accuracy, kind: accuracy, at_least: 85%}]"
    func log(_ id: (Int) -> Int) -> String {
      (["id,answer,label"] + (0..<200).map { "r\(id($0)),1,1" }).joined(separator: "\n") + "\n"
    }
    #expect(try await validate(criteria, log: log { $0 }).verdict == .promote)
    let twice = try await validate(criteria, log: log { $0 / 2 })
    #expect(twice.verdict == .invalid)
    #expect(
      twice.reasons.first == .requestsRepeated(rows: 100, share: 0.5, tolerated: 0))
  }

  @Test("V11 a fold without a score is not left out")
  func folds() async throws {
    let plan = "folds: [{name: cv, file: FOLDS, column: auc, at_least: 0.8}]"
    let whole = try await validate(
      plan, log: "id,answer,label\n", folds: "fold,auc\n1,0.9\n2,0.91\n3,0.92\n4,0.9\n5,0.93\n")
    #expect(whole.verdict == .promote)
    let failed = try await validate(
      plan, log: "id,answer,label\n", folds: "fold,auc\n1,0.9\n2,\n3,0.92\n4,0.9\n5,NA\n")
    #expect(failed.verdict == .continue)
  }

  @Test("R3 records are kept in files: a device is refused, and not read to its end")
  func device() {
    #expect(throws: LedgerError.self) { try RecordLedger("/dev/zero").append { [] } }
  }

  @Test("R2 records take their time once no other process may write, so that lines follow time")
  func order() async throws {
    let file = try TemporaryLog("", suffix: "jsonl")
    let holder = open(file.path, O_RDWR)
    try #require(flock(holder, LOCK_EX) == 0)
    let path = file.path
    let writer = Task.detached { () throws -> Date? in
      var asked: Date?
      try RecordLedger(path).append {
        asked = .now
        return []
      }
      return asked
    }
    try await Task.sleep(for: .milliseconds(300))
    let released = Date.now
    flock(holder, LOCK_UN)
    #expect(try #require(try await writer.value) >= released)
    close(holder)
  }
}
