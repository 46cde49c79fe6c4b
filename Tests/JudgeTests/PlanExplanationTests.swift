import Testing

@testable import Judge

@Suite struct PlanExplanationTests {
  @Test("A plan explains what it compares, what each verdict takes, and what is guaranteed")
  func experiment() throws {
    let lines = PlanExplanation(try PlanFixture.plan("fraud.yaml")).lines
    let expected = try PlanFixture.text("fraud.explained.txt")
    #expect(lines.joined(separator: "\n") + "\n" == expected)
  }

  @Test("A drift plan explains itself")
  func drift() throws {
    let plan = try PlanFixture.plan("drift.yaml")
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    #expect(text.contains("registered, casual and season"))
    #expect(text.contains("0.2 or more, over 10 right-closed quantile bins"))
    var other = plan
    other.drift.textbook = false
    #expect(PlanExplanation(other).lines.joined().contains("factor of 1.5"))
  }

  @Test("Every metric of a plan, and every budget, is in its explanation")
  func complete() throws {
    var plan = try PlanFixture.plan("fraud.yaml")
    plan.inference.rollbackSignificance = 0.0123
    plan.inference.deteriorationSignificance = 0.0234
    let text = PlanExplanation(plan).lines.joined(separator: "\n")
    for metric in plan.metrics {
      #expect(text.contains("\(metric.name) (\(metric.role.rawValue))"))
    }
    #expect(text.contains("1.23%") && text.contains("2.34%") && text.contains("0.1% for each"))
  }
}
