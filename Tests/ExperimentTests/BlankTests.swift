import AssayTestSupport
import Experiment
import Foundation
import Testing

/// A blank is no "no": what a service did not write down is not known to be well.
@Suite struct BlankTests {
  /// 2026-03-02T06:00:00Z, when the treatment begins to answer.
  private static let six: Int64 = 1_772_431_200

  private func time(_ minute: Int) -> Timestamp {
    Timestamp(seconds: Self.six + Int64(minute * 60))
  }

  /// A fixture's log with some of its fields changed, and up to an instant.
  private func decide(
    _ name: String, minutes: Int, _ rewrite: (_ fields: inout [String]) -> Void
  ) async throws -> Decision {
    let folder = repositoryRoot.appending(path: "fixtures")
    let plan = try String(
      contentsOf: folder.appending(path: "plans/\(name).yaml"), encoding: .utf8)
    let lines = try String(
      contentsOf: folder.appending(path: "logs/rollout/\(name).csv"), encoding: .utf8
    ).split(separator: "\n")
    let log = try TemporaryLog(
      lines.map { line in
        var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        rewrite(&fields)
        return fields.joined(separator: ",")
      }.joined(separator: "\n") + "\n")
    return try await Gate(
      try Plan(yaml: plan, file: name), asOf: time(minutes), completeUntil: time(minutes),
      until: time(minutes)
    ).decide([.path(log.path)])
  }

  private func isMissing(_ decision: Decision) -> Bool {
    decision.reasons.contains {
      if case .missingValuesDiffer(metric: "errors", _, _, _, _, _) = $0 { true } else { false }
    }
  }

  @Test(
    "B1 errors that the treatment leaves blank are invalid, and no health",
    arguments: [["true"], ["true", "false"]])
  func blueGreen(blank: [String]) async throws {
    let whole = try await decide("blue-green", minutes: 60) { _ in }
    #expect(whole.verdict == .promote)
    let decision = try await decide("blue-green", minutes: 60) { fields in
      if fields[1] == "green", blank.contains(fields[2]) { fields[2] = "" }
    }
    #expect(decision.verdict == .invalid)
    #expect(isMissing(decision))
    // Harm that is shown counts whatever is missing.
    let worse = try await decide("blue-green", minutes: 60) { fields in
      // A minute in ten is blank, and in the others all fail.
      if fields[1] == "green" { fields[2] = fields[0].hasSuffix("0:30Z") ? "" : "true" }
    }
    #expect(worse.verdict == .rollback)
  }

  @Test("B1 a rate is one of the rows that say whether there was an event")
  func denominator() async throws {
    // A third of each side's rows: gone, or there without a value.
    func without(_ fields: inout [String], _ more: String) {
      guard fields[2] == "false", let rows = Int(fields[3]), rows > 400 else { return }
      fields[3] = "\(rows - 200)\(more)"
    }
    let decision = try await decide("blue-green", minutes: 60) { without(&$0, "") }
    let blank = try await decide("blue-green", minutes: 60) { fields in
      without(&fields, "\n\(fields[0]),\(fields[1]),,200")
    }
    let (found, expected) = (
      blank.treatments.first?.metrics.first, decision.treatments.first?.metrics.first
    )
    for side in [\MetricAnalysis.control, \.treatment] {
      let (a, b) = (try #require(found?[keyPath: side]), try #require(expected?[keyPath: side]))
      // The same sums, rounded on other ways.
      #expect(agree(a.value, b.value, relative: 1e-12))
      #expect(agree(a.standardError, b.standardError, relative: 1e-9))
    }
    #expect(blank.sample.rows.used > decision.sample.rows.used)
  }

  @Test(
    "B1 where only failures are written down, blanks are none; but a mute treatment is not well")
  func habit() async throws {
    let plain = try await decide("blue-green", minutes: 60) { _ in }
    let habit = try await decide("blue-green", minutes: 60) { fields in
      if fields[2] == "false" { fields[2] = "" }
    }
    #expect(habit.verdict == .promote)
    #expect(habit.treatments.first?.metrics == plain.treatments.first?.metrics)
    let mute = try await decide("blue-green", minutes: 60) { fields in
      if fields[2] == "false" || fields[1] == "green" { fields[2] = "" }
    }
    #expect(mute.verdict == .continue)
    #expect(
      mute.reasons.contains(
        .metricNotComputable(
          metric: "errors", treatment: "green", cause: .noRows(variant: "green"))))
  }

  @Test("L1 blanks of updated servers hold the update, and are invalid where all are blank")
  func rolling() async throws {
    let whole = try await decide("rolling", minutes: 23) { _ in }
    #expect(whole.stage?.action == .advance)
    let decision = try await decide("rolling", minutes: 23) { fields in
      if fields[2] == "new", fields[3] == "true" { fields[3] = "" }
    }
    #expect(decision.stage?.action == .hold)
    let all = try await decide("rolling", minutes: 23) { fields in
      if fields[2] == "new" { fields[3] = "" }
    }
    #expect(all.verdict == .invalid)
    #expect(isMissing(all))
  }

  @Test("L1 rows that do not name their server are invalid, as it may be one that was updated")
  func nameless() async throws {
    let decision = try await decide("rolling", minutes: 23) { fields in
      if fields[1].hasSuffix("1") { fields[1] = "" }
    }
    #expect(decision.verdict == .invalid)
    #expect(decision.stage?.action == .hold)
    #expect(decision.sample.rowErrors.counts[.missingKey] ?? 0 > 0)
  }

  @Test("B1 what cannot be read as an error is not left out in silence")
  func unreadable() async throws {
    let decision = try await decide("blue-green", minutes: 60) { fields in
      if fields[1] == "green", fields[2] == "true" { fields[2] = "maybe" }
    }
    #expect(decision.verdict == .invalid)
    #expect(decision.reasons.contains { if case .rowErrors = $0 { true } else { false } })
  }

  @Test("B1 without one error on either side, a log that is long enough promotes, another waits")
  func flawless() async throws {
    let hour = try await flawless(hours: 1, block: "1m")
    #expect(hour.verdict == .continue)
    // ln 0.05 / ln 0.99 = 298.07: as many blocks without an error leave no more than a point.
    #expect(
      hour.reasons.first
        == .rollout(
          .noEventsYet(metric: "errors", threshold: "1pp", clusters: 60, required: 299)))
    #expect(try await flawless(hours: 5, block: "1m").verdict == .promote)
    #expect(try await flawless(hours: 5, block: "2m").verdict == .continue)
    // The column is not written at all.
    #expect(try await flawless(hours: 5, block: "1m", error: "").verdict == .continue)
  }

  private func flawless(
    hours: Int, block: String, error: String = "false"
  ) async throws -> Decision {
    var lines = ["time,variant,error,count"]
    for minute in -60 * hours..<60 * hours {
      let time = Date(timeIntervalSince1970: Double(Self.six) + Double(minute * 60 + 30))
      lines.append("\(time.formatted(.iso8601)),\(minute < 0 ? "blue" : "green"),\(error),600")
    }
    let log = try TemporaryLog(lines.joined(separator: "\n") + "\n")
    let plan = try Plan(
      yaml: """
        name: calm
        strategy: blue-green
        log: {time: time, unit: none, variant: variant, error: error, weight: count}
        variants: {control: blue, treatments: [green]}
        switch: {monitoring: \(hours)h, block: \(block)}
        metrics:
          - {name: errors, kind: rate, role: guardrail, margin: 1pp, critical: true}
        """, file: "calm.yaml")
    let end = time(60 * hours)
    return try await Gate(plan, asOf: end, completeUntil: end).decide([.path(log.path)])
  }

  @Test("B1 a control that also writes down that nothing failed has no habit of blanks")
  func noHabit() async throws {
    // One minute in ten of the control's is written down whole, of the treatment's no row.
    let decision = try await decide("blue-green", minutes: 60) { fields in
      if fields[1] == "green" || (fields[2] == "false" && !fields[0].hasSuffix("0:30Z")) {
        fields[2] = ""
      }
    }
    // Minutes differ too much for a proof that the sides differ; what is missing holds all the same.
    #expect(decision.verdict == .continue)
    #expect(
      decision.reasons.contains {
        if case .rollout(.valuesMissing(metric: "errors", _, _, _, _)) = $0 { true } else { false }
      })
    // Where the treatment writes down its failures alone, its rows that say something are failures.
    let failures = try await decide("blue-green", minutes: 60) { fields in
      if fields[2] == "false", fields[1] == "green" || !fields[0].hasSuffix("0:30Z") {
        fields[2] = ""
      }
    }
    #expect(failures.verdict == .rollback)
  }

  // MARK: A/B tests

  @Test("Errors that are blank in all of one arm are invalid, however even they are")
  func wholeArm() async throws {
    func decide(_ unit: String, users: Int) async throws -> Decision {
      var lines = ["user,variant,error,latency"]
      for user in 0..<users {
        lines.append("a\(user),old,\(user % 40 == 0),\(50 + user % 9)")
        lines.append("b\(user),new,,\(50 + user % 9)")
      }
      let log = try TemporaryLog(lines.joined(separator: "\n") + "\n")
      let plan = try Plan(
        yaml: """
          name: blank
          strategy: ab
          log: {unit: \(unit), variant: variant, error: error, latency: latency}
          variants: {control: old, treatments: [new]}
          inference: {policy: catch}
          metrics:
            - {name: errors, kind: rate, role: guardrail, margin: 1pp}
          """, file: "blank.yaml")
      return try await Gate(plan).decide([.path(log.path)])
    }
    for unit in ["user", "none"] {
      let decision = try await decide(unit, users: 2000)
      #expect(decision.verdict == .invalid)
      guard case .missingValuesDiffer(_, _, 0, 1, _, let pValue)? = decision.reasons.first else {
        Issue.record("\(decision.reasons)")
        continue
      }
      #expect(pValue < 1e-100)
    }
    // Three users on a side may all happen to be so.
    #expect(try await decide("user", users: 3).verdict == .continue)
  }
}
