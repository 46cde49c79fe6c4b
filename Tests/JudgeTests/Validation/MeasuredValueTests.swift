import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Values of fixtures/reference/validation.R: R on the logs of fixtures/logs/validation.
@Suite struct MeasuredValueTests {
  struct Entry: Decodable {
    var value: Double
    var lower: Double
    var upper: Double
    var rows: Int
  }

  struct Reference: Decodable {
    var accuracy: Entry
    var precision: Entry
    var recall: Entry
    var falsePositiveRate: Entry
    var f1: Entry
    var clusteredAccuracy: Entry
    var errors: Entry
    var meanLatency: Entry
    var latency95: Entry
    var auc: Entry
    var accuracyDifference: Entry
    var precisionDifference: Entry
    var aucDifference: Entry
    var recallDifference: Entry
    var foldsCorrected: Entry
    var foldsPlain: Entry
    var fairByEstimate: Double
  }

  private let reference: Reference
  private let sample: ValidationSample
  private let tails = (lower: 0.05, upper: 0.01)

  init() throws {
    reference = try ReferenceFile.load("validation")
    sample = try ValidationSample.fixture()
  }

  /// Closed forms and quantiles that are polished to 1e-12; 1e-9 leaves room for R's own.
  private func expect(
    _ found: MeasuredValue, _ expected: Entry, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(agree(found.value, expected.value, relative: 1e-9), sourceLocation: location)
    #expect(agree(found.lower, expected.lower, relative: 1e-9), sourceLocation: location)
    #expect(agree(found.upper, expected.upper, relative: 1e-9), sourceLocation: location)
    #expect(found.rows == expected.rows, sourceLocation: location)
  }

  private func measure(_ quantity: Quantity, unit: String? = nil) throws -> MeasuredValue {
    let rows = sample.rows(unit: unit)
    return try QuantityEstimator(rows).measure(
      quantity, rows: Array(0..<rows.count), tails: tails)
  }

  @Test("V2 shares of answers, F1 and the area, with bounds at a fixed horizon")
  func answers() throws {
    func quantity(_ kind: Quantity.Kind, threshold: Double? = nil) -> Quantity {
      let column = kind == .auc || threshold != nil ? "score" : "answer"
      return Quantity(kind, column: column, label: "label", threshold: threshold)
    }
    expect(try measure(quantity(.accuracy)), reference.accuracy)
    expect(try measure(quantity(.accuracy, threshold: 0.5)), reference.accuracy)
    expect(try measure(quantity(.precision)), reference.precision)
    expect(try measure(quantity(.recall)), reference.recall)
    expect(try measure(quantity(.falsePositiveRate)), reference.falsePositiveRate)
    expect(try measure(quantity(.f1)), reference.f1)
    expect(try measure(quantity(.auc)), reference.auc)
    expect(try measure(quantity(.accuracy), unit: "user_id"), reference.clusteredAccuracy)
  }

  @Test("V6 mean and quantile of latencies, and the rate of errors")
  func latencies() throws {
    let rows = sample.rows()
    func measure(_ quantity: Quantity, from first: Int) throws -> MeasuredValue {
      try QuantityEstimator(rows).measure(
        quantity, rows: Array(first..<rows.count), tails: tails)
    }
    let mean = Quantity(.mean, column: "latency_ms")
    expect(try measure(mean, from: 20), reference.meanLatency)
    expect(
      try measure(Quantity(.quantile, column: "latency_ms", probability: 0.95), from: 20),
      reference.latency95)
    // A few slow rows at the start carry the variance: no normal limit is trusted.
    let cold = #expect(throws: Unmeasurable.self) { try measure(mean, from: 0) }
    guard case .tooFewEffectiveUnits? = cold else {
      Issue.record("\(String(describing: cold))")
      return
    }
    let flags = try sample.rows().truths("error")
    expect(
      try .share(flags.count { $0 == true }, of: flags.count, tails: tails), reference.errors)
  }

  @Test("V3 differences of paired rows, by the delta method, DeLong and, where few differ, exactly")
  func paired() throws {
    func difference(_ kind: Quantity.Kind, first: Int = 1200) throws -> MeasuredValue {
      let column = kind == .auc ? "score" : "answer"
      let rows = sample.rows()
      return try PairedQuantity(
        log: rows, quantity: Quantity(kind, column: column, label: "label"),
        column: "baseline.\(column)", toleratedMissing: 0
      ).measure(rows: Array(0..<first), tails: tails).measured
    }
    expect(try difference(.accuracy), reference.accuracyDifference)
    expect(try difference(.precision), reference.precisionDifference)
    expect(try difference(.auc), reference.aucDifference)
    let recall = try difference(.recall, first: 300)
    #expect(recall.method == .exact)
    expect(recall, reference.recallDifference)
  }

  @Test("V11 an interval over folds, corrected for shared training rows and plain")
  func folds() throws {
    let scores = [0.951, 0.963, 0.957, 0.949, 0.960]
    for (method, expected) in [
      (FoldPlan.Method.corrected, reference.foldsCorrected), (.plain, reference.foldsPlain),
    ] {
      var plan = FoldPlan("folds", .atLeast, 0.9)
      plan.method = method
      let check = FoldCheck(plan: plan).check(scores, levels: BoundLevels(pass: 0.05, fail: 0.01))
      guard case .compared(let comparison) = check.finding else {
        Issue.record("not compared")
        continue
      }
      expect(comparison.measured, expected)
      #expect(check.state == .passed)
    }
    let undecided = FoldCheck(plan: FoldPlan("folds", .atLeast, 0.951))
    #expect(undecided.check(scores, levels: .init(pass: 0.05, fail: 0.01)).state == .notJudged)
    #expect(undecided.check([0.9], levels: .init(pass: 0.05, fail: 0.01)).state == .notJudged)
  }

  /// Independent rows of one label each, so that nothing but the binomial decides.
  @Test("V4 six fair groups of 200: blocked no more often than planned, and not promoted by luck")
  func fairGroups() throws {
    let groups = 6
    let plan = try ValidationSample.plan(
      "bias: [{name: fairness, kind: accuracy, groups: g, at_least: 80%, minimum_group: 200}]")
    var byEstimate = plan
    byEstimate.validation?.bias[0].rule = .estimate
    let rows = groups * 200
    let names = (0..<rows).map { row -> String? in "g\(row / 200)" }
    let labels = Array<String?>(repeating: "1", count: rows)
    let runs = 100
    for truth in [0.82, 0.8] {
      var random = SplitMix64(seed: 7)
      var verdicts: [Verdict: Int] = [:]
      var blockedByEstimate = 0
      for _ in 0..<runs {
        var answers: [String?] = []
        answers.reserveCapacity(rows)
        for _ in 0..<rows { answers.append(random.uniform() < truth ? "1" : "0") }
        let sample = ValidationSample(columns: ["answer": answers, "label": labels, "g": names])
        verdicts[sample.decide(plan).verdict, default: 0] += 1
        if truth > 0.8, sample.decide(byEstimate).verdict == .stop { blockedByEstimate += 1 }
      }
      let blocked = Double(verdicts[.stop] ?? 0) / Double(runs)
      #expect(blocked <= binomialBound(0.05, runs: runs))
      // 0.82 is too near to 0.80 for 200 rows: the honest answer is that nobody can tell.
      #expect(Double(verdicts[.continue] ?? 0) / Double(runs) > 0.9)
      if truth > 0.8 {
        // The rule of the estimate blocks as often as R's binomial says, within three standard errors.
        let found = Double(blockedByEstimate) / Double(runs)
        let error = 3 * (0.7417 * 0.2583 / Double(runs)).squareRoot()
        #expect(abs(found - reference.fairByEstimate) < error)
      }
    }
    // What is far below is blocked, whichever group it is.
    var unfair = ValidationSample(columns: ["answer": [], "label": labels, "g": names])
    unfair.columns["answer"] = (0..<rows).map { $0 < 200 && $0 % 2 == 0 ? "0" : "1" }
    #expect(unfair.decide(plan).verdict == .stop)
    #expect(unfair.check("fairness: g = g0", plan)?.state == .failed)
    #expect(unfair.check("fairness: g = g1", plan)?.state == .passed)
  }
}
