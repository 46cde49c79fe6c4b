import Testing

@testable import Judge

@Suite struct PlanTemplateTests {
  private func plan(_ template: PlanTemplate) throws -> Plan {
    try Plan(yaml: template.yaml, file: template.rawValue)
  }

  @Test(
    "Each template is a plan without mistakes, and explains itself",
    arguments: PlanTemplate.allCases)
  func readable(template: PlanTemplate) throws {
    let plan = try plan(template)
    #expect(plan.name == template.rawValue)
    #expect(PlanLint(plan).findings.filter { $0.severity == .error } == [])
    #expect(!PlanExplanation(plan).lines.isEmpty)
    #expect(template.summary.count > 20)
  }

  /// The table of defaults that the documents give.
  @Test("A1 templates hold the documents' samples, significances, durations and ramps")
  func defaults() throws {
    let day = 86_400.0
    let s0 = try plan(.s0AB)
    #expect(s0.inference.minimumSample == 1000)
    #expect(s0.inference.significance == 0.05)
    #expect(s0.inference.looks == day)
    #expect((s0.duration.minimum, s0.duration.maximum) == (3 * day, 14 * day))
    #expect(s0.ramp == RampPlan(initial: 10, step: 10, maximum: 50, every: day))
    #expect(
      s0.metrics[0].minimumImprovement == Threshold(value: 0.02, unit: .absolute, text: "2pp"))

    let s1 = try plan(.s1AB)
    #expect(s1.shares == [0.5, 0.5])
    #expect(s1.inference.minimumSample == 10_000)
    #expect(s1.inference.significance == 0.05)
    #expect(s1.duration.minimum == 7 * day)

    let s3 = try plan(.s3AB)
    #expect(s3.shares == [0.5, 0.5])
    #expect(s3.inference.minimumSample == 10_000)
    #expect(s3.duration.minimum == 14 * day)

    let s4 = try plan(.s4AB)
    #expect(s4.inference.minimumSample == 1000)
    #expect(abs(s4.inference.significance - 0.05) < 1e-15)
    #expect(s4.metrics[0].minimumImprovement == Threshold(value: 0.05, unit: .relative, text: "5%"))
  }

  @Test("A8 errors of 5 points and latency of 20 % are limits of the first document's test")
  func alarms() throws {
    let guardrails = try plan(.s0AB).metrics.filter { $0.role == .guardrail }
    #expect(guardrails.map(\.name) == ["latency", "errors"])
    #expect(guardrails.map(\.harm.value) == [0.2, 0.05])
    #expect(guardrails.map(\.harm.unit) == [.relative, .absolute])
  }

  @Test("A10 the last document's automatic promotion is of precision, 1,000, 5 % and 0.95")
  func automaticPromotion() throws {
    let plan = try plan(.s4AutoPromotion)
    #expect(plan.metrics[0].name == "precision")
    #expect(plan.metrics[0].role == .success)
    #expect(plan.metrics[0].minimumImprovement.value == 0.05)
    #expect(plan.inference.minimumSample == 1000)
    #expect(abs(plan.inference.significance - (1 - 0.95)) < 1e-15)
  }

  @Test("W1 the shadow's week ends in a report, not in a promotion")
  func shadow() throws {
    let plan = try plan(.s3Shadow)
    #expect(plan.duration.minimum == 7 * 86_400.0)
    #expect(plan.shadow?.onPass == .wait)
  }
}
