import Foundation
import Summaries
import Testing

@testable import Judge

/// Labels that become known some time after their rows, in simulated rollouts.
struct LateLabelTests {
  private var plan: Plan {
    var plan = Plan.simulated
    plan.labels = LabelFile(file: "labels.csv", key: "request", value: "correct", time: "at")
    plan.labels?.maturity = 4 * 86_400
    (plan.log.unit, plan.log.time) = (nil, "time")
    return plan
  }

  @Test("A look knows the labels that have come by then")
  func known() throws {
    var settings = SimulationSettings()
    settings.units = 4000
    let plan = plan
    let study = try SimulationStudy(plan, settings: settings)
    let layout = ScanLayout(plan)
    guard case .ratio(let pair, _) = layout.slots[0] else { return #expect(Bool(false)) }
    var rollout = Rollout(
      study.scenarios[0], traffic: try RolloutTraffic(plan, settings), scan: layout.scan,
      random: SplitMix64(seed: 21))
    for look in study.looks.indices {
      rollout.advance(to: look)
      let moments = (0...1).map { rollout.summary(at: look).pair(pair, variant: $0) }
      let rows = Double(moments.map(\.count).reduce(0, +))
      let labelled = moments.map { $0.meanY * Double($0.count) }.reduce(0, +) / rows
      // Rows came evenly over the days so far; a label is there after an exponential day, and never after four.
      let days = Double(look + 1)
      let recent = min(days, 4)
      let expected = (recent - 1 + exp(-recent) + max(0, days - 4) * (1 - exp(-4))) / days
      #expect(abs(labelled - expected) < 4 * (expected * (1 - expected) / rows).squareRoot())
    }
    // The errors of the rows do not wait.
    guard case .ratio(let errors, _) = layout.slots[2] else { return #expect(Bool(false)) }
    let last = rollout.summary(at: 13)
    #expect(last.pair(errors, variant: 0).meanY == 1)
  }

  @Test("Success at its minimum is promoted no more often where labels come late")
  func promise() throws {
    var settings = SimulationSettings()
    (settings.units, settings.rollouts) = (400, 40)
    let study = try SimulationStudy(plan, settings: settings)
    #expect(
      study.share(of: .falsePromotion, .successAtMinimum) <= 0.05 + 3
        * (0.05 * 0.95 / 40).squareRoot())
  }
}
