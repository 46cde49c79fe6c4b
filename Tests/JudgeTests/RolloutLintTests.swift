import Testing

@testable import Judge

@Suite struct RolloutLintTests {
  private func findings(_ extra: String, _ stages: [String]) throws -> [LintFinding] {
    PlanLint(try Plan(yaml: CanaryPlanTests.text(stages, extra: extra), file: "c.yaml")).findings
  }

  private let stages = [
    "{traffic: 10%, duration: 5m, rollback: {errors: 1pp}}", "{traffic: 50%, duration: 5m}",
    "{traffic: 100%, duration: 5m}",
  ]

  @Test(
    "C3 what is at stake advises a strategy",
    arguments: [
      ("high", nil), ("medium", "strategy ab"), ("low", "strategy rolling"),
      ("validation", "strategy shadow"),
    ])
  func criticality(level: String, expected: String?) throws {
    let found = try findings("criticality: \(level)", stages)
      .filter { $0.code == "strategy-advised" }
    #expect(found.count == (expected == nil ? 0 : 1))
    #expect(found.first?.description.contains(expected ?? "") ?? true)
    #expect(found.allSatisfy { $0.severity == .note })
  }

  @Test("C3 low traffic warns against a canary")
  func lowTraffic() throws {
    // 100 requests a minute: five minutes at 10 % are 50 of them, at half the traffic 25.
    let enough = try findings("units_per_day: 144000", stages).map(\.code)
    #expect(!enough.contains("stage-too-thin"))
    let few = try findings("units_per_day: 72000", stages).filter { $0.code == "stage-too-thin" }
    #expect(few.map(\.path) == ["stages[0]"])
    #expect(
      few.first?.issue == .stageTooThin(stage: 1, units: 25, required: 50, seconds: 600))
    #expect(few.first?.severity == .warning)
    #expect(few.first?.description.contains("10 minutes") == true)
  }

  @Test("C3 a limit in points that the traffic can never judge is named")
  func hopeless() throws {
    let text = CanaryPlanTests.text(stages, extra: "units_per_day: 144000")
      .replacing("margin: 1pp}", with: "margin: 1pp, baseline: 1%}")
    let found = PlanLint(try Plan(yaml: text, file: "c.yaml")).findings
      .filter { $0.code == "condition-hopeless" }
    // 50 and 300 requests at 1 % are half an error and three.
    #expect(found.map(\.path) == ["stages[0].rollback.errors", "stages[1].rollback.errors"])
    #expect(found.first?.description.contains("0.5 events") == true)
  }

  @Test("C3 a criticality that is none is an error")
  func unknown() throws {
    let error = try #require(throws: PlanError.self) { try findings("criticality: hihg", stages) }
    #expect(error.description.contains("did you mean \"high\"?"))
  }

  @Test("B1 a switch without smoke cases, and a margin that a calm hour cannot show, are named")
  func switches() throws {
    func codes(_ switched: String, margin: String = "1pp") throws -> [String] {
      PlanLint(
        try Plan(
          yaml: """
            name: switch
            strategy: blue-green
            log: {time: time, unit: none, variant: variant, error: error}
            variants: {control: blue, treatments: [green]}
            switch: {\(switched)}
            metrics: [{name: errors, kind: rate, role: guardrail, margin: \(margin)}]
            """, file: "s.yaml")
      ).findings.map(\.code)
    }
    // ln 0.05 / ln 0.99 = 298.07.
    #expect(try codes("monitoring: 298m").contains("calm-unprovable"))
    #expect(try !codes("monitoring: 299m").contains("calm-unprovable"))
    #expect(try !codes("monitoring: 1h", margin: "10%").contains("calm-unprovable"))
    #expect(try codes("monitoring: 1h").contains("switch-unchecked"))
    let smoke = "smoke: {file: c.csv, expected: e, actual: a}"
    #expect(try !codes("monitoring: 1h, \(smoke)").contains("switch-unchecked"))
  }
}
