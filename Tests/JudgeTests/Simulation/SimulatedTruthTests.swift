import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Truths of metrics with limits and covariates, and truths that cannot be.
struct SimulatedTruthTests {
  /// Of fixtures/reference/held_means.py.
  private struct Reference: Decodable {
    struct Case: Decodable {
      var family: String
      var level: Double
      var spread: Double
      var lower: Double?
      var upper: Double?
      var scale: Double
      var shift: Double
      var mean: Double
    }

    var cases: [Case]
  }

  @Test("Means of values held within limits agree with numerical integration")
  func heldMeans() throws {
    for value in (try ReferenceFile.load("held_means") as Reference).cases {
      let column = SimulatedColumn(
        source: .column("x"),
        values: value.family == "normal"
          ? .normal(standardDeviation: value.spread) : .logNormal(sigma: value.spread),
        level: value.level, sign: 1)
      let effect: ColumnEffect =
        value.shift != 0 ? .shift(value.shift) : value.scale != 1 ? .scale(value.scale) : .none
      let found = column.mean(
        within: ValueLimits(lower: value.lower, upper: value.upper), under: effect)
      // The integration is good to 1e-10; both end at a handful of rounded operations.
      #expect(agree(found, value.mean, relative: 1e-9), "\(value)")
    }
  }

  private func limited(at level: Winsorization.Level, _ per: MetricPlan.Aggregation) -> Plan {
    var plan = Plan.simulated
    var latency = MetricPlan(
      name: "latency", kind: .mean, role: .guardrail, better: .lower, column: "latency")
    latency.margin = Threshold(value: 0.2, unit: .relative, text: "20%")
    (latency.baseline, latency.standardDeviation, latency.per) = (100, 200, per)
    latency.winsorization = Winsorization(ValueLimits(upper: 400), at: level)
    plan.metrics.append(latency)
    return plan
  }

  @Test("A limited metric at its margin is there after its values are held")
  func limits() throws {
    let study = try SimulationStudy(limited(at: .row, .row))
    let truth = study.scenarios[study.scenario(.guardrailAtMargin(metric: "latency"))].truth
    let ratio = truth.value(metric: 3, variant: 1) / truth.value(metric: 3, variant: 0)
    #expect(agree(ratio, 1.2, relative: 1e-12))
    #expect(truth.value(metric: 3, variant: 0) < 100)
    #expect(!truth.isWithinMargin(metric: 3, variant: 1))

    // Means of about 6,000 draws, of which each has a coefficient of variation below 1.
    var settings = SimulationSettings()
    (settings.units, settings.looks) = (12_000, 1)
    var plan = limited(at: .unit, .row)
    plan.log.unit = nil
    let single = try SimulationStudy(plan, settings: settings)
    let scenario = single.scenarios[single.scenario(.guardrailAtMargin(metric: "latency"))]
    let layout = ScanLayout(plan)
    var rollout = Rollout(
      scenario, traffic: try RolloutTraffic(plan, settings), scan: layout.scan,
      random: SplitMix64(seed: 7))
    rollout.advance(to: 0)
    guard case .ratio(let pair, _) = layout.slots[3] else { return #expect(Bool(false)) }
    for variant in 0...1 {
      let mean = rollout.summary(at: 0).pair(pair, variant: variant).meanX
      #expect(agree(mean, scenario.truth.value(metric: 3, variant: variant), relative: 0.05))
    }
  }

  @Test("Limits without a known mean are refused, with their name")
  func unknownLimits() {
    #expect(
      throws: SimulationProblem.notSimulated(
        "winsorize at: unit of units that return (latency)")
    ) { try SimulationStudy(limited(at: .unit, .row)) }
    #expect(throws: Never.self) { try SimulationStudy(limited(at: .unit, .unit)) }
  }

  @Test("What no share can become is named, and twice a hope is cut to what it can")
  func impossible() throws {
    var plan = Plan.simulated
    plan.metrics[0].baseline = 0.98
    #expect(throws: SimulationProblem.impossible(metric: "accuracy", from: 0.98, to: 1.08)) {
      try SimulationStudy(plan)
    }
    plan.metrics[0].baseline = 0.85
    let study = try SimulationStudy(plan)
    let hope = study.scenarios[study.scenario(.improvement)].truth
    #expect(abs(hope.value(metric: 0, variant: 1) - 0.975) < 1e-12)
  }

  @Test("A covariate takes variance off, and moves no truth")
  func covariates() throws {
    var plan = Plan.simulated
    var spend = MetricPlan(
      name: "spend", kind: .mean, role: .success, better: .higher, column: "spend")
    spend.minimumImprovement = Threshold(value: 5, unit: .absolute, text: "5")
    (spend.baseline, spend.standardDeviation) = (100, 40)
    spend.covariates = ["before"]
    plan.metrics = [spend, plan.metrics[2]]
    var settings = SimulationSettings()
    (settings.units, settings.looks, settings.unitShare) = (2000, 1, 0.8)
    let study = try SimulationStudy(plan, settings: settings)
    let scenario = study.scenario(.successAtMinimum)
    let truth = study.scenarios[scenario].truth
    #expect(agree(truth.effect(metric: 0, variant: 1, on: .difference), 5, relative: 1e-12))
    var rollout = Rollout(
      study.scenarios[scenario], traffic: try RolloutTraffic(plan, settings),
      scan: ScanLayout(plan).scan, random: SplitMix64(seed: 3))
    rollout.advance(to: 0)
    let decision = study.judge.decide(rollout.summary(at: 0), secondPass: nil)
    guard case .computed(let comparison) = decision.treatments[0].metrics[0].result else {
      return #expect(Bool(false), "spend has a value")
    }
    // Half of the covariate's variance is the unit's part, which is four fifths of a row's: r² of .4 and more.
    let adjustment = try #require(comparison.adjustment)
    #expect(adjustment.varianceReduction > 0.25)
    #expect(abs(comparison.difference - 5) < 4 * comparison.differenceStandardError)
  }

  @Test("Where the maximum may be extended, rollouts go on to its last end")
  func extensions() throws {
    var plan = Plan.simulated
    plan.log.time = "time"
    plan.duration.maximum = 7 * 86_400
    plan.duration.extend = ExtensionPlan(
      by: 7 * 86_400, to: 21 * 86_400, conditionalPower: 0.3)
    let study = try SimulationStudy(plan)
    #expect(study.looks.last == 1_814_400)
    #expect(study.units == 1200)
  }
}
