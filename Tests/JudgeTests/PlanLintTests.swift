import Testing

@testable import Judge

@Suite struct PlanLintTests {
  private func plan(_ extra: String = "", metric: String? = nil) throws -> Plan {
    let base = metric.map(PlanFixture.yaml) ?? PlanFixture.minimal
    return try Plan(yaml: base + extra, file: "p")
  }

  private func codes(_ plan: Plan) -> [String] { PlanLint(plan).findings.map(\.code) }

  /// Φ(0.02 / √(.9·.1/100 + .92·.08/100) − 1.959964), by Python's statistics.NormalDist.
  @Test("X1 a hundred treated units see two points from 90% with a power of 7%")
  func smallSample() throws {
    let deviation = (0.9 * 0.1 / 100 + 0.92 * 0.08 / 100).squareRoot()
    let power = try SingleLook(significance: 0.025).power(effect: 0.02, standardError: deviation)
    #expect(abs(power - 0.0713928) < 5e-8)

    let plan = try plan(
      "inference: {minimum_sample: 100, significance: 2.5%}\ntraffic: {a: 50, b: 50}\n",
      metric:
        "{name: c, kind: proportion, column: c, role: success, better: higher, minimum_improvement: 2pp, baseline: 90%}"
    )
    let found = PlanLint(plan).findings.compactMap { finding -> (Double, Int, Int)? in
      guard case .sampleTooSmall(_, _, _, let power, let units, let needed) = finding.issue else {
        return nil
      }
      return (power, units, needed)
    }
    try #require(found.count == 1)
    #expect(abs(found[0].0 - 0.0713928) < 5e-8)
    #expect(found[0].1 == 100)
    // (1.959964 + 0.841621)² · (.09 + .0736) / .02² = 3210.2, rounded up.
    #expect(found[0].2 == 3211)
  }

  @Test("A3 the minimum sample counts each variant, so a small share makes a large total")
  func total() throws {
    let plan = try plan("inference: {minimum_sample: 1000}\ntraffic: {a: 90, b: 10}\n")
    let issues = PlanLint(plan).findings.map(\.issue)
    #expect(
      issues.contains(
        .minimumSampleInAll(perVariant: 1000, variant: "b", share: 0.1, total: 10_000)))
  }

  @Test("X3 the rule estimate promotes half of all treatments that are exactly at the minimum")
  func estimateRule() throws {
    let metric =
      "{name: c, kind: rate, column: c, role: success, better: higher, minimum_improvement: 2pp, rule: "
    let estimate = try plan(metric: metric + "estimate}")
    let half = LintIssue.estimateRule(
      metric: "c", minimum: Threshold(value: 0.02, unit: .absolute, text: "2pp"),
      falsePromotion: 0.5)
    #expect(PlanLint(estimate).findings.map(\.issue).contains(half))
    #expect(PlanLint(estimate).findings.map(\.description).joined().contains("promotes 50%"))
    #expect(!codes(try plan(metric: metric + "lower bound}")).contains("estimate-rule"))
  }

  @Test("X5 two limits on one measurement are named as a pair")
  func competing() throws {
    let plan = try plan(
      metric: """
        {name: alert, kind: rate, column: error, role: guardrail, margin: 5pp}, \
        {name: rollback, kind: rate, column: error, role: guardrail, margin: 10pp}
        """)
    let finding = try #require(
      PlanLint(plan).findings.first { $0.code == "competing-guardrails" })
    #expect(finding.description.contains("alert and rollback"))
    #expect(finding.path == "metrics[1].harm")
  }

  @Test("X6 a ramp says where it goes")
  func ramp() throws {
    let text = PlanLint(try plan("ramp: {initial: 10, step: 15, maximum: 50, every: 1d}\n"))
      .findings.map(\.description)
    #expect(text.contains { $0.contains("10%, 25%, 40%, 50%") }, "\(text)")
  }

  @Test("N2 contradictions and impossible thresholds are errors")
  func contradictions() throws {
    var broken = try PlanFixture.plan("fraud.yaml")
    #expect(PlanLint(broken).findings.filter { $0.severity == .error } == [])
    broken.metrics[3].harm = Threshold(value: 0.02, unit: .absolute, text: "2pp")
    broken.metrics[1].name = "accuracy"
    broken.duration.minimum = 30 * 86_400
    broken.traffic = ["champion": 80, "chalenger": 20]
    broken.log.time = nil
    let errors = PlanLint(broken).findings.filter { $0.severity == .error }.map(\.code)
    #expect(
      errors == [
        "time-column-missing", "traffic-unknown-variant", "traffic-missing", "duplicate-metric",
        "harm-above-margin", "duration-reversed",
      ])
  }

  @Test("What is missing from a plan is named")
  func missing() throws {
    #expect(codes(try plan()).contains("no-guardrail"))
    #expect(!codes(try plan()).contains("no-success-metric"))
    let monitored = try plan(metric: "{name: e, kind: rate, column: error, role: monitor}")
    #expect(codes(monitored).contains("no-success-metric"))
    var none = monitored
    none.log.unit = nil
    #expect(codes(none).contains("unit-none"))
    none.assignment.kind = .perRequest
    #expect(!codes(none).contains("unit-none"))
    #expect(codes(try plan("inference: {success: fixed}\n")).contains("horizon-missing"))
    #expect(codes(Plan(name: "x", control: nil, treatments: [])).contains("no-treatments"))
    #expect(codes(try plan("duration: {minimum: 3d}\n")).contains("partial-weeks"))
    #expect(
      codes(try plan("inference: {planned_sample: 500}\n")).contains("planned-below-minimum"))
  }

  @Test("A larger sample has more power, and the effect it detects is smaller")
  func monotone() throws {
    let look = SingleLook(significance: 0.05)
    let coarse = try look.power(effect: 0.02, standardError: 0.02)
    let fine = try look.power(effect: 0.02, standardError: 0.01)
    #expect(coarse < fine)
    // The detectable effect is by definition seen with the power asked for.
    let reach = try look.detectable(standardError: 0.02, power: 0.8)
    #expect(abs(try look.power(effect: reach, standardError: 0.02) - 0.8) < 1e-12)
  }

  @Test("Findings come errors first")
  func order() throws {
    let severities = PlanLint(Plan(name: "x", control: nil, treatments: ["b"])).findings
      .map { LintIssue.Severity.allCases.firstIndex(of: $0.severity) ?? -1 }
    #expect(severities == severities.sorted())
    #expect(!severities.isEmpty)
  }
}

@Suite struct PlanRangeLintTests {
  private func findings(_ metric: String, _ extra: String = "") throws -> [LintIssue] {
    PlanLint(try Plan(yaml: PlanFixture.yaml(metric: metric) + extra, file: "p")).findings.map(
      \.issue)
  }

  @Test("N2 an improvement that no share can reach from its baseline is an error")
  func impossible() throws {
    let metric =
      "{name: c, kind: accuracy, column: p, label: l, role: success, baseline: 98%, minimum_improvement: "
    let issue = LintIssue.improvementImpossible(
      metric: "c", baseline: 0.98, minimum: Threshold(value: 0.02, unit: .absolute, text: "2pp"))
    #expect(try findings(metric + "2pp}").contains(issue))
    #expect(issue.severity == .error)
    #expect(try !findings(metric + "1.9pp}").map(\.code).contains("improvement-impossible"))
    // 98 % × 1.03 is above 1, 98 % × 1.02 is not.
    #expect(try findings(metric + "3%}").map(\.code).contains("improvement-impossible"))
    #expect(try !findings(metric + "2%}").map(\.code).contains("improvement-impossible"))
  }

  @Test("N2 a margin wider than all that a share could lose guards nothing")
  func neverBinds() throws {
    let metric =
      "{name: c, kind: accuracy, column: p, label: l, role: guardrail, baseline: 60%, margin: "
    #expect(try findings(metric + "60pp}").map(\.code).contains("margin-never-binds"))
    #expect(try !findings(metric + "59pp}").map(\.code).contains("margin-never-binds"))
  }

  /// Φ(0.005/√(2·.008·.992/1000) − z₀.₉₅), and 1000·((z₀.₉₅ + z₀.₈)·√(2·.008·.992/1000)/0.005)² rounded up, by
  /// Python's statistics.NormalDist.
  @Test("X1 a margin that the sample would rarely show to be kept is told with its chance")
  func tightMargin() throws {
    let metric = "{name: e, kind: rate, column: e, role: guardrail, margin: 0.5pp, baseline: 0.8%}"
    let found = try findings(metric).compactMap { issue -> (Double, Int, Int)? in
      guard case .marginTooTight(_, _, _, let chance, let units, let needed) = issue else {
        return nil
      }
      return (chance, units, needed)
    }
    try #require(found.count == 1)
    #expect(abs(found[0].0 - 0.3483336) < 5e-8)
    #expect(found[0].1 == 1000)
    #expect(found[0].2 == 3926)
    let planned = "inference: {planned_sample: 8000}\n"
    #expect(try !findings(metric, planned).map(\.code).contains("margin-too-tight"))
  }

  @Test("X6 a ramp that is not at its end when time is up says where it would be")
  func overlong() throws {
    var plan = try Plan(yaml: PlanFixture.minimal, file: "p")
    plan.ramp = RampPlan(initial: 10, step: 10, maximum: 50, every: 86_400)
    plan.duration.maximum = 3 * 86_400
    let issue = LintIssue.rampOutlastsDuration(
      rampSeconds: 4 * 86_400, maximumSeconds: 3 * 86_400, reached: 40)
    #expect(PlanLint(plan).findings.map(\.issue).contains(issue))
    plan.duration.maximum = 4 * 86_400
    #expect(!PlanLint(plan).findings.map(\.code).contains("ramp-outlasts-duration"))
  }

  @Test(
    "X10 plans for the same variants that ask for different times and samples are told as a pair")
  func pair() throws {
    let first = try Plan(yaml: PlanTemplate.s0AB.yaml, file: "a")
    let second = try Plan(yaml: PlanTemplate.s1AB.yaml, file: "b")
    let found = PlanPairLint(second, beside: [first]).findings
    let day = 86_400.0
    let expected: [PlanDisagreement] = [
      .seconds(here: 7 * day, there: 3 * day), .seconds(here: 28 * day, there: 14 * day),
      .units(here: 10_000, there: 1000),
    ]
    for disagreement in expected {
      #expect(found.map(\.issue).contains(.plansDisagree(plan: "s0-ab", disagreement)))
    }
    #expect(found.first?.description.contains("3 days there, 7 days here") == true)
    #expect(PlanPairLint(second, beside: [second]).findings.isEmpty)
  }

  @Test("X5 an alarm in one plan and a limit in another, on one measurement, are named as a pair")
  func limits() throws {
    let alarm = try Plan(
      yaml: PlanFixture.yaml(
        metric: "{name: alarm, kind: rate, column: error, role: guardrail, margin: 5pp}"),
      file: "a")
    let limit = try Plan(
      yaml: PlanFixture.yaml(
        metric: "{name: limit, kind: rate, column: error, role: guardrail, margin: 10pp}"),
      file: "b")
    let text = PlanPairLint(limit, beside: [alarm]).findings.map(\.description)
    #expect(text.contains { $0.contains("alarm is harmed at 5pp, and limit here at 10pp") })
  }
}

/// What lint computes of rare errors and of rollouts.
@Suite struct LintNumberTests {
  @Test(
    "Chances to see errors within an hour are those of simulations of the process",
    arguments: [(20, 0.5, 0.40), (40, 0.5, 0.81), (20, 0.1, 0.23), (200, 0.5, 0.997)])
  func detection(requestsAMinute: Int, share: Double, expected: Double) throws {
    let units = 60 * Double(requestsAMinute)
    let (control, treated) = (units * (1 - share) * 0.001, units * share * 0.01)
    let chance = try #require(
      RareErrorDetection.chance(
        expected: control + treated, treatmentShare: treated / (control + treated),
        assigned: share, boundaryRatio: 1, significance: 0.05))
    // The values of the design were simulated and are given in whole per cent; looks were once a minute, not at
    // each request.
    #expect(abs(chance - expected) < 0.02, "\(chance)")
  }

  private func plan(maximum: Double) -> Plan {
    var plan = Plan.simulated
    plan.metrics[2].baseline = 0.001
    plan.inference.plannedSample = 1200
    plan.duration.maximum = maximum
    return plan
  }

  @Test("Lint names the chance at the plan's own traffic, and warns where it is small")
  func rareErrors() throws {
    // 1,200 units in an hour: 600 in each arm.
    let finding = try #require(
      PlanLint(plan(maximum: 3600)).findings.first { $0.code == "rare-errors" })
    #expect(finding.severity == .warning)
    #expect(finding.description.contains("from 0.1% to 1%, it is rolled back within an hour"))
    let fast = PlanLint(plan(maximum: 600)).findings.first { $0.code == "rare-errors" }
    #expect(fast?.severity == .note)
    var open = plan(maximum: 3600)
    open.duration.maximum = nil
    #expect(!PlanLint(open).findings.contains { $0.code == "rare-errors" })
  }

  @Test(
    "X1 lint simulates a plan whose sample cannot show what it hopes for, and tells how rarely it would"
  )
  func rarelyPromoted() throws {
    var plan = Plan.simulated
    (plan.log.time, plan.duration.maximum) = ("time", 5 * 86_400)
    plan.inference.plannedSample = 60
    plan.inference.minimumSample = 20
    let finding = try #require(PlanLint(plan).simulated().first)
    #expect(finding.code == "rarely-promoted" && finding.severity == .warning)
    plan.metrics = [plan.metrics[0]]
    (plan.inference.plannedSample, plan.inference.minimumSample) = (1500, 50)
    #expect(PlanLint(plan).simulated() == [])
  }
}
