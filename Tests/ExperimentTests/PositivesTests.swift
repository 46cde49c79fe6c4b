import AssayTestSupport
import Experiment
import Testing

/// Precision, recall and F1 of an experiment, from rows to verdict.
@Suite struct PositivesTests {
  private struct Reference: Decodable {
    struct Rows: Decodable {
      var unit, arm, score, label: [Double]

      init(from decoder: any Decoder) throws {
        let texts = try [String: String](from: decoder)
        let columns = ["unit", "arm", "score", "label"].map { name in
          (texts[name] ?? "").split(separator: " ").compactMap { Double($0) }
        }
        (unit, arm, score, label) = (columns[0], columns[1], columns[2], columns[3])
      }
    }
    struct Value: Decodable { var value, standardError: Double }
    struct Arm: Decodable {
      var units: Int
      var precision, recall, f1, auc, aucByRow: Value
    }
    var rows: Rows
    var arms: [Arm]
  }

  private let reference: Reference

  init() throws { reference = try ReferenceFile.load("positives") }

  /// The rows of the reference, as scores with boolean labels or as classes by name.
  private func log(byName: Bool) throws -> TemporaryLog {
    let rows = reference.rows
    var text = "user,variant,answer,truth\n"
    for row in rows.unit.indices {
      let (score, label) = (rows.score[row], rows.label[row])
      let answer = byName ? (score >= 0.5 ? "fraud" : "ok") : "\(score)"
      let truth = label < 0 ? "" : byName ? (label == 1 ? "fraud" : "ok") : "\(Int(label))"
      text += "u\(Int(rows.unit[row])),\(rows.arm[row] == 0 ? "old" : "new"),\(answer),\(truth)\n"
    }
    return try TemporaryLog(text)
  }

  /// Decides on a log that is there until the decision is.
  private func decide(_ plan: Plan, _ log: TemporaryLog) async throws -> Decision {
    defer { withExtendedLifetime(log) {} }
    return try await Gate(plan).decide([.path(log.path)])
  }

  private func plan(_ metrics: [String], _ more: String = "") throws -> Plan {
    try Plan(
      yaml: """
        name: positives
        strategy: ab
        log: {unit: user, variant: variant, prediction: answer, label: truth}
        variants: {control: old, treatments: [new]}
        metrics:
        \(metrics.map { "  - {\($0)}" }.joined(separator: "\n"))
        inference: {minimum_sample: 100}
        \(more)
        """, file: "positives.yaml")
  }

  @Test(
    "A6 precision, recall and F1 and their errors between users are those of scikit-learn and the delta method",
    arguments: [false, true])
  func values(byName: Bool) async throws {
    let key = byName ? "positive: fraud" : "threshold: 0.5"
    let kinds = ["precision", "recall", "f1"]
    let plan = try plan(kinds.map { "name: \($0), kind: \($0), role: success, \(key)" })
    let decision = try await decide(plan, try log(byName: byName))
    let metrics = try #require(decision.treatments.first?.metrics)
    for (metric, path) in zip(metrics, [\Reference.Arm.precision, \.recall, \.f1]) {
      let (old, new) = (reference.arms[0][keyPath: path], reference.arms[1][keyPath: path])
      let control = try #require(metric.control)
      let treatment = try #require(metric.treatment)
      // Both are ratios of whole numbers; the errors' gradient was taken by differences of 1e-6.
      #expect(agree(control.value, old.value, relative: 1e-12), "\(metric.name)")
      #expect(agree(treatment.value, new.value, relative: 1e-12))
      #expect(agree(control.standardError, old.standardError, relative: 1e-7))
      #expect(agree(treatment.standardError, new.standardError, relative: 1e-7))
      #expect(control.units == reference.arms[0].units)
      guard case .computed(let comparison) = metric.result else {
        Issue.record("\(metric.name) has no comparison")
        continue
      }
      let error = (old.standardError * old.standardError + new.standardError * new.standardError)
        .squareRoot()
      #expect(agree(comparison.differenceStandardError, error, relative: 1e-7))
    }
  }

  @Test(
    "A6 an area under the ROC curve and its error are those of scikit-learn and Obuchowski",
    arguments: [true, false])
  func area(clustered: Bool) async throws {
    let log = try log(byName: false)
    var plan = try plan(["name: auc, kind: auc, role: success, minimum_improvement: 1pp"])
    if !clustered { plan.log.unit = nil }
    let decision = try await Gate(plan, options: ScanOptions(threads: 3, blockSize: 700))
      .decide([.path(log.path)])
    let metric = try #require(decision.treatments.first?.metrics.first)
    let path = clustered ? \Reference.Arm.auc : \.aucByRow
    for (found, arm) in zip([metric.control, metric.treatment], reference.arms) {
      let found = try #require(found)
      // Sums of a few hundred shares.
      #expect(agree(found.value, arm[keyPath: path].value, relative: 1e-12))
      #expect(agree(found.standardError, arm[keyPath: path].standardError, relative: 1e-9))
    }
    // The treatment's users are read much better: 0.86 to 0.95, with errors of 0.016 and 0.008. Few of 250 users
    // carry that, so that nothing is promoted by it yet.
    #expect(decision.verdict == .continue)
    guard case .tooFewEffectiveUnits("auc", "new", let units, 50)? = decision.reasons.first else {
      Issue.record("the first reason is \(String(describing: decision.reasons.first))")
      return
    }
    #expect(units < 50)
  }

  @Test("Areas of labels by name, per phase, and without positives")
  func otherAreas() async throws {
    var text = "time,user,variant,score,truth\n"
    for index in 0..<4000 {
      let isFraud = index % 5 == 0
      let score = Double((index * 37) % 1000) / 1000 + (isFraud ? 0.3 : 0)
      let day = index < 2000 ? 2 : 3
      text += "2026-03-0\(day)T00:00:00Z,u\(index),\(index % 2 == 0 ? "old" : "new"),\(score),"
      text += "\(isFraud ? "fraud" : "ok")\n"
    }
    let log = try TemporaryLog(text)
    func decide(_ positive: String) async throws -> Decision {
      let plan = try Plan(
        yaml: """
          name: areas
          strategy: ab
          log: {time: time, unit: user, variant: variant, score: score, label: truth}
          variants: {control: old, treatments: [new]}
          phases:
            - {from: 2026-03-02, traffic: {old: 50, new: 50}}
            - {from: 2026-03-03, traffic: {old: 50, new: 50}}
          metrics:
            - {name: auc, kind: auc, positive: \(positive), role: guardrail, margin: 20pp}
          inference: {policy: catch, minimum_sample: 100}
          """, file: "areas.yaml")
      return try await Gate(plan).decide([.path(log.path)])
    }
    let found = try await decide("fraud")
    #expect(found.verdict == .promote)
    guard case .computed(let comparison)? = found.treatments.first?.metrics.first?.result else {
      Issue.record("\(found.reasons)")
      return
    }
    #expect(comparison.phases?.effects.count == 2)
    let none = try await decide("abuse")
    #expect(none.verdict == .continue)
    #expect(none.treatments.first?.metrics.first?.control == nil)
  }

  /// One request a user: so many of each kind in an arm, one a row.
  private func counted(
    old: [(answer: Int, truth: String, rows: Int)], new: [(answer: Int, truth: String, rows: Int)]
  ) throws -> TemporaryLog {
    var text = "time,request_id,variant,answer,truth\n"
    var index = 0
    for (name, cells) in [("old", old), ("new", new)] {
      for cell in cells {
        for _ in 0..<cell.rows {
          text += "2026-03-0\(1 + index * 7 % 5)T00:00:00Z,r\(index),\(name),\(cell.answer),"
          text += "\(cell.truth)\n"
          index += 1
        }
      }
    }
    return try TemporaryLog(text)
  }

  private func counts(
    tp: Int, fp: Int, fn: Int, tn: Int
  ) -> [(answer: Int, truth: String, rows: Int)] {
    [(1, "1", tp), (1, "0", fp), (0, "1", fn), (0, "0", tn)]
  }

  private func rowPlan(_ metrics: String, _ more: String) throws -> Plan {
    try Plan(
      yaml: """
        name: positives
        strategy: ab
        log: {time: time, unit: none, variant: variant, prediction: answer, label: truth}
        variants: {control: old, treatments: [new]}
        metrics:
        \(metrics)
        \(more)
        """, file: "positives.yaml")
  }

  @Test(
    "A6 precision, recall and F1 are judged by every kind of inference",
    arguments: [
      ("precision", "success: always-valid"), ("recall", "success: fixed"),
      ("f1", "success: group-sequential, looks: 1d, planned_sample: 8000"),
    ])
  func inference(kind: String, inference: String) async throws {
    let better = counts(tp: 1800, fp: 200, fn: 200, tn: 1800)
    let worse = counts(tp: 1500, fp: 500, fn: 500, tn: 1500)
    let plan = try rowPlan(
      "  - {name: quality, kind: \(kind), role: success, baseline: 75%, minimum_improvement: 2pp}",
      "inference: {\(inference)}\nduration: {maximum: 4d}")
    func verdict(_ log: TemporaryLog) async throws -> Verdict {
      // 6 March: all rows are known.
      try await Gate(plan, completeUntil: Timestamp(seconds: 1_772_755_200))
        .decide([.path(log.path)]).verdict
    }
    #expect(try await verdict(try counted(old: worse, new: better)) == .promote)
    #expect(try await verdict(try counted(old: worse, new: worse)) != .promote)
    #expect(try await verdict(try counted(old: better, new: worse)) != .promote)
  }

  @Test(
    "A8 a recall that falls rolls back, and one within its margin does not hold a promotion back")
  func guardrail() async throws {
    let plan = try rowPlan(
      """
        - {name: precision, kind: precision, role: success, baseline: 75%}
        - {name: recall, kind: recall, role: guardrail, margin: 10pp, critical: true, baseline: 75%}
      """, "inference: {success: always-valid}")
    let old = counts(tp: 1500, fp: 500, fn: 500, tn: 1500)
    let precise = counts(tp: 1500, fp: 100, fn: 500, tn: 1900)
    let timid = counts(tp: 1000, fp: 50, fn: 1000, tn: 1950)
    let good = try await decide(plan, try counted(old: old, new: precise))
    #expect(good.verdict == .promote)
    let bad = try await decide(plan, try counted(old: old, new: timid))
    #expect(bad.verdict == .rollback)
  }

  @Test("A metric of which an arm has no positive prediction is no zero and no promotion")
  func noPositives() async throws {
    let plan = try rowPlan(
      "  - {name: precision, kind: precision, role: success}", "inference: {success: always-valid}")
    let log = try counted(
      old: counts(tp: 1500, fp: 500, fn: 500, tn: 1500),
      new: [(0, "1", 2000), (0, "0", 2000)])
    let decision = try await Gate(plan).decide([.path(log.path)])
    #expect(decision.verdict != .promote)
    #expect(decision.treatments.first?.metrics.first?.treatment == nil)
  }

  /// Labels are missing only where a positive was missed: among positive labels nothing would show it.
  @Test("Labels that miss where the treatment missed are no recall")
  func selectedLabels() async throws {
    let plan = try rowPlan(
      "  - {name: recall, kind: recall, role: success}", "inference: {success: always-valid}")
    let old = counts(tp: 1500, fp: 500, fn: 500, tn: 1500)
    let hidden = [(1, "1", 1500), (1, "0", 500), (0, "", 500), (0, "0", 1500)]
    let decision = try await decide(plan, try counted(old: old, new: hidden))
    #expect(decision.verdict == .invalid)
  }

  /// The worst labels written into the log are the oracle: against the treatment, and for the control.
  @Test(
    "Missing labels of precision, recall and F1 are bounded by the worst that they could be",
    arguments: ["precision", "recall", "f1"])
  func bounds(kind: String) async throws {
    func log(filled: Bool) throws -> (log: TemporaryLog, labels: TemporaryLog) {
      var rows = "request_id,variant,answer\n"
      var labels = "request_id,truth\n"
      for index in 0..<8000 {
        let (isNew, said) = (index % 2 == 1, index / 2 % 3 != 0)
        rows += "r\(index),\(isNew ? "new" : "old"),\(said ? 1 : 0)\n"
        var truth = index / 2 % 7 != 0 ? said : !said
        if index / 2 % 50 == 11 {
          guard filled else { continue }
          truth = isNew ? !said : said
        }
        labels += "r\(index),\(truth ? 1 : 0)\n"
      }
      return (try TemporaryLog(rows), try TemporaryLog(labels))
    }
    func test(_ missing: String, filled: Bool) async throws -> ThresholdTest {
      let files = try log(filled: filled)
      let plan = try Plan(
        yaml: """
          name: bounded
          strategy: ab
          log: {unit: none, variant: variant, prediction: answer, request: request_id}
          labels: {file: labels.csv, key: request_id, value: truth, missing: \(missing)}
          variants: {control: old, treatments: [new]}
          metrics:
            - {name: quality, kind: \(kind), role: guardrail, margin: 5pp, baseline: 85%}
          inference: {policy: catch}
          """, file: "bounds.yaml")
      let decision = try await Gate(plan, labels: [.path(files.labels.path)])
        .decide([.path(files.log.path)])
      guard
        case .computed(let comparison)? = decision.treatments.first?.metrics.first?.result
      else { throw ExperimentError.unsupported("no comparison") }
      return try #require(comparison.tests.first { $0.question == .nonInferiority })
    }
    let bounded = try await test("bounds", filled: false)
    let oracle = try await test("ignorable", filled: true)
    let plain = try await test("ignorable", filled: false)
    // The same sums in another order: a few roundings.
    #expect(abs((try #require(bounded.limit)) - (try #require(oracle.limit))) < 1e-12)
    #expect(abs(bounded.pValue - oracle.pValue) < 1e-9)
    #expect(bounded.effect == plain.effect)
    #expect((bounded.limit ?? 0) < (plain.limit ?? 0))
  }

  @Test("A rate of a label's value counts rows that have a label alone")
  func rateOfLabels() async throws {
    let plan = try rowPlan(
      """
        - {name: chargebacks, kind: rate, column: label, positive: [chargeback, fraud], role: monitor}
        - {name: right, kind: proportion, column: answer, positive: "1", better: higher, role: success}
      """, "inference: {success: always-valid}")
    let arm = [(1, "fraud", 30), (1, "chargeback", 10), (1, "fine", 160), (0, "", 200)]
    let decision = try await decide(plan, try counted(old: arm, new: arm))
    let metrics = try #require(decision.treatments.first?.metrics)
    #expect(metrics[0].control?.value == 0.2)
    #expect(metrics[1].control?.value == 0.5)
  }

  @Test("Failed requests are positives that were missed, where errors are failures")
  func failures() async throws {
    var text = "variant,answer,truth,error\n"
    for index in 0..<400 {
      let name = index % 2 == 0 ? "old" : "new"
      // One in four fails and has no answer, one in four misses, half are found.
      let row = index / 2 % 4 == 0 ? ",1,true" : "\(index / 2 % 4 == 1 ? 0 : 1),1,false"
      text += "\(name),\(row)\n"
    }
    let log = try TemporaryLog(text)
    for (rows, expected) in [("failure", 0.5), ("excluded", 2.0 / 3), ("counted", 2.0 / 3)] {
      let plan = try Plan(
        yaml: """
          name: failures
          strategy: ab
          log: {unit: none, variant: variant, prediction: answer, label: truth, error: error}
          variants: {control: old, treatments: [new]}
          metrics: [{name: recall, kind: recall, role: success, error_rows: \(rows)}]
          """, file: "failures.yaml")
      let decision = try await Gate(plan).decide([.path(log.path)])
      let value = try #require(decision.treatments.first?.metrics.first?.control?.value)
      #expect(abs(value - expected) < 1e-12, "\(rows)")
    }
  }
}
