import Experiment
import Testing

/// What labels that are missing, or not there yet, can do to a guardrail.
@Suite struct LabelBoundsTests {
  private let requests = 8000

  /// Four in five answers are right in both arms; all converted alike but for the treatment's fifth.
  private func log() throws -> TemporaryLog {
    var text = "time,request_id,variant,prediction,converted\n"
    for index in 0..<requests {
      let isNew = index % 2 == 1
      let isRight = index / 2 % 5 != 0
      text += "2026-03-0\(1 + index / 2000)T00:00:00Z,r\(index),\(isNew ? "new" : "old"),"
      text += "\(isRight ? 1 : 0),\(index / 2 % 10 < (isNew ? 6 : 4))\n"
    }
    return try TemporaryLog(text)
  }

  /// Every answer should have been 1; one in so many requests has no label, or the given one.
  private func labels(
    everyMissing: Int, filled: (_ isNew: Bool) -> String? = { _ in nil }
  ) throws -> TemporaryLog {
    var text = "request_id,truth,known\n"
    for index in 0..<requests {
      let isMissing = index / 2 % everyMissing == 3
      guard let truth = isMissing ? filled(index % 2 == 1) : "1" else { continue }
      text += "r\(index),\(truth),2026-03-05T00:00:00Z\n"
    }
    return try TemporaryLog(text)
  }

  private func plan(
    _ missing: String, margin: String = "4pp", metric: String = "kind: accuracy, baseline: 80%",
    inference: String = "success: always-valid"
  ) throws -> Plan {
    try Plan(
      yaml: """
        name: bounded
        strategy: ab
        log: {time: time, unit: none, variant: variant, prediction: prediction, request: request_id}
        labels: {file: labels.csv, key: request_id, value: truth, time: known\(missing)}
        variants: {control: old, treatments: [new]}
        metrics:
          - {name: conversion, kind: proportion, column: converted, role: success, better: higher, baseline: 50%}
          - {name: quality, \(metric), role: guardrail, margin: \(margin)}
        inference: {\(inference)}
        """, file: "bounds.yaml")
  }

  private func decide(
    _ plan: Plan, _ labels: TemporaryLog, asOf: Timestamp? = nil, completeUntil: Timestamp? = nil
  ) async throws -> Decision {
    let log = try log()
    return try await Gate(
      plan, asOf: asOf, completeUntil: completeUntil, labels: [.path(labels.path)]
    ).decide([.path(log.path)])
  }

  private func nonInferiority(_ decision: Decision) throws -> ThresholdTest {
    let metric = try #require(decision.treatments.first?.metrics.first { $0.name == "quality" })
    guard case .computed(let comparison) = metric.result else {
      throw ExperimentError.unsupported("no comparison")
    }
    return try #require(comparison.tests.first { $0.question == .nonInferiority })
  }

  /// The worst labels written into the file are the oracle: wrong for the treatment, right for the control.
  @Test("Missing labels are bounded by the worst that they could be")
  func boundsAreThoseOfTheWorstLabels() async throws {
    let missing = try labels(everyMissing: 50)
    let worst = try labels(everyMissing: 50) { isNew in isNew ? "0" : "1" }
    let best = try labels(everyMissing: 50) { isNew in isNew ? "1" : "0" }
    // Request 3 of fifty is answered with 1: taken for 1 it is right, for 0 it is wrong.
    let oracle = try nonInferiority(try await decide(try plan(", missing: ignorable"), worst))
    let bounded = try await decide(try plan(""), missing)
    let test = try nonInferiority(bounded)
    let plain = try nonInferiority(try await decide(try plan(", missing: ignorable"), missing))
    let limit = try #require(test.limit)
    // The same sums in another order: a few roundings.
    #expect(abs(limit - (try #require(oracle.limit))) < 1e-12)
    #expect(abs(test.pValue - oracle.pValue) < 1e-9)
    #expect(test.effect == plain.effect)
    #expect(abs((test.missingBound ?? 0) - (plain.effect - oracle.effect)) < 1e-12)
    #expect(plain.missingBound == nil)
    let lucky = try nonInferiority(try await decide(try plan(", missing: ignorable"), best))
    #expect(limit < (lucky.limit ?? 0))
    // One in fifty of either arm: four points, which is all of the margin.
    #expect(bounded.verdict == .continue)
    #expect(plain.holds)
  }

  @Test("Missing labels are bounded at every look of a plan that tests in groups")
  func boundsAtLooks() async throws {
    func looks(_ missing: String, _ labels: TemporaryLog) async throws -> ThresholdTest {
      let plan = try plan(
        ", maturity: 5d\(missing)",
        inference: "success: group-sequential, looks: 1d, planned_sample: 10000")
      // 10 March: all labels are ripe.
      let decision = try await decide(
        plan, labels, completeUntil: Timestamp(seconds: 1_773_100_800))
      return try nonInferiority(decision)
    }
    let missing = try labels(everyMissing: 50)
    let worst = try labels(everyMissing: 50) { isNew in isNew ? "0" : "1" }
    let oracle = try await looks(", missing: ignorable", worst)
    let test = try await looks("", missing)
    let plain = try await looks(", missing: ignorable", missing)
    #expect((test.looks?.count ?? 0) == 4)
    #expect(test.looks?.map(\.at) == oracle.looks?.map(\.at))
    for (look, known) in zip(test.looks ?? [], oracle.looks ?? []) {
      // The same sums in another order: a few roundings.
      #expect(abs(look.statistic - known.statistic) < 1e-9)
    }
    #expect(abs(test.pValue - oracle.pValue) < 1e-9)
    #expect(test.effect == plain.effect)
    #expect(abs((test.missingBound ?? 0) - (plain.effect - oracle.effect)) < 1e-12)
    #expect(plain.pValue < test.pValue)
  }

  @Test(
    "Few missing labels leave room for a promotion, and a guardrail on nothing but labels has it")
  func fewMissingLabels() async throws {
    let few = try labels(everyMissing: 500)
    #expect(try await decide(try plan(""), few).verdict == .promote)
    let many = try labels(everyMissing: 20)
    #expect(try await decide(try plan(""), many).verdict == .continue)
    #expect(
      try await decide(try plan(", missing: ignorable"), many).verdict == .promote)
  }

  @Test("A label of the future is not known yet")
  func futureLabels() async throws {
    let labels = try labels(everyMissing: 500)
    let before = try await decide(
      try plan(""), labels, asOf: Timestamp(seconds: 1_772_668_799))
    #expect(before.verdict == .continue)
    #expect(before.sample.labels?.matchedRows == 0)
    let after = try await decide(
      try plan(""), labels, asOf: Timestamp(seconds: 1_772_668_801))
    #expect(after.verdict == .promote)
  }

  @Test("Bounds that do not exist are refused where the plan asks for them")
  func noBounds() throws {
    let mean = "kind: mean, column: truth, better: higher, standard_deviation: 1"
    #expect(throws: PlanError.self) {
      try plan(", missing: bounds", margin: "5%", metric: mean)
    }
    #expect(throws: PlanError.self) { try plan(", missing: guessed") }
    _ = try plan("", margin: "5%", metric: mean)
    // Units without a label count as such without an event, which no bound allows for.
    let exact = "kind: rate, column: truth, better: lower, non_inferiority: exact, baseline: 5%"
    #expect(throws: PlanError.self) { try plan("", margin: "20%", metric: exact) }
    _ = try plan(", missing: ignorable", margin: "20%", metric: exact)
  }
}
