import Summaries
import Testing

@testable import Judge

struct SimulationStudyTests {
  private func settings(_ change: (inout SimulationSettings) -> Void) -> SimulationSettings {
    var settings = SimulationSettings()
    change(&settings)
    return settings
  }

  @Test("A plan's scenarios are the worst truths its promises allow, and the one it hopes for")
  func scenarios() throws {
    var plan = Plan.simulated
    #expect(
      try SimulationStudy(plan).scenarios.map(\.kind) == [
        .successAtMinimum, .guardrailAtMargin(metric: "approved"),
        .guardrailAtMargin(metric: "errors"), .atHarmLimit(correlation: 0),
        .atHarmLimit(correlation: 0.8), .improvement,
      ])
    plan.treatments = ["b", "c"]
    #expect(try SimulationStudy(plan).scenarios.contains { $0.kind == .oneWinner })
  }

  @Test("Truths lie where the thresholds are, on the scale they are judged on")
  func truths() throws {
    var plan = Plan.simulated
    plan.metrics[1].margin = Threshold(value: 0.1, unit: .relative, text: "10%")
    let study = try SimulationStudy(plan)
    let minimum = study.scenarios[study.scenario(.successAtMinimum)].truth
    #expect(abs(minimum.value(metric: 0, variant: 1) - 0.6) < 1e-12)
    #expect(!minimum.isSuperior(metric: 0, variant: 1))
    #expect(minimum.isWithinMargin(metric: 1, variant: 1))
    let margin = study.scenarios[study.scenario(.guardrailAtMargin(metric: "approved"))].truth
    #expect(abs(margin.value(metric: 1, variant: 1) - 0.63) < 1e-12)
    #expect(!margin.isWithinMargin(metric: 1, variant: 1))
    #expect(margin.isSuperior(metric: 0, variant: 1))
    let harm = study.scenarios[study.scenario(.atHarmLimit(correlation: 0))].truth
    #expect(plan.metrics.indices.allSatisfy { !harm.isHarmful(metric: $0, variant: 1) })
    #expect(harm.value(metric: 2, variant: 1) == harm.value(metric: 2, variant: 0))
  }

  @Test("What is drawn does not depend on the scan that is asked for")
  func sameRows() throws {
    let study = try SimulationStudy(
      .simulated,
      settings: settings {
        $0.units = 200
        $0.looks = 3
      })
    var other = Plan.simulated
    other.metrics = [other.metrics[2]]
    let (wide, narrow) = (ScanLayout(study.plan), ScanLayout(other))
    let traffic = try RolloutTraffic(study.plan, study.settings)
    func last(_ layout: ScanLayout) -> LogSummary {
      var rollout = Rollout(
        study.scenarios[0], traffic: traffic, scan: layout.scan, random: SplitMix64(seed: 3))
      for look in 0..<3 { rollout.advance(to: look) }
      return rollout.summary(at: 2)
    }
    let (all, one) = (last(wide), last(narrow))
    #expect(all.rows == one.rows)
    #expect(all.cells.map(\.units) == one.cells.map(\.units))
    guard case .ratio(let pair, _) = wide.slots[2], case .ratio(let same, _) = narrow.slots[0]
    else { return #expect(Bool(false), "errors are a ratio of sums") }
    #expect(all.cells.map { $0.pairs[pair] } == one.cells.map { $0.pairs[same] })
  }

  @Test("Drawn values have the stated means, spreads and likeness within users")
  func margins() throws {
    var plan = Plan.simulated
    var latency = MetricPlan(
      name: "latency", kind: .mean, role: .guardrail, better: .lower, column: "latency")
    latency.margin = Threshold(value: 20, unit: .absolute, text: "20ms")
    (latency.baseline, latency.standardDeviation) = (100, 50)
    plan.metrics.append(latency)
    plan.log.unit = nil
    let study = try SimulationStudy(
      plan,
      settings: settings {
        $0.units = 8000
        $0.looks = 1
      })
    let scenario = study.scenarios[study.scenario(.guardrailAtMargin(metric: "latency"))]
    let layout = ScanLayout(plan)
    var rollout = Rollout(
      scenario, traffic: try RolloutTraffic(plan, study.settings), scan: layout.scan,
      random: SplitMix64(seed: 5))
    rollout.advance(to: 0)
    let summary = rollout.summary(at: 0)
    for variant in 0...1 {
      for metric in plan.metrics.indices {
        guard case .ratio(let pair, _) = layout.slots[metric] else { continue }
        let moments = summary.pair(pair, variant: variant)
        let truth = scenario.truth.value(metric: metric, variant: variant)
        let spread = metric == 3 ? 50 : (truth * (1 - truth)).squareRoot()
        // Four standard errors of a mean of about 4,000 draws.
        #expect(abs(moments.meanX - truth) < 4 * spread / Double(moments.count).squareRoot())
      }
      guard case .ratio(let pair, _) = layout.slots[3] else { continue }
      let deviation = summary.pair(pair, variant: variant).varianceX?.squareRoot() ?? 0
      // A log-normal variance of 4,000 draws with this coefficient of variation is known to about 4 %.
      #expect(abs(deviation / 50 - 1) < 0.15)
    }
  }

  @Test("Sums that are taken out again leave what was there")
  func runningMoments() {
    var running = RunningMoments(pairs: 1)
    var moments = BivariateMoments()
    let origin = RunningMoments.Origin(x: 2, y: 1)
    for (x, y) in [(2.0, 1.0), (5, 3), (0, 2), (7, 7)] {
      running.add(x, y, weight: 1, pair: 0, origin: origin)
      moments.add((x, y))
    }
    running.add(9, 4, weight: 1, pair: 0, origin: origin)
    running.add(9, 4, weight: -1, pair: 0, origin: origin)
    let found = running.moments(pair: 0, origin: origin)
    #expect(found.count == moments.count)
    for p in 0...4 {
      for q in 0...(4 - p) {
        // Small whole numbers: the sums are exact, moving them to the mean rounds once or twice.
        #expect(abs(found.centralSum(p, q) - moments.centralSum(p, q)) < 1e-9)
      }
    }
  }

  @Test("Limits are Clopper and Pearson's, and say what they say of a promise")
  func standing() {
    // scipy.stats.binomtest(k, n).proportion_ci(0.98, "exact").
    let none = ScenarioResult.ErrorRate(.falseInvalid, count: 0, of: 1000, promise: 0.002)
    #expect(abs(none.upper - 0.004594582648473011) < 1e-9)
    #expect(none.lower == 0)
    #expect(none.standing == .kept)
    let many = ScenarioResult.ErrorRate(.falsePromotion, count: 80, of: 1000, promise: 0.05)
    #expect(abs(many.lower - 0.06124421119011542) < 1e-9)
    #expect(many.standing == .broken)
    let few = ScenarioResult.ErrorRate(.falsePromotion, count: 1, of: 20, promise: 0.05)
    #expect(few.standing == .open)
  }

  @Test("A plan that no rollout can be drawn from says why")
  func problems() {
    var plan = Plan.simulated
    plan.metrics[0].conditions = [Condition("error", .isNotTrue)]
    #expect(throws: SimulationProblem.conditionOnOutcome(metric: "accuracy", column: "error")) {
      try SimulationStudy(plan)
    }
    plan = .simulated
    plan.metrics[1].column = "correct"
    plan.metrics[1].kind = .mean
    #expect(throws: SimulationProblem.mixedColumn("correct")) { try SimulationStudy(plan) }
    plan = .simulated
    plan.inference.plannedSample = 10_000_000
    #expect(throws: SimulationProblem.self) { try SimulationStudy(plan) }
  }
}
