import Testing

@testable import Judge

@Suite struct ValidationPlanTests {
  private func problem(
    _ validation: String, baseline: String = "none", extra: String = ""
  ) -> String? {
    do throws(PlanError) {
      _ = try Plan(
        yaml: """
          name: p
          strategy: validation
          log: {unit: none, prediction: answer, label: label}
          baseline: \(baseline)
          \(extra)
          validation: {model: m, \(validation)}
          """, file: "p")
      return nil
    } catch {
      return error.description
    }
  }

  @Test("A12 a validation says whether there is a baseline, and without one has absolute criteria")
  func baseline() throws {
    let silent = """
      name: p
      strategy: validation
      log: {unit: none, prediction: answer, label: label}
      validation: {model: m, criteria: [{name: a, kind: accuracy, at_least: 85%}]}
      """
    let error = #expect(throws: PlanError.self) { try Plan(yaml: silent, file: "p") }
    #expect(error?.description.contains("baseline: none") == true)
    #expect(try Plan(yaml: silent + "\nbaseline: none", file: "p").validation?.baseline == nil)
    let margin = "non_inferiority: [{name: a, kind: accuracy, margin: 1pp}]"
    #expect(problem(margin)?.contains("compares with a baseline, and there is none") == true)
    #expect(problem(margin, baseline: "{prediction: old}") == nil)
    #expect(problem(margin, baseline: "{score: old}")?.contains("baseline.prediction") == true)
    #expect(
      problem(margin, baseline: "{file: b.csv, prediction: a}")?.contains("log.request") == true)
  }

  @Test(
    "What a validation cannot mean is said",
    arguments: [
      ("", "validation asks nothing"),
      ("criteria: []", "is empty"),
      ("criteria: [{name: a, kind: accuracy}]", "add at_least or at_most"),
      ("criteria: [{name: a, kind: accuracy, at_least: 85}]", "is 85% meant?"),
      ("criteria: [{name: a, kind: accuracy, at_most: 85%}]", "write at_least"),
      ("criteria: [{name: a, kind: false-positive-rate, at_least: 5%}]", "write at_most"),
      ("criteria: [{name: a, kind: acuracy, at_least: 85%}]", "did you mean \"accuracy\"?"),
      ("criteria: [{name: a, kind: accuracy, at_leats: 85%}]", "did you mean \"at_least\"?"),
      (
        "criteria: [{name: a, kind: auc, at_least: 85%}, {name: a, kind: accuracy, at_least: 1%}]",
        "2 checks are called \"a\""
      ),
      ("criteria: [{name: a, kind: auc, threshold: 0.5, at_least: 85%}]", "needs none"),
      (
        "criteria: [{name: a, kind: mean, column: ms, at_most: 100}]",
        "100ms (time) or 100 abs"
      ),
      ("criteria: [{name: a, kind: mean, column: ms, at_most: 100 parsecs}]", "known units"),
      ("criteria: [{name: a, kind: quantile, column: ms, at_most: 100ms}]", "add q: 0.95"),
      ("criteria: [{name: a, kind: rate, at_most: 1%}]", "name the column to measure"),
      ("criteria: [{name: a, kind: mean, column: ms, at_most: 1ms, warm_up: 5m}]", "log.time"),
      ("bias: [{name: a, kind: mean, groups: g, at_least: 80%}]", "one of accuracy"),
      ("bias: [{name: a, kind: accuracy, groups: g, margin: 1pp}]", "there is none"),
      (
        "bias: [{name: a, kind: accuracy, groups: g, at_least: 80%, minimum_group: 1}]",
        "at least 2"
      ),
      ("scores: {column: s, minimum: 1, maximum: 0}", "no room"),
      ("scores: {}", "map log.score"),
      ("back_test: {window: 30d}", "log.time"),
      ("signature: {}", "write columns: {age: number}"),
      ("signature: {columns: {a: numbr}}", "did you mean \"number\"?"),
      ("manifest: {file: m.yaml}", "add preset"),
      ("evidence: [{name: e}]", "has none of file, report"),
      ("evidence: [{name: e, file: a, report: b}]", "has 2 of"),
      ("evidence: [{name: e, file: a, field: b}]", "say what it must be"),
      ("evidence: [{name: e, file: a, sha256: abc}]", "64 hexadecimal digits"),
      ("evidence: [{name: e, file: a, verdict: promote}]", "belongs to report"),
      ("evidence: [{name: e, report: a, verdict: promoted}]", "one of promote"),
      ("evidence: [{name: e, file: a, same: hash}]", "with the manifest, and there is none"),
      ("evidence: [{name: e, approvals: a, roles: {major: [x]}, change: minor}]", "one of major"),
      ("folds: [{name: f, at_least: 0.8}]", "write scores"),
      (
        "folds: [{name: f, at_least: 0.8, scores: [1, 2], method: t, test_to_train: 1}]",
        "belongs to method corrected-t"
      ),
      ("smoke: {file: c, expected: e, actual: a, tolerance: 5}", "exact, an absolute one"),
      ("smoke: {file: c, expected: e, actual: a, max_latency: 5ms}", "name their column"),
      (
        "load_test: {file: l, log: {latency: ms}, requests_per_second: 5, criteria: [{name: a, kind: mean, column: latency, at_most: 1ms}]}",
        "log.time"
      ),
      (
        "criteria: [{name: a, kind: accuracy, at_least: 85%}], overrides: [{check: b, name: n, reason: r}]",
        "not the name of a check"
      ),
      (
        "criteria: [{name: a, kind: accuracy, at_least: 85%}], overrides: [{check: a, name: n, reason: ' '}]",
        "reason is \" \", not a reason"
      ),
    ])
  func complaints(_ validation: String, _ complaint: String) {
    #expect(problem(validation)?.contains(complaint) == true, "\(problem(validation) ?? "nothing")")
  }

  @Test("A validation has no variants, and is the only strategy with a validation")
  func otherStrategies() {
    let criteria = "criteria: [{name: a, kind: accuracy, at_least: 85%}]"
    #expect(problem(criteria, extra: "variants: {control: a}")?.contains("validation") == true)
    #expect(problem(criteria, extra: "inference: {looks: 1d}")?.contains("looks once") == true)
    #expect(problem(criteria, extra: "inference: {significance: 1%}") == nil)
    let ab = PlanFixture.minimal + "validation: {model: m}"
    let error = #expect(throws: PlanError.self) { try Plan(yaml: ab, file: "p") }
    #expect(error?.description.contains("validation is not used by strategy ab") == true)
  }

  @Test("Lint finds checks that no log can pass, and rules that promise nothing")
  func lint() throws {
    func codes(_ validation: String) throws -> [String] {
      PlanLint(try ValidationSample.plan(validation, baseline: "{prediction: old}")).findings
        .map(\.code)
    }
    #expect(
      try codes("criteria: [{name: a, kind: accuracy, at_least: 100%}]") == ["threshold-unprovable"]
    )
    #expect(
      try codes("criteria: [{name: a, kind: accuracy, at_least: 85%, rule: estimate}]")
        == ["check-by-estimate"])
    #expect(
      try codes("non_inferiority: [{name: a, kind: accuracy, margin: 0}]") == ["margin-unprovable"])
    // log(0.05)/log(0.99) is 298.1.
    let bias = "bias: [{name: a, kind: accuracy, groups: g, at_least: 99%, minimum_group: "
    #expect(try codes(bias + "298}]") == ["group-too-small"])
    #expect(try codes(bias + "299}]") == [])
    #expect(
      try codes(
        bias + "299}]\noverrides: [{check: \"a: g = x\", name: Jane, reason: because}]")
        == ["check-set-aside"])
  }

  @Test("A validation is explained check by check")
  func explanation() throws {
    let lines = PlanExplanation(try PlanFixture.plan("validation.yaml")).lines.joined(
      separator: "\n")
    for words in [
      "judges payments-fraud-7", "latency p95: the 95% quantile of latency_ms at most 100ms",
      "recall against the champion: recall at most 5pp below the baseline's",
      "accuracy at least 80% and at most 5pp worse",
      "result.status of ../logs/validation/scan.json is passed",
      "all of (../logs/validation/approvals.yaml has the approval of owner and security;",
      "at 100 requests a second or more", "promoted with a chance of at most 5%",
    ] {
      #expect(lines.contains(words), "\(words)")
    }
  }
}
