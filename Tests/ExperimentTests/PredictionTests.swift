import Experiment
import Testing

/// Predictions that are none: always the same, or no finite numbers.
@Suite struct PredictionTests {
  private func plan(_ more: String = "", traffic: String = "{a: 50, b: 50}") throws -> Plan {
    try Plan(
      yaml: """
        name: predictions
        strategy: ab
        log: {unit: user, variant: variant, score: score, label: truth, error: error}
        variants: {control: a, treatments: [b]}
        traffic: \(traffic)
        metrics:
          - {name: accuracy, kind: accuracy, threshold: 0.5, role: success, baseline: 60%}
          - {name: errors, kind: rate, role: guardrail, margin: 10pp, harm: 0pp, critical: true}
        inference: {minimum_sample: 50}
        \(more)
        """, file: "predictions.yaml")
  }

  /// Two rows a user; every 20th user of either arm has an error, or more of the treatment's.
  private func log(
    users: Int, control: (Int) -> String, treatment: (Int) -> String, badErrors: Bool = false
  ) throws -> TemporaryLog {
    var text = "user,variant,score,truth,error\n"
    for user in 0..<users {
      for row in 0..<2 {
        let error = user % 20 == 0 ? 1 : 0
        text += "a\(user),a,\(control(2 * user + row)),\(user % 3 == 0 ? 0 : 1),\(error)\n"
        let worse = badErrors && user % 3 == 0 ? 1 : error
        text += "b\(user),b,\(treatment(2 * user + row)),\(user % 3 == 0 ? 0 : 1),\(worse)\n"
      }
    }
    return try TemporaryLog(text)
  }

  private func varied(_ index: Int) -> String { "0.\(1000 + index * 37 % 9000)" }

  private func constant(_ decision: Decision) -> Reason? {
    decision.reasons.first { if case .constantPredictions = $0 { true } else { false } }
  }

  @Test("A treatment that answers the same to all is invalid, whatever it seems to prove")
  func constantScore() async throws {
    // Two users in three are true, and the constant says so; the control is right half of the time.
    let log = try log(users: 1500, control: varied, treatment: { _ in "0.75" })
    let decision = try await Gate(try plan()).decide([.path(log.path)])
    #expect(decision.verdict == .invalid)
    guard case .constantPredictions("score", "b", "0.75", 3000, let pValue)? = constant(decision)
    else {
      Issue.record("\(decision.reasons)")
      return
    }
    // At least 1000 of the control's 3000 rows, of two a user, are others: 500 users.
    #expect(pValue > 0 && abs(pValue / 3.054936363499605e-151 - 1) < 1e-9)
    #expect(decision.sample.predictions?.map(\.distinct) == [nil, 1])
  }

  @Test("Predictions that are blank in every row, or one number in two spellings, are constant")
  func blank() async throws {
    let log = try log(users: 700, control: varied, treatment: { _ in "" })
    let decision = try await Gate(try plan("tolerated_missing: 100pp")).decide([.path(log.path)])
    #expect(decision.verdict == .invalid)
    guard case .constantPredictions("score", "b", "", 1400, let pValue)? = constant(decision) else {
      Issue.record("\(decision.reasons)")
      return
    }
    // 1,000 or more of the control's 1,400 rows differ, of two a user: 0.5 to the power of 500 users or more.
    #expect(pValue > 0 && pValue < 3.1e-151)
    #expect(decision.sample.predictions?.map(\.distinct) == [nil, 0])
    // Neither variant writes any: nothing tells them apart.
    let none = try self.log(users: 700, control: { _ in "" }, treatment: { _ in "" })
    #expect(constant(try await Gate(try plan()).decide([.path(none.path)])) == nil)
    let spelt = try self.log(
      users: 700, control: varied, treatment: { $0 % 3 == 0 ? "0.9" : "0.90" })
    let same = try await Gate(try plan()).decide([.path(spelt.path)])
    #expect(same.verdict == .invalid)
    guard case .constantPredictions("score", "b", "0.9", 1400, _)? = constant(same) else {
      Issue.record("\(same.reasons)")
      return
    }
  }

  @Test("Harm is not masked by constant predictions")
  func harm() async throws {
    let log = try log(
      users: 1500, control: varied, treatment: { _ in "0.75" }, badErrors: true)
    let decision = try await Gate(try plan()).decide([.path(log.path)])
    #expect(decision.verdict == .rollback)
    #expect(constant(decision) != nil)
  }

  @Test(
    "Predictions that are constant by chance, in both variants or in the control are not invalid")
  func chance() async throws {
    // Twelve rows of the control, of six users, are not 0.2: on so few no one can tell.
    let rare = try log(
      users: 700, control: { $0 % 250 < 2 ? "0.9" : "0.2" }, treatment: { _ in "0.2" })
    let few = try await Gate(try plan()).decide([.path(rare.path)])
    #expect(constant(few) == nil)
    #expect(few.sample.predictions?.last?.constant == "0.2")
    // 0.5 to the power of six users.
    #expect(few.sample.predictions?.last?.pValue.map { abs($0 - 0.015625) < 1e-15 } == true)
    let both = try log(users: 700, control: { _ in "0.2" }, treatment: { _ in "0.2" })
    #expect(constant(try await Gate(try plan()).decide([.path(both.path)])) == nil)
    let old = try log(users: 700, control: { _ in "0.2" }, treatment: varied)
    #expect(constant(try await Gate(try plan()).decide([.path(old.path)])) == nil)
  }

  /// One in 200 of the treatment's rows is NaN, and none of the control's: a quarter of a per cent of all.
  @Test(
    "Values that are not finite are counted by variant, so that other variants' rows do not hide them"
  )
  func notFinite() async throws {
    let log = try log(
      users: 2000, control: varied, treatment: { $0 % 200 == 7 ? "NaN" : varied($0) })
    let decision = try await Gate(try plan("tolerated_row_errors: 0.3%"))
      .decide([.path(log.path)])
    #expect(decision.verdict == .invalid)
    #expect(
      decision.reasons.first
        == .valuesNotFinite(
          column: "score", variant: "b", rows: 20, share: 0.005, tolerated: 0.003))
    #expect(
      decision.sample.nonFinite
        == [NonFiniteShare(column: "score", variant: "b", rows: 20, share: 0.005)])
    let tolerated = try await Gate(try plan("tolerated_row_errors: 0.6%"))
      .decide([.path(log.path)])
    #expect(tolerated.verdict != .invalid)
    for threads in [1, 4] {
      let options = ScanOptions(threads: threads)
      let again = try await Gate(try plan("tolerated_row_errors: 0.3%"), options: options)
        .decide([.path(log.path)])
      #expect(again == decision)
    }
  }
}
