import AssayTestSupport
import Summaries
import Testing

@testable import Judge

/// Rollouts that are drawn from the units of a log.
struct LogStudyTests {
  private var plan: Plan {
    var plan = Plan.simulated
    plan.log.time = "time"
    plan.duration.maximum = 10 * 86_400
    return plan
  }

  /// Units over ten days, half of them in each arm, with one to three rows; their shares grow with the days,
  /// and those of treatment are really worse, which rollouts must not show.
  private func log(_ plan: Plan, units: Int = 600) throws -> LogSummary {
    let scan = try LogStudy.scan(plan)
    var vectors = UnitVectors(measures: scan.measures.count)
    var random = SplitMix64(seed: 11)
    let axis = try #require(scan.buckets)
    var rows = 0
    for unit in 0..<units {
      let day = unit * 10 / units
      let variant = unit % 2
      let count = 1 + unit % 3
      var sums = Array(repeating: 0.0, count: scan.measures.count)
      for _ in 0..<count {
        let row: [String: Bool] = [
          "correct": random.uniform() < 0.45 + 0.01 * Double(day) - 0.1 * Double(variant),
          "approved": random.uniform() < 0.7, "error": random.uniform() < 0.2,
        ]
        for (index, measure) in scan.measures.enumerated() {
          switch measure.expression {
          case .one: sums[index] += 1
          case .indicator(let condition): sums[index] += row[condition.column] == true ? 1 : 0
          default: break
          }
        }
      }
      rows += count
      let time = Timestamp(
        seconds: RolloutTraffic.monday.microseconds / 1_000_000 + Int64(day) * 86_400)
      vectors.append(variant: variant, bucket: axis.index(of: time), rows: count, sums: sums)
    }
    var summary = LogSummary()
    (summary.variants, summary.unitVectors, summary.rows.used) = (plan.variants, vectors, rows)
    summary.firstTime = RolloutTraffic.monday
    return summary
  }

  private func study(_ rollouts: Int = 10, plan: Plan? = nil) throws -> LogStudy {
    let plan = plan ?? self.plan
    var settings = SimulationSettings()
    settings.rollouts = rollouts
    return try LogStudy(plan, log(plan), settings: settings)
  }

  private func share(
    of error: SimulatedError, _ kind: SimulationScenario.Kind, _ study: LogStudy,
    judge: (any RolloutJudge)? = nil
  ) -> Double {
    guard let scenario = study.kinds.firstIndex(of: kind) else { return .nan }
    let outcomes = (0..<study.settings.rollouts).map {
      study.rollout($0, scenario: scenario, judge: judge ?? study.judge)
    }
    return Double(outcomes.count { $0.errors.contains(error) }) / Double(outcomes.count)
  }

  @Test("Looks are the plan's, up to its end, and every unit is seen by the last")
  func looks() throws {
    let study = try study()
    #expect(study.looks == (1...10).map { Double($0) * 86_400 })
    #expect(study.units == 600)
    #expect(study.source == SimulatedLog(rows: 1200, units: 600, phases: 1))
    #expect(
      study.kinds == [
        .successAtMinimum, .guardrailAtMargin(metric: "approved"),
        .guardrailAtMargin(metric: "errors"), .atHarmLimit(correlation: 0), .improvement,
      ])
  }

  @Test("Variants change places within phases: every phase keeps its arms")
  func permutation() throws {
    var plan = plan
    let start = RolloutTraffic.monday.microseconds
    plan.phases = [0, 4].map { day in
      TrafficPhase(
        start: Timestamp(microseconds: start + day * 86_400_000_000), traffic: ["a": 50, "b": 50])
    }
    let layout = ScanLayout(plan)
    let units = try LogUnits(
      log(plan), axis: LogAxis(plan), plan: plan, layout: layout)
    #expect(units.members.map(\.count) == [240, 360])
    var random = SplitMix64(seed: 5)
    let permuted = units.permuted(&random)
    #expect(permuted != units.variants)
    for members in units.members {
      #expect(members.count { permuted[$0] == 1 } == members.count { units.variants[$0] == 1 })
    }
  }

  @Test("Effects put upon units are those that are then true")
  func effects() throws {
    let layout = ScanLayout(plan)
    let units = try LogUnits(log(plan), axis: LogAxis(plan), plan: plan, layout: layout)
    let columns = UnitColumns(layout.scan, of: units)
    let handles = try plan.metrics.indices.map {
      try LogHandle(metric: $0, plan, layout, columns, units)
    }
    let scenario = try LogScenario(.atHarmLimit(correlation: 0), plan, handles)
    let margin = try LogScenario(.guardrailAtMargin(metric: "errors"), plan, handles)
    // Everyone in one arm: what is found is what is true, for counts up to their chance.
    func value(_ metric: Int, of scenario: LogScenario, variant: Int) -> Double {
      var rollout = LogRollout(
        units, columns, layout.scan, variants: Array(repeating: variant, count: units.count),
        effects: scenario.effects, random: SplitMix64(seed: 9))
      guard case .ratio(let pair, _) = layout.slots[metric] else { return .nan }
      let moments = rollout.summary().pair(pair, variant: variant)
      return moments.meanX / moments.meanY
    }
    let approved = value(1, of: scenario, variant: 0)
    #expect(agree(approved, handles[1].level, relative: 1e-12))
    #expect(agree(value(1, of: scenario, variant: 1), approved - 0.2, relative: 1e-9))
    #expect(!scenario.truth.isHarmful(metric: 1, variant: 1))
    let errors = value(2, of: margin, variant: 0)
    #expect(agree(margin.truth.value(metric: 2, variant: 1), errors + 0.2, relative: 1e-12))
    // Of 1,200 rows those without an error get one with probability 1/4: the share is known to ±.012.
    #expect(abs(value(2, of: margin, variant: 1) - errors - 0.2) < 4 * 0.012)
    #expect(!margin.truth.isWithinMargin(metric: 2, variant: 1))
  }

  @Test("Promises are kept on a log's own units, and a gate with a mistake is not believed")
  func rates() throws {
    let study = try study(40)
    let bound = binomialBound(0.05, runs: 40)
    #expect(share(of: .falsePromotion, .successAtMinimum, study) <= bound)
    #expect(share(of: .falsePromotion, .guardrailAtMargin(metric: "approved"), study) <= bound)
    #expect(share(of: .falseRollback, .atHarmLimit(correlation: 0), study) <= bound)
    var wrong = plan
    wrong.metrics[1].margin = Threshold(value: 0.4, unit: .absolute, text: "40pp")
    let judge = Judgement(wrong, layout: ScanLayout(wrong), detail: .verdict)
    let broken = share(
      of: .falsePromotion, .guardrailAtMargin(metric: "approved"), study, judge: judge)
    #expect(broken > 0.5)
  }

  @Test(
    "Each guardrail at its margin is told with all errors, and with the coverage of its own interval"
  )
  func results() throws {
    let study = try study(20)
    for name in ["approved", "errors"] {
      let scenario = try #require(study.kinds.firstIndex(of: .guardrailAtMargin(metric: name)))
      let outcomes = (0..<20).map { study.rollout($0, scenario: scenario, judge: study.judge) }
      let result = study.result(scenario: scenario, outcomes)
      #expect(result.errors.map(\.error) == SimulatedError.allCases)
      #expect(result.intervals == 20)
      // At 95 % over all looks, three of twenty are missed once in thirteen runs, and four once in sixty.
      #expect(result.alwaysCovered >= 16)
      // An interval that is held against another metric's truth would miss it in most.
      #expect(
        SimulationScenario.Kind.guardrailAtMargin(metric: name).asked(of: plan)
          == plan.metrics.firstIndex { $0.name == name })
    }
  }

  @Test("The same rollout is the same, and another is not")
  func seeded() throws {
    let study = try study()
    let one = study.rollout(3, scenario: 0, judge: study.judge)
    #expect(one == study.rollout(3, scenario: 0, judge: study.judge))
  }

  @Test("Plans and logs that units cannot answer are refused")
  func refused() throws {
    var quantile = plan
    quantile.metrics[1].kind = .quantile
    #expect(throws: SimulationProblem.notInUnits("quantile approved")) {
      try LogStudy.scan(quantile)
    }
    var timeless = plan
    timeless.log.time = nil
    #expect(throws: SimulationProblem.notInUnits("looks without log.time")) {
      try LogStudy.scan(timeless)
    }
    var uneven = plan
    uneven.traffic = ["a": 90, "b": 10]
    #expect(throws: SimulationProblem.invalidLog) { try LogStudy(uneven, log(uneven)) }
    #expect(throws: SimulationProblem.emptyLog) { try LogStudy(plan, LogSummary()) }
  }
}
