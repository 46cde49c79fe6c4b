import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@testable import Judge

/// Rolling back a canary whose treatment stands exactly at its level, over all stages and looks.
@Suite struct LevelErrorRateTests {
  private static let budget = 0.3
  private static let level = 0.1
  private static let traffic = [10.0, 30, 60, 100]
  private static let looksPerStage = 10
  private static let start = Timestamp(seconds: 1_772_445_600)

  private func plan(unit: String) throws -> Plan {
    let stages = Self.traffic.enumerated().map { index, traffic in
      "{traffic: \(Int(traffic))%, duration: 1h\(index == 0 ? ", levels: {errors: 10%}" : "")}"
    }
    var plan = try Plan(
      yaml: CanaryPlanTests.text(stages).replacing("unit: none", with: "unit: \(unit)"),
      file: "c.yaml")
    plan.metrics.removeAll { $0.name != "errors" }
    plan.inference.rollbackSignificance = Self.budget
    return plan
  }

  /// Requests of a unit, and those of them that failed.
  private typealias Unit = (events: Int, rows: Int)

  /// Whether the gate rolls back at some look, and whether a careless one does: z at each look.
  private func isRolledBack(
    _ plan: Plan, unitsPerLook: Int, _ draw: () -> Unit
  ) throws -> (gate: Bool, careless: Bool) {
    var sums = BivariateMoments()
    var result = (gate: false, careless: false)
    for stage in Self.traffic.indices {
      let starts = (0...stage).map { Self.start.advanced(by: Double($0) * 3600) }
      let staged = StagedPlan(plan, starts: starts)
      let layout = staged.layout(since: nil, until: nil, asOf: nil)
      let watch = try #require(LevelWatch(staged))
      for look in 1...Self.looksPerStage {
        for _ in 0..<unitsPerLook {
          let unit = draw()
          sums.add((Double(unit.events), Double(unit.rows)))
        }
        var first = LogSummary()
        (first.firstTime, first.lastTime) = (
          Self.start, starts[stage].advanced(by: Double(look) * 360)
        )
        var found = CanaryFindings(first)
        var levels = LogSummary()
        levels.cells = [
          LogSummary.Cell(
            variant: 1, bucket: 0, rows: sums.count, units: sums.count,
            pairs: watch.scan.pairs.map { _ in sums }, distributions: [])
        ]
        found.levels = levels
        let decision = CanaryJudgement(staged, layout: layout, detail: .verdict).decide(found)
        if decision.verdict == .rollback {
          result.gate = true
          let isNamed = decision.reasons.contains {
            if case .rollout(.levelPassed("errors", "above 10%", _, false, _)) = $0 {
              true
            } else {
              false
            }
          }
          #expect(isNamed, "\(decision.reasons)")
        }
        let ratio = try RatioEstimate(moments: sums)
        let z = (ratio.ratio - Self.level) / ratio.standardError
        if try Normal().upperTail(z) <= Self.budget { result.careless = true }
      }
    }
    return result
  }

  private func expectBudget(
    _ plan: Plan, rollouts: Int, unitsPerLook: Int, _ draw: (inout SplitMix64) -> Unit
  ) throws {
    var (gate, careless) = (0, 0)
    for index in 0..<rollouts {
      var random = SplitMix64(seed: 11, family: 1, index: index)
      let found = try isRolledBack(plan, unitsPerLook: unitsPerLook) { draw(&random) }
      gate += found.gate ? 1 : 0
      careless += found.careless ? 1 : 0
    }
    let bound = binomialBound(Self.budget, runs: rollouts) * Double(rollouts)
    #expect(Double(gate) <= bound, "\(gate) of \(rollouts)")
    // Some looks do err, and the same bound rejects a test of one look that is asked at each.
    #expect(gate > 0)
    #expect(Double(careless) > bound, "\(careless) of \(rollouts)")
  }

  @Test("C1 a treatment at its level is rolled back within the budget, over all stages and looks")
  func rows() throws {
    try expectBudget(try plan(unit: "none"), rollouts: 60, unitsPerLook: 50) { random in
      (random.uniform() < Self.level ? 1 : 0, 1)
    }
  }

  /// Users with one to eight requests; one in five of them fails with every other request.
  @Test("C1 the same where requests come from users who fail more often than others")
  func users() throws {
    try expectBudget(try plan(unit: "user"), rollouts: 60, unitsPerLook: 60) { random in
      let rows = 1 + Int(random.uniform() * 8)
      let share = random.uniform() < 0.2 ? 0.5 : 0.0
      return ((0..<rows).count { _ in random.uniform() < share }, rows)
    }
  }

  @Test("C1 a treatment that fails twice as often as its level is seen, whatever the control does")
  func detection() throws {
    let plan = try plan(unit: "none")
    for index in 0..<5 {
      var random = SplitMix64(seed: 12, family: 1, index: index)
      let found = try isRolledBack(plan, unitsPerLook: 50) {
        (random.uniform() < 2 * Self.level ? 1 : 0, 1)
      }
      #expect(found.gate)
    }
  }

  @Test("C1 levels take their part of the budget from what is compared, by weight")
  func shares() throws {
    let stages = [
      "{traffic: 10%, duration: 1h, rollback: {errors: 1pp}}",
      "{traffic: 50%, duration: 1h, levels: {ok: 80%, errors: 5%}}",
      "{traffic: 100%, duration: 1h}",
    ]
    let plan = try Plan(yaml: CanaryPlanTests.text(stages), file: "c.yaml")
    let staged = StagedPlan(plan, starts: [Self.start])
    // Nine tenths of 5 % in three equal parts: one for what is compared, one for each level.
    #expect(agree(staged.judged.inference.rollbackSignificance, 0.015, relative: 1e-12))
    for metric in plan.metrics where metric.name != "seen" {
      #expect(agree(staged.levelSignificance(of: metric), 0.015, relative: 1e-12))
    }
    // What is not in force yet holds its part, and says nothing.
    #expect(LevelWatch(staged)?.accounts(nil).isEmpty == true)
    let later = StagedPlan(plan, starts: [Self.start, Self.start.advanced(by: 3600)])
    let accounts = LevelWatch(later)?.accounts(nil)
    #expect(accounts?.map(\.level) == ["above 5%", "below 80%"])
    #expect(accounts?.allSatisfy { $0.status == .unclear } == true)
    let plain = try Plan(
      yaml: CanaryPlanTests.text([stages[0], stages[2]]), file: "c.yaml")
    #expect(LevelWatch(StagedPlan(plain, starts: [Self.start])) == nil)
  }
}
