import Experiment
import Foundation
import Testing

@Suite struct ReplayTests {
  /// Two arms of users who come back, four rows an hour and arm, with outcomes that favour the treatment.
  private func rows(_ hours: Range<Int>) -> [(hour: Int, text: String)] {
    hours.flatMap { hour in
      (0..<8).map { index in
        let variant = index % 2 == 0 ? "old" : "new"
        let clock = "\(hour % 24 < 10 ? "0" : "")\(hour % 24):\(10 + index):00"
        let visit = 4 * hour + index / 2
        let converted = variant == "new" ? visit % 3 != 0 : visit % 3 == 0
        let user = "\(variant)\(visit % 250)"
        return (hour, "2026-03-0\(1 + hour / 24)T\(clock)Z,\(user),\(variant),\(converted)")
      }
    }
  }

  private let header = "time,user,variant,converted\n"

  private func plan(looks: String = "12h") throws -> Plan {
    try Plan(
      yaml: """
        name: replayed
        strategy: ab
        log: {time: time, unit: user, variant: variant}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher}
        inference: {minimum_sample: 20, looks: \(looks)}
        """, file: "replay.yaml")
  }

  @Test func everyLookIsTheGateOnTheRowsKnownByThen() async throws {
    let rows = rows(0..<80)
    let log = try TemporaryLog(header + rows.map(\.text).joined(separator: "\n") + "\n")
    let plan = try plan()
    let history = try await Replay(plan).run([.path(log.path)])
    #expect(history.looks.count == 7)
    for (index, look) in history.looks.enumerated() {
      let known = rows.filter { $0.hour < 12 * (index + 1) }
      let part = try TemporaryLog(header + known.map(\.text).joined(separator: "\n") + "\n")
      let decision = try await Gate(plan, asOf: look.until).decide([.path(part.path)])
      #expect(look.decision == decision)
    }
    let first = try #require(history.firstDecisive)
    #expect(history.looks[first].decision.verdict == .promote)
    #expect(history.looks[..<first].allSatisfy { $0.decision.verdict == .continue })
  }

  @Test("A row of another age makes no look, and changes none")
  func strayRow() async throws {
    let rows = rows(0..<80).map(\.text)
    let log = try TemporaryLog(header + rows.joined(separator: "\n") + "\n")
    let stray = try TemporaryLog(
      header + rows.joined(separator: "\n") + "\n2036-01-01T00:10:00Z,old1,old,false\n")
    let history = try await Replay(try plan()).run([.path(stray.path)])
    #expect(history.looks.count == 7)
    #expect(
      try await history.looks.map(\.decision.verdict)
        == Replay(try plan()).run([.path(log.path)]).looks.map(\.decision.verdict))
  }

  /// Rows that are filtered, that cannot be read, of units in both variants, with latencies; phases, whose
  /// units count with their first rows or anew in each, and before which there are rows; a ramp, whose phases
  /// are found; rows by their own time; quantiles, whose errors need a second pass.
  @Test(arguments: [
    "traffic: {old: 50, new: 50}", "tolerated_gap: 6h",
    "ramp: {initial: 10, step: 20, maximum: 50, every: 1d}",
    """
    phases:
      - {from: 2026-03-01, traffic: {old: 50, new: 50}}
      - {from: 2026-03-02T06:00:00Z, traffic: {old: 50, new: 50}}
    """,
    """
    phases:
      - {from: 2026-03-01T06:00:00Z, traffic: {old: 70, new: 30}}
      - {from: 2026-03-02T06:00:00Z, traffic: {old: 50, new: 50}}
    """,
    """
    assignment: {kind: per-phase}
    phases:
      - {from: 2026-03-01, traffic: {old: 50, new: 50}}
      - {from: 2026-03-02T06:00:00Z, traffic: {old: 50, new: 50}}
    """,
  ]) func everyLookIsThatGateWhateverThePlanAsks(_ traffic: String) async throws {
    var random = SplitMix64(seed: 8)
    let rows = rows(0..<80).map { row in
      let model = Int.random(in: 0..<9, using: &random) == 0 ? "v1" : "v2"
      let ms = Double.random(in: 10..<90, using: &random)
      let text = "\(row.text),\(model),\(ms)"
      let isBad = Int.random(in: 0..<40, using: &random) == 0
      return (hour: row.hour, text: isBad ? text.replacing("true", with: "perhaps") : text)
    }
    let plan = try Plan(
      yaml: """
        name: replayed
        strategy: ab
        tolerated_row_errors: 10%
        log:
          {time: time, unit: user, variant: variant, where: {model: v2}}
        variants: {control: old, treatments: [new]}
        \(traffic)
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher}
          - {name: latency, kind: mean, column: ms, role: guardrail, better: lower, margin: 20%}
          - {name: p90, kind: quantile, column: ms, q: 0.9, role: monitor, better: lower}
        inference: {minimum_sample: 20, looks: 12h}
        """, file: "replay.yaml")
    let header = "time,user,variant,converted,model,ms\n"
    let log = try TemporaryLog(header + rows.map(\.text).joined(separator: "\n") + "\n")
    let history = try await Replay(plan).run([.path(log.path)])
    #expect(history.looks.count == 7)
    for (index, look) in history.looks.enumerated() {
      let known = rows.prefix { $0.hour < 12 * (index + 1) }.map(\.text)
      // Under the same name, which examples of errors tell.
      try Data((header + known.joined(separator: "\n") + "\n").utf8)
        .write(to: URL(fileURLWithPath: log.path))
      let decision = try await Gate(plan, asOf: look.until).decide([.path(log.path)])
      #expect(look.decision == decision)
    }
    let last = try #require(history.looks.last).decision.sample
    #expect(last.rows.filtered > 20)
    #expect(last.rowErrors.total > 5)
  }

  @Test("A request that is logged twice is counted up to each look")
  func repeatedRequests() async throws {
    let rows = rows(0..<80)
    let lines = rows.enumerated().map { "\($1.text),r\($0 % 500)" }
    let log = try TemporaryLog("time,user,variant,converted,id\n" + lines.joined(separator: "\n"))
    var plan = try plan()
    plan.log.request = "id"
    let history = try await Replay(plan).run([.path(log.path)])
    // Eight rows an hour, of which the first five hundred have requests of their own.
    #expect(
      history.looks.map(\.decision.sample.repeatedRequests)
        == [96, 192, 288, 384, 480, 576, 640].map { max(0, $0 - 500) })
  }

  @Test("Looks begin with the first row of the first phase")
  func earlyRows() async throws {
    let log = try TemporaryLog(header + rows(0..<80).map(\.text).joined(separator: "\n") + "\n")
    var plan = try plan()
    plan.phases = [
      TrafficPhase(start: Timestamp(seconds: 1_772_409_600), traffic: ["old": 50, "new": 50])
    ]
    let history = try await Replay(plan).run([.path(log.path)])
    #expect(history.looks.count == 5)
    #expect(history.looks[0].decision.sample.rows.outsidePeriod == 24 * 8)
    #expect(history.looks[0].decision.sample.rows.used == 12 * 8)
  }

  @Test func looksAreThoseAskedFor() async throws {
    let log = try TemporaryLog(header + rows(0..<80).map(\.text).joined(separator: "\n") + "\n")
    let history = try await Replay(try plan(), every: 86_400).run([.path(log.path)])
    // The midnights that end 1 to 4 March 2026.
    let midnights: [Int64] = [1_772_409_600, 1_772_496_000, 1_772_582_400, 1_772_668_800]
    #expect(history.looks.map(\.until) == midnights.map { Timestamp(seconds: $0) })
  }

  @Test func tooManyLooksAndMissingTimesAreRefused() async throws {
    let log = try TemporaryLog(header + rows(0..<80).map(\.text).joined(separator: "\n") + "\n")
    await #expect(throws: ExperimentError.self) {
      try await Replay(try plan(), every: 60).run([.path(log.path)])
    }
    var timeless = try plan()
    timeless.log.time = nil
    await #expect(throws: ExperimentError.self) {
      try await Replay(timeless).run([.path(log.path)])
    }
  }

  /// Errors of the treatment on the first day, and none afterwards.
  @Test("K1 a replayed rollback is final, as with a gate that is given its reports")
  func rollbackIsFinal() async throws {
    let plan = try Plan(
      yaml: """
        name: latched
        strategy: ab
        log: {time: time, unit: none, variant: variant}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: errors, kind: rate, column: failed, role: guardrail, margin: 20%, critical: true}
        inference: {looks: 1d}
        """, file: "latched.yaml")
    let lines = (0..<4).flatMap { day in
      (0..<400).map { row in
        let isNew = row % 2 == 1
        let failed = (isNew && day == 0) || (!isNew && day > 0)
        return
          "2026-03-0\(1 + day)T10:\(10 + row % 50):00Z,\(isNew ? "new" : "old"),\(failed && row % 10 < 4 ? 1 : 0)"
      }
    }
    let log = try TemporaryLog("time,variant,failed\n" + lines.joined(separator: "\n") + "\n")
    let history = try await Replay(plan).run([.path(log.path)])
    #expect(history.looks.map(\.decision.verdict) == Array(repeating: .rollback, count: 4))
    let first = history.looks[0].decision
    let last = try await Gate(plan, asOf: history.looks[3].until).decide([.path(log.path)])
    #expect(last.verdict != .rollback)
    let latched = try await Gate(
      plan, asOf: history.looks[3].until, former: FormerRollback(first)
    ).decide([.path(log.path)])
    #expect(latched == history.looks[3].decision)
  }

  @Test func aLogWithoutRowsHasNoLooks() async throws {
    let log = try TemporaryLog(header)
    let history = try await Replay(try plan()).run([.path(log.path)])
    #expect(history.looks.isEmpty)
    #expect(history.firstDecisive == nil)
  }
}
