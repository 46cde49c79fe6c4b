import AssayTestSupport
import Experiment
import Foundation
import Testing

@Suite struct MonitorCheckTests {
  private func file(_ path: String) -> LogInput {
    .path(repositoryRoot.appending(path: path).path)
  }

  private func plan(_ name: String) throws -> Plan {
    let file = repositoryRoot.appending(path: "fixtures/plans/\(name)")
    return try Plan(yaml: String(contentsOf: file, encoding: .utf8), file: name)
  }

  private func decide(
    _ plan: Plan, _ log: String, asOf: Timestamp? = nil, completeUntil: Timestamp? = nil,
    records: [DeploymentEvent] = []
  ) async throws -> MonitorDecision {
    let check = MonitorCheck(
      plan, asOf: asOf, completeUntil: completeUntil,
      reference: plan.usesFile ? [file("fixtures/logs/monitor/usual.csv")] : nil, records: records)
    return try await check.decide([file("fixtures/logs/monitor/\(log).csv")])
  }

  private func state(_ decision: MonitorDecision, _ name: String) throws -> TriggerState {
    try #require(decision.triggers.first { $0.trigger.name == name })
  }

  private struct Reference: Decodable {
    var estimate: Double
    var rows: Int
    var lower, upper, above, beyond, within, baseline, lowest, highest, falseAlarms: Double?
  }

  /// scipy and assay agree to 1e-9 in tails as far out as 1e-27; sums of 3,600 values to 1e-12.
  @Test("K1 K2 each trigger finds what R and scipy find in the rows of its last window")
  func numbers() async throws {
    let reference = try ReferenceFile.load("monitor", as: [String: Reference].self)
    let decision = try await decide(try plan("monitor.yaml"), "degraded")
    for (name, expected) in reference {
      let state = try state(decision, name)
      let window = try #require(state.window)
      #expect(window.rows == expected.rows, "\(name)")
      func close(_ found: Double?, _ wanted: Double?, _ what: String) throws {
        guard let wanted else { return }
        #expect(
          agree(try #require(found), wanted, relative: 1e-8),
          "\(name) \(what): \(found ?? 0), not \(wanted)")
      }
      try close(window.estimate, expected.estimate, "estimate")
      if name != "traffic" {
        try close(window.interval?.lower, expected.lower, "lower")
        try close(window.interval?.upper, expected.upper, "upper")
      }
      try close(
        window.beyondPValue, expected.beyond ?? (name == "errors" ? expected.above : nil), "beyond")
      try close(window.withinPValue, expected.within, "within")
      try close(state.baseline, expected.baseline, "baseline")
      try close(state.lower, expected.lowest, "lowest")
      try close(state.upper, expected.highest, "highest")
    }
  }

  @Test("K1 all triggers are evaluated and all reported, with severity, response and since when")
  func allReported() async throws {
    let decision = try await decide(try plan("monitor.yaml"), "degraded")
    #expect(decision.verdict == .rollback)
    #expect(decision.triggers.count == 10)
    // 2026-03-06 12:00, when make.py breaks the log.
    let noon = Timestamp(seconds: 1_772_798_400)
    for name in ["errors", "latency", "score shift", "drift"] {
      let state = try state(decision, name)
      #expect(state.status == .raised, "\(name)")
      #expect(state.raisedSince == noon, "\(name)")
    }
    for name in ["accuracy", "memory", "scores finite", "traffic"] {
      #expect(try state(decision, name).status == .clear, "\(name)")
    }
    #expect(try state(decision, "errors").trigger.response == 0)
    #expect(try state(decision, "latency").trigger.response == 4 * 3600)
    #expect(try state(decision, "latency p95").trigger.response == 86_400)
  }

  @Test("K1 a log as usual is stable: each trigger is shown to be within its limit") func healthy()
    async throws
  {
    let decision = try await decide(try plan("monitor.yaml"), "healthy")
    #expect(decision.verdict == .stable)
    #expect(decision.triggers.allSatisfy { $0.status == .clear && $0.causes.isEmpty })
  }

  @Test("K2 memory is a column, and its limit an absolute one") func memory() async throws {
    var plan = try plan("monitor.yaml")
    plan.watch(only: "memory")
    plan.monitor?.triggers[0].limit.value = 0.5
    let decision = try await decide(plan, "healthy")
    #expect(decision.verdict == .alert)
    #expect(try state(decision, "memory").upper == 0.5)
  }

  @Test("K3 one NaN or infinite score is critical, though a rate of bad rows would hide it")
  func notFinite() async throws {
    var rows = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/monitor/healthy.csv"),
      encoding: .utf8
    ).split(separator: "\n").map(String.init)
    // In the last window of an hour that is complete.
    let place = try #require(rows.firstIndex { $0.hasPrefix("2026-03-06T23") })
    var fields = rows[place].split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
    fields[5] = "NaN"
    rows[place] = fields.joined(separator: ",")
    let log = try TemporaryLog(rows.joined(separator: "\n") + "\n")
    var plan = try plan("monitor.yaml")
    let usual = [file("fixtures/logs/monitor/usual.csv")]
    let decision = try await MonitorCheck(plan, reference: usual).decide([.path(log.path)])
    #expect(try state(decision, "scores finite").status == .raised)
    // The row cannot be read where scores are averaged.
    #expect(decision.verdict == .invalid)
    plan.toleratedRowErrors = 0.01
    let tolerant = try await MonitorCheck(plan, reference: usual).decide([.path(log.path)])
    #expect(tolerant.verdict == .alert)
    let index = try #require(plan.monitor?.triggers.firstIndex { $0.name == "scores finite" })
    plan.monitor?.triggers[index].action = .rollback
    plan.toleratedRowErrors = 0
    let harmful = try await MonitorCheck(plan, reference: usual).decide([.path(log.path)])
    #expect(harmful.verdict == .rollback)
  }

  @Test("K3 drift of several features: one that drifted alone is not enough for two") func drift()
    async throws
  {
    let decision = try await decide(try plan("monitor.yaml"), "degraded")
    #expect(try state(decision, "drift").drifted.sorted() == ["latency_ms", "score"])
    var plan = try plan("monitor.yaml")
    plan.watch(only: "drift")
    plan.monitor?.triggers[0].measurement = .drift(columns: ["score", "memory"], atLeast: 2)
    #expect(try await decide(plan, "degraded").verdict != .alert)
    plan.monitor?.triggers[0].measurement = .drift(columns: ["score", "memory"], atLeast: 1)
    #expect(try await decide(plan, "degraded").verdict == .alert)
  }

  @Test("K3 the false positive rate is a share under a condition") func falsePositives()
    async throws
  {
    var text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/plans/monitor.yaml"), encoding: .utf8)
    let start = try #require(text.range(of: "triggers:\n")).upperBound
    text.replaceSubrange(
      start...,
      with: """
          - {name: fpr, kind: proportion, column: prediction, where: {label: {is_true: false, missing: false}}, over: 12h, above: +20%, severity: high}

        """)
    let decision = try await decide(try Plan(yaml: text, file: "p"), "healthy")
    let state = try state(decision, "fpr")
    // By awk: predictions that are true among labels that are false, over all of usual.csv.
    let rows = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/monitor/usual.csv"), encoding: .utf8
    ).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let negatives = rows.filter { $0[7] == "false" }
    let share = Double(negatives.count { $0[6] == "true" }) / Double(negatives.count)
    #expect(agree(try #require(state.baseline), share, relative: 1e-12))
    #expect(agree(try #require(state.upper), share * 1.2, relative: 1e-12))
  }

  @Test("K4 five failures in a row within a minute raise for as long as the window") func breaker()
    async throws
  {
    var plan = try plan("monitor.yaml")
    plan.watch(only: "breaker")
    let late = try await decide(plan, "degraded")
    #expect(late.triggers[0].status == .clear)
    #expect(late.triggers[0].alarms == 1)
    plan.monitor?.triggers[0].window = 12 * 3600
    let raised = try await decide(plan, "degraded")
    // make.py: six failures from 18:00:00 on.
    #expect(raised.triggers[0].status == .raised)
    #expect(raised.triggers[0].raisedSince == Timestamp(seconds: 1_772_820_000))
  }

  @Test("K5 after a rollback: only the target answers, and every trigger is clear for an hour")
  func recovery() async throws {
    let recovered = try await decide(try plan("monitor-recovery.yaml"), "recovered")
    let check = try #require(recovered.afterRollback)
    #expect(check.status == .verified)
    #expect(check.waitingFor.isEmpty && check.raised.isEmpty)
    #expect(
      recovered.verdict == .stable || recovered.dailyChecks.contains { $0.status == .missing })
    // The log that never left v42.
    let stuck = try await decide(try plan("monitor-recovery.yaml"), "degraded")
    #expect(stuck.afterRollback?.status == .failed)
    #expect(stuck.afterRollback?.rowsOfVersion == 0)
    // Half an hour after the switch no window is complete since, however few rows are asked for.
    var patient = try plan("monitor-recovery.yaml")
    patient.monitor?.minimumRows = 1
    let early = try await MonitorCheck(
      patient, until: Timestamp(seconds: 1_772_807_400),
      reference: [file("fixtures/logs/monitor/usual.csv")]
    ).decide([file("fixtures/logs/monitor/recovered.csv")])
    #expect(early.afterRollback?.status == .pending)
    #expect((early.afterRollback?.rowsOfVersion ?? 0) > 0)
  }

  @Test("K6 a version that answers longer than it may fails the rollback") func late() async throws
  {
    var plan = try plan("monitor-recovery.yaml")
    // Begun at 13:00, in an hour before the switch at 14:00.
    plan.monitor?.afterRollback?.began = Timestamp(seconds: 1_772_802_000)
    let decision = try await decide(plan, "recovered")
    #expect(decision.afterRollback?.status == .failed)
    plan.monitor?.afterRollback?.within = 3600
    let slow = try await decide(plan, "recovered")
    #expect(slow.afterRollback?.status == .verified)
  }

  @Test("K7 the version to go back to comes from the records") func target() async throws {
    let text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/monitor/deployments.jsonl"),
      encoding: .utf8)
    let events = try DeploymentEvent.events(jsonLines: text)
    let decision = try await decide(try plan("monitor-recovery.yaml"), "degraded", records: events)
    #expect(decision.rollbackTarget?.version == "v41")
    #expect(decision.rollbackTarget?.present == "v42")
  }

  @Test("N1 traffic beyond three standard deviations of its time of day, and none at all")
  func traffic() async throws {
    let text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/monitor/healthy.csv"),
      encoding: .utf8)
    // The last window before midnight loses all of its rows: the log ends at 19:59.
    let rows = text.split(separator: "\n").filter {
      !$0.hasPrefix("2026-03-06T2") && !$0.hasPrefix("2026-03-07")
    }
    let log = try TemporaryLog(rows.joined(separator: "\n") + "\n")
    var plan = try plan("monitor.yaml")
    plan.watch(only: "traffic", "errors")
    // An alarm in a week, as four usual days say little of a spread.
    plan.monitor?.expectedAlarms = 2
    plan.monitor?.alarmPeriod = 7 * 86_400
    let midnight = Timestamp(seconds: 1_772_841_600)
    let silent = try await MonitorCheck(
      plan, completeUntil: midnight, reference: [file("fixtures/logs/monitor/usual.csv")]
    ).decide([.path(log.path)])
    var fixed = plan
    fixed.monitor?.rule = .threshold
    let byThreshold = try await MonitorCheck(
      fixed, completeUntil: midnight, reference: [file("fixtures/logs/monitor/usual.csv")]
    ).decide([.path(log.path)])
    #expect(try state(byThreshold, "traffic").status == .raised)
    let traffic = try state(silent, "traffic")
    #expect(traffic.window?.estimate == 0)
    #expect(traffic.status == .raised)
    #expect(try state(silent, "errors").status == .cannotTell)
    #expect(try state(silent, "errors").causes == [.noRows])
  }

  @Test(
    "N1 a threshold as the documents have it raises by the estimate, and says how often by chance")
  func threshold() async throws {
    var plan = try plan("monitor.yaml")
    plan.monitor?.rule = .threshold
    let degraded = try await decide(plan, "degraded")
    #expect(degraded.verdict == .rollback)
    #expect(try state(degraded, "latency p95").status == .raised)
    let errors = try #require(try state(degraded, "errors").falseAlarms)
    #expect(errors.trueValue == 0.15)
    // R: pbinom(9, 61, 0.15, lower.tail = FALSE), ten of 61 being the first above 15 %.
    #expect(agree(errors.share, 0.433_732_705_188_486, relative: 1e-10))
    let healthy = try await decide(plan, "healthy")
    #expect(healthy.verdict == .stable)
  }

  @Test("T1 retraining is advised on schedule, on new data, on drift and on performance")
  func retraining() async throws {
    var plan = try plan("monitor.yaml")
    plan.monitor?.retraining = try self.plan("monitor-recovery.yaml").monitor?.retraining
    plan.monitor?.retraining?.newRows = 700
    let asOf = Timestamp(seconds: 1_772_841_600)
    let found = try await decide(plan, "degraded", asOf: asOf).retraining
    // 2026-02-01 to 2026-03-07 are 34 days.
    #expect(found.contains(.schedule(ageSeconds: 34 * 86_400, everySeconds: 30 * 86_400)))
    #expect(found.contains { if case .newRows(let rows, 700) = $0 { rows == 761 } else { false } })
    // 2026-03-06 12:00, when make.py breaks the log.
    let noon = Timestamp(seconds: 1_772_798_400)
    let drift = try #require(
      found.compactMap { advice -> (Double?, Double?, Timestamp?)? in
        guard case .drift("drift", _, let value, let limit, let since) = advice else { return nil }
        return (value, limit, since)
      }.first)
    #expect((drift.0 ?? 0) > 0.5)
    #expect(drift.1 == 0.5)
    #expect(drift.2 == noon)
    plan.watch(only: "accuracy")
    plan.monitor?.triggers[0].limit.side = .above
    plan.monitor?.triggers[0].limit.value = -0.3
    plan.monitor?.retraining = nil
    let degraded = try await decide(plan, "degraded")
    let accuracy = try state(degraded, "accuracy")
    // In the last twelve hours 325 of 373 answers are right, as monitor.json has it, and 60.4 % are the limit now.
    let limit = try #require(accuracy.upper)
    #expect(
      degraded.retraining == [
        .performance(
          trigger: "accuracy", value: 325.0 / 373, limit: limit, since: accuracy.raisedSince)
      ])
    #expect(agree(limit, (accuracy.baseline ?? 0) - 0.3, relative: 1e-12))
    #expect(try await decide(try self.plan("monitor.yaml"), "healthy").retraining.isEmpty)
  }

  @Test(
    "D4 each day after the deployment is judged, and one that is not keeps the answer from stable")
  func daily() async throws {
    var plan = try plan("monitor.yaml")
    plan.monitor?.dailyChecks = try self.plan("monitor-recovery.yaml").monitor?.dailyChecks
    let midnight = Timestamp(seconds: 1_772_841_600)
    let first = try await decide(plan, "healthy", completeUntil: midnight)
    #expect(first.dailyChecks.map(\.status) == [.clear, .open])
    #expect(first.verdict == .stable)
    let degraded = try await decide(plan, "degraded", completeUntil: midnight)
    #expect(degraded.dailyChecks[0].status == .raised)
    #expect(degraded.dailyChecks[0].raised.contains("errors"))
    // A second day that is over, without rows but those of its first hour.
    let later = try await decide(
      plan, "healthy", completeUntil: Timestamp(seconds: 1_772_841_600 + 2 * 86_400))
    #expect(later.dailyChecks[1].status != .clear)
    #expect(later.verdict != .stable)
    plan.monitor?.dailyChecks?.deployed = Timestamp(seconds: 1_772_323_200)
    let missing = try await decide(plan, "healthy", completeUntil: midnight)
    #expect(missing.dailyChecks.map(\.status) == [.missing, .missing])
    #expect(missing.verdict == .cannotTell)
  }

  @Test("D4 an earlier part of the log can be what is usual; its windows are not judged")
  func period() async throws {
    var plan = try plan("monitor.yaml")
    plan.watch(only: "errors", "latency")
    let (begin, noon) = (Timestamp(seconds: 1_772_755_200), Timestamp(seconds: 1_772_798_400))
    plan.monitor?.baseline = .period(since: begin, until: noon)
    let decision = try await decide(plan, "degraded")
    #expect(try state(decision, "errors").judgedWindows == 6)
    #expect(try state(decision, "latency").status == .raised)
  }

  @Test("K1 a header alone, and a log of a few rows, are cannot tell") func fewRows() async throws {
    let plan = try plan("monitor.yaml")
    let text = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/logs/monitor/healthy.csv"),
      encoding: .utf8)
    for count in [1, 4] {
      let rows = text.split(separator: "\n").prefix(count).joined(separator: "\n")
      let log = try TemporaryLog(rows + "\n")
      let decision = try await MonitorCheck(
        plan, reference: [file("fixtures/logs/monitor/usual.csv")]
      ).decide([.path(log.path)])
      #expect(decision.verdict == .cannotTell)
    }
  }
}

extension Plan {
  /// Leaves out all other triggers.
  fileprivate mutating func watch(only names: String...) {
    monitor?.triggers.removeAll { !names.contains($0.name) }
  }

  fileprivate var usesFile: Bool { if case .file = monitor?.baseline { true } else { false } }
}
