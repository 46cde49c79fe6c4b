internal import Foundation

/// How a simulated rollout is drawn: each treatment's effect on each column.
struct SimulatedTruth: Equatable, Sendable {
  let plan: Plan
  let model: OutcomeModel
  /// By variant, control first, then column.
  private(set) var effects: [[ColumnEffect]]

  init(_ plan: Plan, _ model: OutcomeModel) {
    (self.plan, self.model) = (plan, model)
    effects = Array(
      repeating: Array(repeating: .none, count: model.columns.count), count: plan.variants.count)
  }

  /// How a treatment changes a metric.
  enum Change: Equatable, Sendable {
    case none
    case better(by: Threshold, times: Double = 1)
    case worse(by: Threshold)
    /// Beyond everything a plan may ask.
    case farBetter
  }

  /// Sets a metric's effect in a variant, unless an earlier metric has claimed its column.
  ///
  /// - Throws: `SimulationProblem.impossible` where no value can change so much.
  mutating func set(
    _ change: Change, metric index: Int, variant: Int, claimed: inout Set<Int>
  ) throws(SimulationProblem) {
    let column = model.metricColumns[index]
    guard claimed.insert(column).inserted else { return }
    effects[variant][column] = try effect(of: change, on: index, model.columns[column])
  }

  private func effect(
    of change: Change, on index: Int, _ column: SimulatedColumn
  ) throws(SimulationProblem) -> ColumnEffect {
    let metric = plan.metrics[index]
    switch change {
    case .none: return .none
    case .farBetter:
      return column.values == .event && metric.better == .higher
        ? .shift((1 - column.level) / 2) : .scale(metric.better == .higher ? 1.5 : 0.5)
    case .better(let threshold, let times):
      let change = threshold.change(metric.sign, times: times)
      guard times > 1, column.values == .event,
        !(0..<1).contains(change.apply(to: column.level))
      else { return try reached(change, on: index, column) }
      // Twice the hope may be beyond what a share can be: then half of the way from it.
      let hoped = threshold.change(metric.sign, times: 1)
      _ = try reached(hoped, on: index, column)
      let end = metric.better == .higher ? 1.0 : 0
      return .shift((hoped.apply(to: column.level) + end) / 2 - column.level)
    case .worse(let threshold):
      return try reached(threshold.change(-metric.sign, times: 1), on: index, column)
    }
  }

  /// The effect on the column that changes the metric by as much.
  private func reached(
    _ change: ColumnEffect, on index: Int, _ column: SimulatedColumn
  ) throws(SimulationProblem) -> ColumnEffect {
    let metric = plan.metrics[index]
    if column.values == .event {
      let level = change.apply(to: column.level)
      guard level > 0, level < 1 else {
        throw .impossible(metric: metric.name, from: column.level, to: level)
      }
    }
    if case .scale(let factor) = change, factor <= 0 {
      throw .impossible(metric: metric.name, from: column.level, to: change.apply(to: column.level))
    }
    guard let limits = metric.winsorization?.limits else { return change }
    let target = change.apply(to: column.mean(within: limits, under: .none))
    guard let found = column.effect(like: change, within: limits, reaching: target) else {
      throw .impossible(
        metric: metric.name, from: column.mean(within: limits, under: .none), to: target)
    }
    return found
  }

  /// What is true under these effects.
  var known: TrueEffects {
    TrueEffects(
      plan: plan,
      values: plan.variants.indices.map { variant in
        plan.metrics.indices.map { value(metric: $0, variant: variant) }
      })
  }

  private func value(metric index: Int, variant: Int) -> Double {
    let metric = plan.metrics[index]
    let column = model.columns[model.metricColumns[index]]
    let effect = effects[variant][model.metricColumns[index]]
    if metric.kind == .quantile {
      return effect.apply(to: column.quantile(metric.probability ?? 0.5))
    }
    if let limits = metric.winsorization?.limits {
      return column.mean(within: limits, under: effect)
    }
    let level = column.level(under: effect)
    guard metric.errorRows == .failure, let errors = model.errors else { return level }
    return level * (1 - model.columns[errors].level(under: effects[variant][errors]))
  }
}

extension Threshold {
  /// A change by so many times the threshold, in the direction of the sign.
  fileprivate func change(_ sign: Double, times: Double) -> ColumnEffect {
    unit == .absolute ? .shift(sign * value * times) : .scale(1 + sign * value * times)
  }
}
