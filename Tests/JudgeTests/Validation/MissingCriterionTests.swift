import Testing

@testable import Judge

/// Rows that lack the value that a criterion is measured on.
@Suite struct MissingCriterionTests {
  private static let criteria = """
    criteria:
    - {name: rate, kind: rate, at_most: 5%}
    - {name: mean, kind: mean, column: latency, at_most: 100ms}
    - {name: quantile, kind: quantile, column: latency, q: 0.9, at_most: 100ms}
    """

  /// A thousand rows, of which so many have neither latency nor error.
  private func sample(missing: Int) -> ValidationSample {
    ValidationSample(columns: [
      "error": (0..<1000).map { $0 < missing ? nil : "false" },
      "latency_ms": (0..<1000).map { $0 < missing ? nil : "\(50 + $0 % 7)" },
    ])
  }

  @Test("V2 what has no value has not passed", arguments: ["rate", "mean", "quantile"])
  func untold(name: String) throws {
    let plan = try ValidationSample.plan(Self.criteria)
    #expect(sample(missing: 0).check(name, plan)?.state == .passed)
    #expect(sample(missing: 5).check(name, plan)?.state == .passed)
    let half = sample(missing: 500)
    #expect(half.decide(plan).verdict == .continue)
    #expect(
      half.check(name, plan)?.finding
        == .unmeasurable(
          .valuesMissing(
            column: name == "rate" ? "error" : "latency_ms", share: 0.5, tolerated: 0.005)))
  }

  @Test("V2 what is tolerated to be missing counts as the worst of a rate and a quantile")
  func worst() throws {
    let plan = try ValidationSample.plan(Self.criteria, extra: "tolerated_missing: 20%")
    let some = sample(missing: 150)
    #expect(some.check("mean", plan)?.state == .passed)
    #expect(some.check("rate", plan)?.state == .failed)
    #expect(some.check("quantile", plan)?.state == .failed)
    // The 90 % quantile lies among the rows that have no latency: beyond every value, whatever it is.
    guard case .compared(let comparison)? = some.check("quantile", plan)?.finding else {
      Issue.record("the quantile was not compared")
      return
    }
    #expect(comparison.measured.value == .infinity)
  }

  @Test(
    "V9 evidence that asks for nothing is refused",
    arguments: [
      "{name: e, approvals: a.yaml, roles: []}",
      "{name: e, approvals: a.yaml, change: minor, roles: {major: [owner], minor: []}}",
      "{name: e, checklist: c.yaml, items: []}",
    ])
  func nothing(evidence: String) {
    let error = #expect(throws: PlanError.self) {
      try ValidationSample.plan("evidence: [\(evidence)]")
    }
    #expect(error?.description.contains("is empty") == true)
  }

  @Test("V9 an empty file is no evidence")
  func emptyFile() throws {
    let plan = try ValidationSample.plan("evidence: [{name: e, file: a.txt}]")
    var sample = ValidationSample(columns: [:])
    sample.documents["a.txt"] = ""
    #expect(sample.decide(plan).verdict == .stop)
  }
}
