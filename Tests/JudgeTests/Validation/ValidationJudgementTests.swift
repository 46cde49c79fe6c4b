import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

/// Checks on the rows of a log.
@Suite struct ValidationJudgementTests {
  private let good = ValidationSample(columns: ValidationSample.answers(right: 960, of: 1000))

  @Test("V1 every check starts as not judged, and what is not judged never passes")
  func failClosed() throws {
    #expect(Check("any").state == .notJudged)
    #expect(Check("any").finding == .notEvaluated)
    let plan = try ValidationSample.plan(
      "criteria: [{name: accuracy, kind: accuracy, at_least: 85%}]")
    #expect(good.decide(plan).verdict == .promote)
    #expect(good.decide(plan).promoted == "fraud-7")
    let empty = ValidationSample(columns: ["answer": [], "label": []]).decide(plan)
    #expect(empty.verdict == .continue)
    #expect(empty.checks?.map(\.state) == [.notJudged, .notJudged])
    #expect(empty.validation?.model == "fraud-7")
  }

  @Test("V2 a criterion passes by its lower bound, fails by its upper one, and waits in between")
  func criterion() throws {
    func state(_ right: Int, _ rule: String = "lower bound") throws -> Check.State? {
      let plan = try ValidationSample.plan(
        "criteria: [{name: accuracy, kind: accuracy, at_least: 85%, rule: \(rule)}]")
      let sample = ValidationSample(columns: ValidationSample.answers(right: right, of: 1000))
      return sample.check("accuracy", plan)?.state
    }
    // R's binom.test(x, 1000, 0.85): "greater" has p 0.0587 for 868 and 0.0487 for 869; "less" 0.0524
    // for 831 and 0.0438 for 830.
    #expect(try state(868) == .notJudged)
    #expect(try state(869) == .passed)
    #expect(try state(831) == .notJudged)
    #expect(try state(830) == .failed)
    #expect(try state(849, "estimate") == .failed)
    #expect(try state(850, "estimate") == .passed)
  }

  @Test(
    "V2 an answer that is missing counts as the wrong one, a label that is missing does not count")
  func missing() throws {
    let plan = try ValidationSample.plan(
      "criteria: [{name: accuracy, kind: accuracy, at_least: 85%}]")
    var sample = good
    sample.columns["answer"] = (0..<1000).map { $0 < 200 ? nil : "1" }
    #expect(sample.check("accuracy", plan)?.state == .failed)
    sample.columns["answer"] = Array(repeating: "1", count: 1000)
    sample.columns["label"] = (0..<1000).map { $0 < 100 ? nil : "1" }
    guard case .compared(let comparison)? = sample.check("accuracy", plan)?.finding else {
      Issue.record("not compared")
      return
    }
    #expect(comparison.measured.rows == 900)
  }

  @Test("V3 five margins at once: promotion needs each, and missing pairs leave them unjudged")
  func baseline() throws {
    var sample = try ValidationSample.fixture()
    let kinds = [
      "auc, margin: 1pp", "precision, margin: 2pp", "recall, margin: 5pp", "f1, margin: 2pp",
      "false-positive-rate, margin: 3pp",
    ]
    let list = kinds.enumerated().map { "- {name: n\($0), kind: \($1)}" }.joined(separator: "\n")
    let plan = try ValidationSample.plan(
      "non_inferiority:\n\(list)", baseline: "{file: b.csv, prediction: answer, score: score}")
    let decision = sample.decide(plan)
    #expect(decision.validation?.comparisons == 5)
    #expect(decision.checks?.prefix(5).map(\.state) == Array(repeating: .passed, count: 5))
    #expect(decision.verdict == .promote)
    // The other way round the champion is worse, and shown to be.
    var swapped = sample
    (swapped.columns["answer"], swapped.columns["baseline.answer"]) = (
      sample.columns["baseline.answer"], sample.columns["answer"]
    )
    (swapped.columns["score"], swapped.columns["baseline.score"]) = (
      sample.columns["baseline.score"], sample.columns["score"]
    )
    #expect(swapped.check("n0", plan)?.state == .failed)
    #expect(swapped.decide(plan).verdict == .stop)
    sample.columns["baseline.answer"]?[0] = nil
    #expect(
      sample.check("n1", plan)?.finding
        == .unmeasurable(.missingPairs(share: 1 / 1200, tolerated: 0)))
    #expect(sample.decide(plan).verdict == .continue)
    var tolerant = plan
    tolerant.validation?.missingPairs = 0.01
    #expect(sample.check("n1", tolerant)?.state == .passed)
  }

  @Test("V3 a margin is kept by the bound of the difference, not by its estimate")
  func boundOfDifference() throws {
    let plan = try ValidationSample.plan(
      "non_inferiority: [{name: accuracy, kind: accuracy, margin: 3pp}]",
      baseline: "{file: b.csv, prediction: answer}")
    /// Of every 200 pairs 10 are won and 12 lost: a point less, ± 1.645·√22/200 = 3.9 points for 200 pairs.
    func state(of pairs: Int) -> Check.State? {
      let sample = ValidationSample(columns: [
        "label": Array(repeating: "1", count: pairs),
        "answer": (0..<pairs).map { (10..<22).contains($0 % 200) ? "0" : "1" },
        "baseline.answer": (0..<pairs).map { $0 % 200 < 10 ? "0" : "1" },
      ])
      return sample.check("accuracy", plan)?.state
    }
    #expect(state(of: 200) == .notJudged)
    #expect(state(of: 20_000) == .passed)
  }

  @Test("V4 groups that are too small, and rows without a group, are never a pass")
  func groups() throws {
    let plan = try ValidationSample.plan(
      "bias: [{name: fairness, kind: accuracy, groups: [g], at_least: 80%, minimum_group: 100}]")
    var sample = ValidationSample(columns: ValidationSample.answers(right: 1000, of: 1000))
    sample.columns["g"] = (0..<1000).map { $0 < 50 ? "small" : $0 < 400 ? nil : "large" }
    let decision = sample.decide(plan)
    #expect(decision.verdict == .continue)
    #expect(
      sample.check("fairness: g = small", plan)?.finding
        == .unmeasurable(.belowMinimum(found: 50, required: 100)))
    #expect(sample.check("fairness: g = large", plan)?.state == .passed)
    #expect(sample.check("fairness: g = (no value)", plan)?.state == .passed)
    // A group that is too small shares no error with the others.
    #expect(decision.validation?.comparisons == 2)
    // A column that is blank throughout names no group at all.
    sample.columns["g"] = Array(repeating: nil, count: 1000)
    #expect(sample.decide(plan).verdict == .continue)
    #expect(
      sample.check("fairness: g = any", plan)?.finding
        == .unmeasurable(.valuesMissing(column: "g", share: 1, tolerated: 0)))
    sample.columns["g"] = (0..<1000).map { "id\($0)" }
    #expect(
      sample.check("fairness: g = any", plan)?.finding
        == .unmeasurable(.tooManyGroups(column: "g", groups: 1000)))
  }

  @Test("V4 no group fares worse than under the baseline")
  func groupsAgainstBaseline() throws {
    let plan = try ValidationSample.plan(
      "bias: [{name: fairness, kind: accuracy, groups: [g], margin: 5pp}]",
      baseline: "{prediction: old}")
    var sample = ValidationSample(columns: ValidationSample.answers(right: 1000, of: 1000))
    sample.columns["g"] = (0..<1000).map { $0 < 500 ? "a" : "b" }
    sample.columns["old"] = sample.columns["label"]
    #expect(sample.decide(plan).verdict == .promote)
    // 60 of the 500 of one group are lost: 12 points.
    sample.columns["answer"] = (0..<1000).map { $0 < 60 ? "0" : "1" }
    #expect(sample.decide(plan).verdict == .stop)
    #expect(sample.check("fairness against the baseline: g = a", plan)?.state == .failed)
    #expect(sample.check("fairness against the baseline: g = b", plan)?.state == .passed)
  }

  @Test("V5 scores are finite, and those that are lie within 0 and 1")
  func scores() throws {
    let plan = try ValidationSample.plan("scores: {}")
    func account(_ scores: [String?]) -> (ScoreAccount, Check.State)? {
      let sample = ValidationSample(columns: ["score": scores])
      guard let check = sample.check("score validity", plan),
        case .scores(let found) = check.finding
      else { return nil }
      return (found, check.state)
    }
    let fine = try #require(account(["0", "1", "0.5", "1e-3"]))
    #expect(fine.1 == .passed)
    let wrong = try #require(account(["0.2", "NaN", "inf", nil, "1.5", "0.7"]))
    #expect(wrong.1 == .failed)
    #expect((wrong.0.rows, wrong.0.missing, wrong.0.notFinite, wrong.0.outside) == (6, 1, 2, 1))
    #expect((wrong.0.finiteShare, wrong.0.insideShare) == (0.5, 2.0 / 3))
    #expect(wrong.0.example == "NaN")
    #expect(try #require(account([])).1 == .notJudged)
  }

  @Test("V6 latency without its warm-up, with the rows it was measured on")
  func warmUp() throws {
    var sample = ValidationSample(columns: [:])
    sample.columns["latency_ms"] = (0..<1000).map { $0 < 50 ? "900" : "\(20 + $0 % 10)" }
    func check(_ warmUp: String) throws -> Check? {
      let plan = try ValidationSample.plan(
        "criteria: [{name: p95, kind: quantile, column: latency, q: 0.95, at_most: 100ms\(warmUp)}]"
      )
      return sample.check("p95", plan)
    }
    #expect(try check("")?.state == .notJudged)
    let warm = try #require(try check(", warm_up: 50"))
    #expect(warm.state == .passed)
    guard case .compared(let comparison) = warm.finding else {
      Issue.record("not compared")
      return
    }
    #expect(comparison.measured.rows == 950)
    #expect(comparison.measured.value == 29)
    // Three rows bound no 95% quantile from above: R's 0.95^3 is 0.86.
    sample.columns["latency_ms"] = ["20", "21", "22"]
    #expect(try check("")?.state == .notJudged)
  }

  @Test("V7 columns and types of the log against a signature, and that against the current one")
  func signature() throws {
    let plan = try ValidationSample.plan(
      "signature: {file: s.json, current: c.json, additional: refused}")
    var sample = ValidationSample(columns: [
      "age": ["31", "40.5", nil], "country": ["DE", "FR", "US"], "flag": ["true", "0", "yes"],
    ])
    let mine =
      #"{"inputs": [{"name": "age", "type": "double"}, {"name": "country", "type": "string"}, {"name": "flag", "type": "boolean"}]}"#
    sample.documents = ["s.json": mine, "c.json": #"{"age": "integer", "flag": "boolean"}"#]
    #expect(sample.decide(plan).verdict == .promote)
    sample.columns["age"] = ["31", "forty", "x"]
    sample.columns["extra"] = ["1", "2", "3"]
    sample.columns["flag"] = nil
    sample.documents["c.json"] = #"{"age": "text", "device": "text"}"#
    #expect(
      sample.check("signature", plan)?.finding
        == .signature(
          columns: 3,
          issues: [
            .wrongType(column: "age", declared: "number", example: "forty", rows: 2),
            .missingColumn("flag"), .undeclared("extra"),
          ]))
    #expect(
      sample.check("compatibility", plan)?.finding
        == .signature(
          columns: 2,
          issues: [
            .incompatible(column: "age", current: "text", declared: "number"),
            .incompatible(column: "device", current: "text", declared: nil),
          ]))
    #expect(sample.decide(plan).verdict == .stop)
    sample.documents = [:]
    #expect(sample.check("signature", plan)?.state == .notJudged)
    #expect(sample.check("compatibility", plan)?.state == .notJudged)
  }

  @Test("V10 a window that the log does not fill, and labels that are missing, are not judged")
  func backTest() throws {
    let plan = try ValidationSample.plan(
      "back_test: {window: 30d, label_coverage: 90%}", log: ", time: time")
    var sample = good
    #expect(sample.decide(plan).verdict == .promote)
    sample.span = 20 * 86_400
    #expect(
      sample.check("back-test window", plan)?.finding
        == .span(seconds: 1_728_000, required: 2_592_000))
    #expect(sample.decide(plan).verdict == .continue)
    sample.span = 2_592_000
    sample.columns["label"] = (0..<1000).map { $0 < 101 ? nil : "1" }
    #expect(sample.check("label coverage", plan)?.state == .notJudged)
    // The newest row is 100,000 s old.
    let fresh = try ValidationSample.plan(
      "back_test: {label_coverage: 80%}", log: ", time: time", extra: "freshness: 1d")
    #expect(sample.decide(fresh).verdict == .invalid)
  }

  @Test("S1 cases within a tolerance, each with its latency and a problem that says something")
  func smoke() throws {
    func cases(_ tolerance: String) throws -> [SmokeCase] {
      let plan = try ValidationSample.plan(
        "smoke: {file: c.csv, case: id, expected: e, actual: a, latency: ms, error: err, tolerance: \(tolerance), max_latency: 50ms}"
      )
      var sample = ValidationSample(columns: [:])
      sample.smoke = [
        "id": ["same", "near", "text", "none", "error", "blank", "slow", "unmeasured", "before"],
        "e": ["0.5", "0.50", "deny", "1", "1", "1", "1", "1", "1"],
        "a": ["0.5", "0.51", "allow", nil, "1", "1", "1", "1", "1"],
        "err": [nil, nil, nil, nil, "timeout", "  ", nil, nil, nil],
        "ms": ["1", "2", "3", "4", "5", "6", "60", nil, "-3"],
      ]
      guard case .cases(let cases)? = sample.check("smoke cases", plan)?.finding else { return [] }
      return cases
    }
    let exact = try cases("exact").map(\.problem)
    let distance = 0.51 - 0.5
    #expect(
      exact == [
        nil, .differs(by: distance, allowed: 0), .differs(by: nil, allowed: 0), .noAnswer,
        .error("timeout"), .error(""), .slow(latency: 60, maximum: 50), .noLatency,
        .noLatency,
      ])
    #expect(try cases("0.01 abs")[1].problem == nil)
    #expect(try cases("2%")[1].problem == nil)
    #expect(try cases("1%")[1].problem == .differs(by: distance, allowed: 0.005))
    let missing = try ValidationSample.plan("smoke: {file: c.csv, expected: e, actual: a}")
    var noAnswer = ValidationSample(columns: ValidationSample.answers(right: 9, of: 10))
    for (text, state) in [("nan", Check.State.failed), ("-inf", .failed), ("none", .passed)] {
      noAnswer.smoke = ["e": [text], "a": [text]]
      #expect(noAnswer.check("smoke cases", missing)?.state == state, "\(text)")
    }
    #expect(ValidationSample(columns: [:]).decide(missing).verdict == .continue)
  }

  @Test("S2 a load test is judged from its log, at the traffic it was meant for")
  func loadTest() throws {
    let plan = try ValidationSample.plan(
      """
      load_test:
        file: l.csv
        log: {time: t, latency: ms, error: err}
        requests_per_second: 50
        criteria: [{name: load p95, kind: quantile, column: latency, q: 0.95, at_most: 200ms}, {name: load errors, kind: rate, at_most: 1%}]
      """)
    var sample = ValidationSample(columns: [:])
    sample.loadTest = [
      "ms": (0..<1000).map { "\(50 + $0 % 100)" },
      "err": Array(repeating: "false", count: 1000),
    ]
    sample.span = 999 / 50
    #expect(sample.decide(plan).verdict == .promote)
    // At half of the traffic the same latencies show nothing.
    sample.span = 40
    #expect(sample.check("load test traffic", plan)?.state == .notJudged)
    #expect(sample.decide(plan).verdict == .continue)
    sample.loadTest?["ms"] = (0..<1000).map { "\(150 + $0 % 100)" }
    #expect(sample.check("load p95", plan)?.state == .failed)
    sample.loadTest = nil
    #expect(sample.check("load p95", plan)?.finding == .unmeasurable(.missingFile("l.csv")))
  }
}
