import Experiment
import Foundation
import Testing

/// Labels that come in a file of their own, some of them late.
@Suite struct LabelsTests {
  private let requests = 4000

  /// A request a minute; the old model is right four times in five, the new one nine times in ten.
  private func log() throws -> TemporaryLog {
    var lines = ["time,request_id,variant,prediction"]
    for index in 0..<requests {
      let variant = index % 2 == 0 ? "old" : "new"
      let isRight = (index / 2) % (variant == "old" ? 5 : 10) != 0
      let time = String(
        format: "2026-03-%02dT%02d:%02d:00Z", 1 + index / 1440, index / 60 % 24, index % 60)
      lines.append("\(time),r\(index),\(variant),\(isRight ? 1 : 0)")
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  /// Every answer should have been 1; a label comes so many hours after its request.
  private func labels(hoursLate: Int = 1, of keys: Range<Int>? = nil) throws -> TemporaryLog {
    var lines = ["request_id,truth,known"]
    for index in keys ?? 0..<requests {
      let minute = index + 60 * hoursLate
      let time = String(
        format: "2026-03-%02dT%02d:%02d:00Z", 1 + minute / 1440, minute / 60 % 24, minute % 60)
      lines.append("r\(index),1,\(time)")
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private func plan(_ file: String, coverage: String = "80%") throws -> Plan {
    try Plan(
      yaml: """
        name: late
        strategy: ab
        log: {time: time, unit: none, variant: variant, prediction: prediction}
        labels: {file: \(file), key: request_id, value: truth, time: known, coverage: \(coverage)}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: accuracy, kind: accuracy, role: success, baseline: 80%}
        """, file: "labels.yaml")
  }

  @Test func labelsAreJoinedByRequest() async throws {
    let (log, labels) = (try log(), try labels())
    let decision = try await Gate(try plan(labels.path)).decide([.path(log.path)])
    #expect(decision.verdict == .promote)
    let metric = try #require(decision.treatments.first?.metrics.first)
    #expect(metric.control?.value == 0.8)
    #expect(metric.treatment?.value == 0.9)
    #expect(decision.sample.labels?.matchedRows == requests)
  }

  @Test func immatureLabelsAreWaitedFor() async throws {
    let log = try log()
    // The labels of the last requests are not there yet, for either arm.
    let labels = try labels(of: 0..<1640)
    let decision = try await Gate(try plan(labels.path)).decide([.path(log.path)])
    #expect(decision.verdict == .continue)
    guard case .labelsImmature("accuracy", "new", let share, 0.8)? = decision.reasons.first else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(abs(share - 0.41) < 1e-12)
    let patient = try await Gate(try plan(labels.path, coverage: "40%")).decide([.path(log.path)])
    #expect(patient.verdict == .promote)
  }

  @Test func looksUseOnlyLabelsKnownByThen() async throws {
    let log = try log()
    let labels = try labels(hoursLate: 30)
    let plan = try plan(labels.path, coverage: "1%")
    let history = try await Replay(plan).run([.path(log.path)])
    // At the first midnight no label is there; at the second, those of the first 18 hours.
    #expect(history.looks.map { $0.decision.sample.labels?.matchedRows } == [0, 1080, 2520])
    for look in history.looks {
      let (rows, truths) = (try log.text(), try labels.text())
      let known = try TemporaryLog(rows.before(look.until, column: 0))
      let knownLabels = try TemporaryLog(truths.before(look.until, column: 2))
      let decision = try await Gate(plan, asOf: look.until, labels: [.path(knownLabels.path)])
        .decide([.path(known.path)])
      #expect(look.decision == decision)
    }
  }

  private func reasons(of rows: [String] = [], with labels: [String] = []) async throws -> Decision
  {
    let log = try TemporaryLog(try log().text() + rows.map { $0 + "\n" }.joined())
    let truths = try TemporaryLog(try self.labels().text() + labels.map { $0 + "\n" }.joined())
    return try await Gate(try plan(truths.path)).decide([.path(log.path)])
  }

  @Test func aRequestThatIsLoggedTwiceIsNotCountedTwice() async throws {
    let decision = try await reasons(of: ["2026-03-03T00:00:00Z,r1,new,1"])
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.first == .requestsRepeated(rows: 1, share: 1.0 / 4001, tolerated: 0))
  }

  @Test func labelsThatContradictEachOtherAreNoGround() async throws {
    let decision = try await reasons(with: ["r1,0,2026-03-01T01:01:00Z"])
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.first == .labelsContradict(keys: 1, share: 1.0 / 4000, tolerated: 0))
  }

  /// Coverage is asked of every metric on the labels, whatever its kind.
  @Test func everyMetricOnLabelsWaitsForThem() async throws {
    let log = try log()
    let labels = try labels(of: 0..<1640)
    for kind in ["proportion", "rate", "mean"] {
      var plan = try plan(labels.path)
      plan.metrics[0].kind = try #require(MetricPlan.Kind(rawValue: kind))
      (plan.metrics[0].column, plan.metrics[0].secondColumn) = ("truth", nil)
      let decision = try await Gate(plan).decide([.path(log.path)])
      #expect(decision.verdict == .continue)
      #expect(
        decision.reasons.contains {
          if case .labelsImmature = $0 { true } else { false }
        }, "\(kind)")
    }
  }

  @Test func anUnreadableLabelFileIsNoVerdict() async throws {
    let log = try log()
    await #expect(throws: ExperimentError.self) {
      try await Gate(try plan("/nowhere/labels.csv")).decide([.path(log.path)])
    }
    let wrong = try TemporaryLog("request,truth\nr1,1\n")
    await #expect(throws: ExperimentError.self) {
      try await Gate(try plan(wrong.path)).decide([.path(log.path)])
    }
  }
}

extension String {
  /// The header and the rows whose time in a column is before an instant.
  fileprivate func before(_ until: Timestamp, column: Int) throws -> String {
    let lines = split(separator: "\n")
    let known = try lines.dropFirst().filter { line in
      let time = try Date(String(line.split(separator: ",")[column]), strategy: .iso8601)
      return Int64(time.timeIntervalSince1970) * 1_000_000 < until.microseconds
    }
    return ([lines[0]] + known).joined(separator: "\n") + "\n"
  }
}
