import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Plans with metrics on a class that is called positive.
@Suite struct PlanPositiveTests {
  private func yaml(_ metric: String, strategy: String = "ab", more: String = "") -> String {
    """
    name: positives
    strategy: \(strategy)
    log: {unit: user, variant: variant, prediction: answer, label: truth, request: id, error: failed}
    variants: {control: old, treatments: [new]}
    metrics:
      - {\(metric)}
    \(more)
    """
  }

  private func problems(_ yaml: String) -> String {
    do throws(PlanError) {
      _ = try Plan(yaml: yaml, file: "plan.yaml")
      return ""
    } catch {
      return error.description
    }
  }

  @Test func areRead() throws {
    let plan = try Plan(
      yaml: yaml("name: p, kind: precision, role: success, positive: [fraud, abuse]"),
      file: "plan.yaml")
    #expect(plan.metrics[0].positive == ["fraud", "abuse"])
    #expect(plan.metrics[0].better == .higher)
    #expect(
      (plan.metrics[0].column, plan.metrics[0].secondColumn ?? "") == ("answer", "truth"))
    let rate = try Plan(
      yaml: yaml("name: r, kind: rate, column: label, positive: fraud, role: monitor"),
      file: "plan.yaml")
    #expect(rate.metrics[0].blanks == .unknown)
    let errors = try Plan(yaml: yaml("name: e, kind: rate, role: monitor"), file: "plan.yaml")
    #expect(errors.metrics[0].blanks == nil)
  }

  @Test(
    "What a metric on positives cannot be is refused where it stands",
    arguments: [
      (
        "name: a, kind: auc, role: success, threshold: 0.5",
        "plan.yaml:6:52: metrics[0].threshold applies only to kinds accuracy, precision, recall and f1"
      ),
      (
        "name: a, kind: auc, role: success, per: unit-mean",
        "plan.yaml:6:46: metrics[0].per of an area can only be row"
      ),
      (
        "name: a, kind: auc, role: success, covariates: x",
        "adjusts means, shares and ratios, not quantiles or areas"
      ),
      (
        "name: a, kind: precision, role: success, better: lower",
        "plan.yaml:6:55: metrics[0].better is lower, and precision is better when higher"
      ),
      (
        "name: a, kind: recall, role: success, per: unit",
        "plan.yaml:6:49: metrics[0].per of a share can only be row or unit-mean"
      ),
      (
        "name: a, kind: f1, role: success, error_rows: failure",
        "plan.yaml:6:52: metrics[0].error_rows is failure, which applies only to kinds accuracy, recall and proportion"
      ),
      (
        "name: a, kind: accuracy, role: success, positive: fraud",
        "plan.yaml:6:56: metrics[0].positive applies only to kinds precision, recall, f1, auc, proportion and rate"
      ),
      (
        "name: a, kind: f1, role: success, positive: []",
        "plan.yaml:6:50: metrics[0].positive must name at least one value"
      ),
      (
        "name: a, kind: f1, role: success, positive: [NA]",
        "plan.yaml:6:50: metrics[0].positive is \"NA\", which log.missing takes for no value"
      ),
      (
        "name: a, kind: f1, role: guardrail, margin: 5ms", "is a time, and an f1 is a share"
      ),
    ])
  func refused(metric: String, expected: String) {
    let found = problems(yaml(metric))
    #expect(found.contains(expected), "\(found)")
  }

  @Test("A shadow has no paired difference of precision, and a ramp no budget of it")
  func otherPlans() {
    #expect(
      problems(yaml("name: a, kind: precision, role: success", strategy: "shadow"))
        .contains("precision has no paired difference under strategy shadow"))
    let budget =
      "ramp: {schedule: [5%, 50%], every: 1d, budget: {metric: a, loss: 5}}"
    #expect(
      problems(yaml("name: a, kind: precision, role: guardrail, margin: 5pp", more: budget))
        .contains("the precision a is no sum over units"))
  }

  @Test("A simulation that would have to make labels up says so")
  func simulation() throws {
    let plan = try Plan(yaml: yaml("name: a, kind: f1, role: success"), file: "plan.yaml")
    #expect(throws: SimulationProblem.notSimulated("kind f1 of metric a")) {
      try SimulationStudy(plan, settings: SimulationSettings())
    }
  }

  @Test("The plan in words says what is a share of what")
  func words() throws {
    let plan = try Plan(
      yaml: yaml("name: p, kind: precision, role: success, threshold: 0.5, positive: fraud"),
      file: "plan.yaml")
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    #expect(
      text.contains(
        "share of labelled rows with truth is fraud, of those where answer is at least 0.5"),
      "\(text)")
    let rate = try Plan(
      yaml: yaml("name: r, kind: rate, column: label, positive: fraud, role: success"),
      file: "plan.yaml")
    #expect(PlanExplanation(rate).lines.joined().contains("the share of rows with truth is fraud"))
  }

  /// Users who are right or wrong as a whole: taken as independent, their rows would promote far too often.
  @Test("The F1 of two equal models is promoted no more often than promised, at any of its looks")
  func errorRate() throws {
    let plan = try Plan(
      yaml: yaml(
        "name: a, kind: f1, role: success, baseline: 70%",
        more: "inference: {success: always-valid, minimum_sample: 50, planned_sample: 500}"),
      file: "plan.yaml")
    let layout = ScanLayout(plan)
    let judgement = Judgement(plan, layout: layout, detail: .verdict)
    let runs = 150
    var promoted = 0
    for run in 0..<runs {
      var random = SplitMix64(seed: 4000 + UInt64(run))
      var scan = RowScan(layout.scan)
      var isPromoted = false
      for look in 1...8 where !isPromoted {
        for unit in (look - 1) * 80..<look * 80 {
          let isGood = random.uniform() < 0.6
          for _ in 0..<6 {
            let truth = random.uniform() < 0.4
            let isRight = random.uniform() < (isGood ? 0.95 : 0.45)
            scan.add(
              RowScan.Row(
                unit: unit, variant: unit % 2,
                values: ["truth": truth ? 1 : 0, "answer": truth == isRight ? 1 : 0]))
          }
        }
        isPromoted = judgement.decide(scan.summary()).verdict == .promote
      }
      promoted += isPromoted ? 1 : 0
    }
    #expect(Double(promoted) / Double(runs) <= binomialBound(0.05, runs: runs))
  }
}
