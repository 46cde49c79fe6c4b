import AssayTestSupport
import Stats
import Summaries
import Testing

@testable import Judge

/// Guardrails on rates too rare for a normal limit, through whole decisions.
@Suite struct RareRateTests {
  private func plan(_ margin: Threshold, _ method: MetricPlan.NonInferiority? = .exact) -> Plan {
    var success = MetricPlan(
      name: "converted", kind: .proportion, role: .success, better: .higher, column: "converted")
    success.baseline = 0.1
    var errors = MetricPlan(
      name: "errors", kind: .rate, role: .guardrail, better: .lower, column: "error")
    (errors.margin, errors.critical, errors.nonInferiority) = (margin, true, method)
    var plan = Plan(name: "rare", control: "old", treatments: ["new"])
    plan.metrics = [success, errors]
    plan.inference.minimumSample = 500
    return plan
  }

  private let points = Threshold(value: 0.005, unit: .absolute, text: "0.5pp")
  private let relative = Threshold(value: 1, unit: .relative, text: "100%")

  /// Conversions are far better, so that only the errors can hold promotion back.
  private func log(errors: [Int], rows: [Int] = [4000, 4000]) -> CountedLog {
    CountedLog(rows: rows, hits: [[rows[0] / 10, rows[1] / 4], errors])
  }

  @Test(
    "No change at all is 0 and not -0, on either scale",
    arguments: [Threshold.Unit.absolute, .relative])
  func noChange(unit: Threshold.Unit) {
    let none = Threshold(value: 0, unit: unit, text: "0")
    for better in [MetricPlan.Direction.higher, .lower] {
      let metric = MetricPlan(
        name: "m", kind: .mean, role: .guardrail, better: better, column: "m")
      #expect(metric.deterioration(by: none).sign == .plus)
      #expect(metric.improvement(by: none).sign == .plus)
    }
  }

  @Test("A healthy rare rate is promoted by counts, where a normal limit never answers")
  func healthy() throws {
    for errors in [[0, 0], [2, 1], [5, 4]] {
      let decision = log(errors: errors).decision(under: plan(points))
      #expect(decision.verdict == .promote, "\(errors)")
      let test = try #require(decision.treatments[0].metrics[1].test(.nonInferiority))
      #expect(test.method == .eventShare)
      #expect((test.limit ?? -1) > -0.005)
      let normal = log(errors: errors).decision(under: plan(points, nil))
      #expect(normal.verdict == .continue)
      #expect(
        normal.reasons.contains {
          if case .tooFewEffectiveUnits("errors", _, _, _) = $0 { true } else { false }
        })
    }
  }

  @Test("What the counts do not show is not promoted")
  func unproven() {
    #expect(log(errors: [1, 19]).decision(under: plan(points)).verdict != .promote)
    let few = log(errors: [0, 0], rows: [690, 690])
    #expect(few.decision(under: plan(points)).verdict == .continue)
    #expect(log(errors: [0, 0]).decision(under: plan(relative)).verdict == .continue)
    #expect(log(errors: [10, 10]).decision(under: plan(relative)).verdict == .continue)
  }

  @Test("A relative margin is judged on whose unit errs next")
  func relativeMargin() throws {
    for errors in [[45, 44], [12, 0]] {
      let decision = log(errors: errors).decision(under: plan(relative))
      #expect(decision.verdict == .promote, "\(errors)")
      let test = try #require(decision.treatments[0].metrics[1].test(.nonInferiority))
      #expect(test.method == .firstEvents)
      // At worst between what is seen and what the margin allows, on the scale of the effect.
      let limit = try #require(test.limit)
      #expect(limit > test.nullEffect && limit < test.effect, "\(test)")
    }
  }

  @Test("At the margin a promotion is as rare as promised, at every look")
  func sizeAtTheMargin() {
    let (runs, plan) = (150, plan(points))
    var random = SplitMix64(seed: 404)
    var promoted = 0
    for _ in 0..<runs {
      var errors = [0, 0]
      var isPromoted = false
      for look in 1...6 {
        errors[0] += random.binomial(500, 0.001)
        errors[1] += random.binomial(500, 0.006)
        let rows = [500 * look, 500 * look]
        isPromoted =
          isPromoted || log(errors: errors, rows: rows).decision(under: plan).verdict == .promote
      }
      promoted += isPromoted ? 1 : 0
    }
    #expect(Double(promoted) / Double(runs) <= binomialBound(0.05, runs: runs))
  }

  @Test(
    "Where counts would answer another question, they are refused",
    arguments: [
      ("kind: proportion, column: x, better: lower, margin: 1pp", "no guardrail on a rate"),
      ("kind: rate, column: x, better: higher, margin: 1pp", "no guardrail on a rate"),
      ("kind: rate, column: x, margin: 50%", "per: unit"),
      ("kind: rate, column: x, per: unit, margin: 1pp", "give the metric a window"),
      ("kind: rate, column: x, per: unit, margin: 0", "margin of zero"),
      ("kind: rate, column: x, per: unit, margin: 50%, covariates: y", "remove the covariates"),
    ])
  func refused(keys: String, words: String) throws {
    let metric = "{name: m, role: guardrail, non_inferiority: exact, \(keys)}"
    let error = #expect(throws: PlanError.self) { try PlanFixture.plan(metric: metric) }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test("The key is read where it applies")
  func read() throws {
    let metric =
      "{name: m, kind: rate, role: guardrail, per: unit, margin: 50%, non_inferiority: exact}"
    #expect(try PlanFixture.plan(metric: metric).metrics[0].nonInferiority == .exact)
    let normal = metric.replacing("exact", with: "normal")
    #expect(try PlanFixture.plan(metric: normal).metrics[0].nonInferiority == nil)
    let rows = PlanFixture.yaml(
      metric: metric.replacing("per: unit, margin: 50%", with: "margin: 1pp")
    )
    .replacing("unit: user_id", with: "unit: none")
    #expect(try Plan(yaml: rows, file: "p").metrics[0].nonInferiority == .exact)
  }
}
