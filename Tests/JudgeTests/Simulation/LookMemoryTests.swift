import Summaries
import Testing

@testable import Judge

/// A memory of earlier looks is for speed: no answer may depend on it.
@Suite struct LookMemoryTests {
  /// Forgets: what a protocol without a memory gives.
  private struct Forgetful: RolloutJudge {
    let judgement: Judgement
    var layout: ScanLayout { judgement.layout }

    func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision {
      judgement.decide(first, secondPass: secondPass)
    }
  }

  private func groups(_ change: (inout Plan) -> Void = { _ in }) -> Plan {
    var plan = Plan.simulated
    (plan.log.unit, plan.log.time) = (nil, "time")
    plan.duration.maximum = 14 * 86_400
    (plan.inference.success, plan.inference.looks) = (.groupSequential, 86_400)
    change(&plan)
    return plan
  }

  /// The labels are of a guardrail: those that are missing are bounded.
  private func late(_ plan: inout Plan) {
    plan.labels = LabelFile(file: "labels.csv", key: "request", value: "approved", time: "at")
    plan.labels?.maturity = 2 * 86_400
  }

  private func check(_ plan: Plan, units: Int) throws {
    var settings = SimulationSettings()
    (settings.seed, settings.rollouts, settings.units) = (5, 6, units)
    let study = try SimulationStudy(plan, settings: settings)
    let judgement = Judgement(plan, layout: ScanLayout(plan), detail: .verdict)
    for scenario in study.kinds.indices {
      let traffic = try RolloutTraffic(plan, settings)
      var rollout = Rollout(
        study.scenarios[scenario], traffic: traffic, scan: judgement.layout.scan,
        random: SplitMix64(seed: 17, family: UInt64(scenario), index: 0))
      let memory = LookMemory()
      for look in traffic.looks.indices {
        rollout.advance(to: look)
        let summary = rollout.summary(at: look)
        let remembered = judgement.decide(summary, secondPass: nil, remembering: memory)
        #expect(remembered == judgement.decide(summary), "\(study.kinds[scenario]), look \(look)")
      }
      for index in 0..<settings.rollouts {
        #expect(
          study.rollout(index, scenario: scenario, judge: judgement)
            == study.rollout(index, scenario: scenario, judge: Forgetful(judgement: judgement)))
      }
    }
  }

  @Test("Looks in groups are decided alike with a memory and without")
  func plain() throws { try check(groups(), units: 400) }

  @Test("Labels that come late, phases that are found and several treatments are, too")
  func harder() throws {
    try check(groups(late), units: 400)
    try check(
      groups {
        $0.treatments = ["b", "c"]
        $0.ramp = RampPlan(initial: 10, step: 30, maximum: 70, every: 4 * 86_400)
        $0.inference.spending = .pocock
      }, units: 600)
  }

  @Test("A cell that changes after its look is seen")
  func change() throws {
    let plan = groups()
    let traffic = try RolloutTraffic(plan, SimulationSettings())
    let study = try SimulationStudy(plan)
    let judgement = Judgement(plan, layout: ScanLayout(plan), detail: .verdict)
    var rollout = Rollout(
      study.scenarios[0], traffic: traffic, scan: judgement.layout.scan,
      random: SplitMix64(seed: 3))
    for look in 0...9 { rollout.advance(to: look) }
    var summary = rollout.summary(at: 9)
    let memory = LookMemory()
    _ = judgement.decide(summary, secondPass: nil, remembering: memory)
    for pair in summary.cells[2].pairs.indices { summary.cells[2].pairs[pair].add((x: 1, y: 1)) }
    #expect(
      judgement.decide(summary, secondPass: nil, remembering: memory) == judgement.decide(summary))
    summary.cells.remove(at: 1)
    #expect(
      judgement.decide(summary, secondPass: nil, remembering: memory) == judgement.decide(summary))
  }
}
