import Experiment
import Foundation
import Testing

/// Logs whose times, requests or errors forbid a judgement.
@Suite struct IntegrityTests {
  private func plan(
    _ log: String, _ more: String = "", metric: String = IntegrityTests.conversion
  )
    throws -> Plan
  {
    try Plan(
      yaml: """
        name: integrity
        strategy: ab
        log: {\(log), variant: variant}
        variants: {control: old, treatments: [new]}
        metrics:
          - \(metric)
        inference: {minimum_sample: 100}
        \(more)
        """, file: "integrity.yaml")
  }

  private static let conversion =
    "{name: conversion, kind: proportion, column: converted, role: success, better: higher, baseline: 50%}"

  /// Four days of sixty new users an hour; as many in each arm, unless `variant` says otherwise.
  private func log(
    hours: Range<Int> = 0..<96, variant: (_ day: Int, _ index: Int) -> String? = { _, _ in nil },
    more: String = ""
  ) throws -> TemporaryLog {
    var text = "time,user,variant,converted,request\n"
    for hour in hours {
      for index in 0..<60 {
        let variant = variant(hour / 24, index) ?? (index % 2 == 0 ? "old" : "new")
        let isConverted = index % 10 < (variant == "new" ? 8 : 2)
        let time = "2026-03-0\(2 + hour / 24)T\(hour % 24 < 10 ? "0" : "")\(hour % 24):30:00Z"
        text += "\(time),u\(hour)-\(index),\(variant),\(isConverted),r\(hour)-\(index)\n"
      }
    }
    return try TemporaryLog(text + more)
  }

  private func decide(_ plan: Plan, _ log: TemporaryLog) async throws -> Decision {
    try await Gate(plan).decide([.path(log.path)])
  }

  @Test("A7 a split that differs between days is invalid, also where the days cancel")
  func allocationByDay() async throws {
    for unit in ["unit: user", "unit: none"] {
      let plan = try plan("time: time, \(unit)")
      let even = try await decide(plan, try log())
      #expect(even.verdict == .promote)
      // Sixty to forty on two days, forty to sixty on the others.
      let drifting = try log { day, index in index % 10 < (day < 2 ? 6 : 4) ? "old" : "new" }
      let decision = try await decide(plan, drifting)
      #expect((decision.sampleRatio?.sequentialPValue ?? 0) == 1)
      #expect(decision.verdict == .invalid)
      guard
        case .allocationDrifts(4, let pValue, 0.001, _, let observed, _)? = decision.reasons.first
      else {
        Issue.record("the first reason is \(String(describing: decision.reasons.first))")
        continue
      }
      #expect(pValue < 1e-6)
      #expect(observed.sorted() == [576, 864])
      // The plan that names the phases is right again.
      let phases = """
        phases:
          - {from: 2026-03-02, traffic: {old: 60, new: 40}}
          - {from: 2026-03-04, traffic: {old: 40, new: 60}}
        """
      #expect(
        try await decide(try self.plan("time: time, \(unit)", phases), drifting).verdict == .promote
      )
    }
  }

  @Test("A5 one wrong timestamp does not make an experiment long")
  func wildTimestamp() async throws {
    let duration = "duration: {minimum: 7d}"
    let plan = try plan("time: time, unit: user", duration)
    let wild = try log(more: "1999-01-01T00:00:00Z,u,old,true,r\n")
    // It is a row that cannot be read, and the log is as long as the others make it where that is tolerated.
    let refused = try await decide(plan, wild)
    #expect(refused.verdict == .invalid)
    let tolerant = try self.plan("time: time, unit: user", duration + "\ntolerated_row_errors: 1%")
    let decision = try await decide(tolerant, wild)
    #expect(decision.verdict == .continue)
    guard case .minimumDuration(let elapsed, _, _, _)? = decision.reasons.first else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(elapsed == 95 * 3600)
    guard
      case .minimumDuration(95 * 3600, _, _, _)? =
        try await decide(plan, try log()).reasons.first
    else {
      Issue.record("a whole log is as long as it is")
      return
    }
  }

  @Test("A gap in the log, of an arm, and a silent arm are invalid, each with its length")
  func gaps() async throws {
    let gap = "tolerated_gap: 3h"
    let plan = try plan("time: time, unit: user", gap)
    #expect(try await decide(plan, try log()).verdict == .promote)
    func reasons(_ log: TemporaryLog) async throws -> [Reason] {
      let decision = try await decide(plan, log)
      #expect(decision.verdict == .invalid)
      return decision.reasons.filter {
        switch $0 {
        case .timeGap, .variantSilent: true
        default: false
        }
      }
    }
    let start: Int64 = 1_772_409_600 + 1800
    func time(_ hour: Int64) -> Timestamp { Timestamp(seconds: start + 3600 * hour) }
    let head = try log(hours: 0..<40).text()
    let tail = try log(hours: 44..<96).text().split(separator: "\n").dropFirst().joined(
      separator: "\n")
    #expect(
      try await reasons(try TemporaryLog(head + tail + "\n")) == [
        .timeGap(variant: nil, from: time(39), to: time(44), seconds: 18_000, tolerated: 10_800)
      ])
    // Only the treatment is missing: first within the log, then at its end.
    let lines = try log().text().split(separator: "\n")
    func without(_ hours: Range<Int>) throws -> TemporaryLog {
      let kept = lines.filter { line in
        !hours.contains { line.contains(",u\($0)-") } || line.contains(",old,")
      }
      return try TemporaryLog(kept.joined(separator: "\n") + "\n")
    }
    #expect(
      try await reasons(try without(50..<54)).first
        == .timeGap(
          variant: "new", from: time(49), to: time(54), seconds: 18_000, tolerated: 10_800))
    #expect(
      try await reasons(try without(90..<96)) == [
        .variantSilent(variant: "new", newest: time(89), seconds: 21_600, tolerated: 10_800)
      ])
    #expect(try await decide(plan, try without(50..<52)).verdict != .invalid)
    for wrong in ["tolerated_gap: 30s", "tolerated_gap: 3"] {
      #expect(throws: PlanError.self) { try self.plan("time: time, unit: user", wrong) }
    }
    #expect(throws: PlanError.self) { try self.plan("unit: user", gap) }
  }

  @Test("Requests logged twice are found without labels, and so is a request of both variants")
  func repeatedRequests() async throws {
    let twice = try log(
      more: "2026-03-05T00:00:00Z,u9-9,new,true,r9-9\n2026-03-05T00:00:00Z,u1-0,old,true,r1-1\n")
    let decision = try await decide(try plan("time: time, unit: user, request: request"), twice)
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.first == .requestsRepeated(rows: 2, share: 2.0 / 5762, tolerated: 0))
    #expect(decision.sample.repeatedRequests == 2)
    let tolerant = try plan(
      "time: time, unit: user, request: request", "tolerated_row_errors: 0.1%")
    #expect(try await decide(tolerant, twice).verdict == .promote)
    #expect(try await decide(try plan("time: time, unit: user"), twice).verdict == .promote)
  }

  @Test("K3 a metric without its failed rows is not compared where one arm fails more often")
  func survivors() async throws {
    func log(_ failures: Int) throws -> TemporaryLog {
      var text = "user,variant,latency,error\n"
      for index in 0..<8000 {
        let isNew = index % 2 == 1
        let fails = isNew ? index / 2 % 100 < failures : index / 2 % 100 < 2
        text += "u\(index),\(isNew ? "new" : "old"),\((isNew ? 80 : 100) + index % 17),\(fails)\n"
      }
      return try TemporaryLog(text)
    }
    func latency(_ rows: String) throws -> Plan {
      try plan(
        "unit: user, error: error",
        metric:
          "{name: latency, kind: mean, column: latency, role: success, better: lower, minimum_improvement: 1%, error_rows: \(rows)}"
      )
    }
    let decision = try await decide(try latency("excluded"), try log(12))
    #expect(decision.verdict == .invalid)
    guard
      case .failedRowsDiffer("latency", "new", let control, let treated, 0.005, let pValue)? =
        decision.reasons.first
    else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(abs(control - 0.02) < 1e-12 && abs(treated - 0.12) < 1e-12 && pValue < 0.001)
    #expect(try await decide(try latency("counted"), try log(12)).verdict == .promote)
    #expect(try await decide(try latency("excluded"), try log(2)).verdict == .promote)
  }
}

extension TemporaryLog {
  func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
