internal import Foundation
internal import Summaries

/// A truth that is put upon the units of a log: the effects of each treatment, and what is true under them.
struct LogScenario: Sendable {
  let kind: SimulationScenario.Kind
  let truth: TrueEffects
  /// By variant, control first; it has none.
  let effects: [[LogEffect]]

  /// - Throws: `SimulationProblem.impossible` where the log's values cannot change as the truth asks.
  init(
    _ kind: SimulationScenario.Kind, _ plan: Plan, _ handles: [LogHandle]
  ) throws(SimulationProblem) {
    self.kind = kind
    var effects: [[LogEffect]] = [[]]
    var values = [handles.map(\.level)]
    for variant in plan.variants.indices.dropFirst() {
      var (own, reached): ([LogEffect], [Double]) = ([], [])
      for (metric, handle) in zip(plan.metrics, handles) {
        let change = SimulationScenario.change(kind, metric, variant: variant)
        let level = try Self.level(of: metric, under: change, from: handle.level)
        if level != handle.level {
          own.append(handle.effect(to: level, isRelative: change.isRelative))
        }
        reached.append(level)
      }
      effects.append(own)
      values.append(reached)
    }
    self.effects = effects
    truth = TrueEffects(plan: plan, values: values, asked: kind.asked(of: plan))
  }

  private static func level(
    of metric: MetricPlan, under change: SimulatedTruth.Change, from level: Double
  ) throws(SimulationProblem) -> Double {
    let isShare = metric.kind.isShare
    func moved(_ threshold: Threshold, _ direction: Double) -> Double {
      threshold.unit == .absolute
        ? level + direction * threshold.value : level * (1 + direction * threshold.value)
    }
    func isPossible(_ value: Double, _ threshold: Threshold) -> Bool {
      if isShare, value <= 0 || value >= 1 { return false }
      return threshold.unit == .absolute || value / level > 0
    }
    switch change {
    case .none: return level
    case .farBetter:
      if isShare, metric.better == .higher { return (1 + level) / 2 }
      return level + metric.sign * 0.5 * abs(level)
    case .worse(let threshold):
      let value = moved(threshold, -metric.sign)
      guard isPossible(value, threshold) else {
        throw .impossible(metric: metric.name, from: level, to: value)
      }
      return value
    case .better(let threshold, let times):
      let hoped = moved(threshold, metric.sign)
      guard isPossible(hoped, threshold) else {
        throw .impossible(metric: metric.name, from: level, to: hoped)
      }
      let value = moved(threshold, metric.sign * times)
      // Twice the hope may be beyond what a share can be: then half of the way from it.
      return isPossible(value, threshold)
        ? value : (hoped + (metric.better == .higher ? 1 : 0)) / 2
    }
  }
}

extension SimulatedTruth.Change {
  fileprivate var isRelative: Bool {
    switch self {
    case .none, .farBetter: true
    case .better(let threshold, _), .worse(let threshold): threshold.unit == .relative
    }
  }
}
