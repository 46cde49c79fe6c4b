import Testing

@testable import Judge

@Suite struct PlanHashTests {
  @Test("Comments, layout and the order of keys do not change the hash; a value does")
  func meaning() throws {
    let plan = try Plan(yaml: PlanFixture.minimal, file: "p")
    let lines = PlanFixture.minimal.split(separator: "\n")
    let shuffled = "# why\n" + lines.reversed().joined(separator: "\n\n")
    #expect(try Plan(yaml: shuffled, file: "other").hash == plan.hash)
    let changed = PlanFixture.minimal + "inference: {significance: 0.051}\n"
    #expect(try Plan(yaml: changed, file: "p").hash != plan.hash)
    #expect(plan.hash.count == 64)
    #expect(plan.hash.allSatisfy { $0.isHexDigit && !$0.isUppercase })
  }

  @Test("A default that is spelled out is the same plan")
  func defaults() throws {
    let plain = try Plan(yaml: PlanFixture.minimal, file: "p")
    let spelled = try Plan(
      yaml: PlanFixture.minimal + "inference: {significance: 5%, power: 0.8, minimum_sample: 1000}",
      file: "p")
    #expect(spelled.hash == plain.hash)
  }

  @Test("Order of metrics is part of the plan")
  func order() throws {
    let a = "{name: a, kind: rate, role: monitor}"
    let b = "{name: b, kind: rate, role: monitor}"
    let first = try PlanFixture.plan(metric: "\(a), \(b)")
    let second = try PlanFixture.plan(metric: "\(b), \(a)")
    #expect(first.hash != second.hash)
  }
}
