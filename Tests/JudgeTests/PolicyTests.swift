import Testing

@testable import Judge

/// The policy that asks for no benefit: what it promotes, and what it never does.
@Suite struct PolicyTests {
  /// Conversion as it was, complaints and errors within their margins of two points.
  private let harmless = CountedLog(
    rows: [20_000, 20_000], hits: [[2000, 2000], [1000, 1000], [600, 600]])

  private var plan: Plan {
    var plan = Plan.sample
    plan.inference.policy = .doNoHarm
    return plan
  }

  @Test("A9 policy catch promotes what is proven harmless, and says that no benefit is claimed")
  func harmlessIsPromoted() {
    #expect(harmless.decision(under: .sample).verdict != .promote)
    let decision = harmless.decision(under: plan)
    #expect(decision.verdict == .promote)
    #expect(decision.reasons.first == .harmlessByPolicy(treatment: "new"))
    #expect(decision.outcome == .inconclusive)
    #expect(decision.policy == .doNoHarm)
  }

  @Test("A proven benefit is a win under either policy")
  func benefit() {
    let winner = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 590]])
    #expect(winner.decision(under: .sample).outcome == .wins)
    #expect(winner.decision(under: plan).outcome == .wins)
  }

  @Test("Under catch a success metric that deteriorates stops, and harm rolls back")
  func worse() {
    let worse = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 1500], [1000, 1000], [600, 600]])
    #expect(worse.decision(under: plan).verdict == .stop)
    let harmful = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 1000], [600, 1200]])
    #expect(harmful.decision(under: plan).verdict == .rollback)
  }

  @Test("Under catch every guardrail has to be proven, and the minimum sample reached")
  func nothingIsPromotedByAbsence() {
    // Errors so rare that their margin rests on too few of them.
    let silent = CountedLog(rows: [20_000, 20_000], hits: [[2000, 2000], [1000, 1000], [3, 2]])
    #expect(silent.decision(under: plan).verdict == .continue)
    let few = CountedLog(rows: [900, 900], hits: [[90, 90], [45, 45], [27, 27]])
    #expect(few.decision(under: plan).verdict == .continue)
    var strict = plan
    strict.metrics[1].margin = Threshold(value: 0.001, unit: .absolute, text: "0.1pp")
    #expect(harmless.decision(under: strict).verdict == .continue)
    var unguarded = plan
    unguarded.metrics = [plan.metrics[0]]
    let winner = CountedLog(rows: [20_000, 20_000], hits: [[2000, 2900]])
    #expect(winner.decision(under: unguarded).verdict != .promote)
  }

  @Test("Under catch a success metric without a value blocks: it could hide harm")
  func noValue() {
    let constant = CountedLog(
      rows: [20_000, 20_000], hits: [[0, 0], [1000, 1000], [600, 600]])
    #expect(constant.decision(under: plan).verdict == .continue)
  }

  @Test("Several harmless treatments share the budget")
  func severalTreatments() {
    var two = plan
    two.treatments = ["new", "newer"]
    let log = CountedLog(
      rows: [20_000, 20_000, 20_000],
      hits: [[2000, 2000, 2000], [1000, 1360, 950], [600, 600, 600]])
    let decision = log.decision(under: two)
    #expect(decision.verdict == .promote)
    #expect(decision.promoted == "newer")
  }

  @Test("policy catch without a guardrail is refused, and so is a success policy beside it")
  func reading() throws {
    let guarded = """
      {name: e, kind: rate, column: error, role: guardrail, margin: 1pp}
      """
    let text = PlanFixture.yaml(metric: guarded) + "inference: {policy: catch}"
    #expect(try Plan(yaml: text, file: "p").inference.policy == .doNoHarm)
    for text in [
      PlanFixture.minimal + "inference: {policy: catch}",
      PlanFixture.yaml(metric: guarded) + "inference: {policy: catch, success_policy: all}",
      PlanFixture.yaml(metric: guarded) + "inference: {policy: cache}",
    ] {
      #expect(throws: PlanError.self) { try Plan(yaml: text, file: "p") }
    }
    #expect(
      !PlanLint(try Plan(yaml: text, file: "p")).findings.contains {
        $0.code == "no-success-metric"
      })
  }
}
