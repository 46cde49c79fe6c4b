internal import Foundation

/// What is true in a simulated rollout: each treatment's effect on each column.
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

  /// Sets a metric's effect in a variant, unless an earlier metric has claimed its column.
  mutating func set(
    _ change: Change, metric index: Int, variant: Int, claimed: inout Set<Int>
  ) {
    let column = model.metricColumns[index]
    guard claimed.insert(column).inserted else { return }
    effects[variant][column] = effect(of: change, on: plan.metrics[index], model.columns[column])
  }

  /// How a treatment changes a metric.
  enum Change: Equatable, Sendable {
    case none
    case better(by: Threshold, times: Double = 1)
    case worse(by: Threshold)
    /// Beyond everything a plan may ask.
    case farBetter
  }

  private func effect(
    of change: Change, on metric: MetricPlan, _ column: SimulatedColumn
  ) -> ColumnEffect {
    switch change {
    case .none: .none
    case .better(let threshold, let times):
      threshold.unit == .absolute
        ? .shift(metric.sign * threshold.value * times)
        : .scale(1 + metric.sign * threshold.value * times)
    case .worse(let threshold):
      threshold.unit == .absolute
        ? .shift(-metric.sign * threshold.value) : .scale(1 - metric.sign * threshold.value)
    case .farBetter:
      if column.values == .event, metric.better == .higher {
        .shift((1 - column.level) / 2)
      } else {
        .scale(metric.better == .higher ? 1.5 : 0.5)
      }
    }
  }

  /// A metric's true value in a variant.
  func value(metric index: Int, variant: Int) -> Double {
    let metric = plan.metrics[index]
    let column = model.columns[model.metricColumns[index]]
    let effect = effects[variant][model.metricColumns[index]]
    if metric.kind == .quantile {
      return effect.apply(to: column.quantile(metric.probability ?? 0.5))
    }
    let level = column.level(under: effect)
    guard metric.errorRows == .failure, let errors = model.errors else { return level }
    return level * (1 - model.columns[errors].level(under: effects[variant][errors]))
  }

  /// A metric's true effect in a treatment, signed so that positive is better.
  func effect(metric index: Int, variant: Int, on scale: Estimand.Scale) -> Double {
    let metric = plan.metrics[index]
    let (control, treated) = (
      value(metric: index, variant: 0), value(metric: index, variant: variant)
    )
    return metric.sign
      * (scale == .difference ? treated - control : log(treated / control))
  }

  /// The metric is truly beyond the improvement that promotion claims.
  func isSuperior(metric index: Int, variant: Int) -> Bool {
    let metric = plan.metrics[index]
    let claimed = metric.rule == .estimate ? Threshold.zero : metric.minimumImprovement
    return effect(metric: index, variant: variant, on: metric.scale(of: claimed))
      > metric.improvement(by: claimed) + Self.rounding
  }

  /// The metric is truly within its margin.
  func isWithinMargin(metric index: Int, variant: Int) -> Bool {
    let metric = plan.metrics[index]
    return effect(metric: index, variant: variant, on: metric.scale(of: metric.margin))
      > metric.deterioration(by: metric.margin) + Self.rounding
  }

  /// The metric is truly worse than its harm limit.
  func isHarmful(metric index: Int, variant: Int) -> Bool {
    let metric = plan.metrics[index]
    return effect(metric: index, variant: variant, on: metric.scale(of: metric.harm))
      < metric.deterioration(by: metric.harm) - Self.rounding
  }

  /// Effects are sums and logarithms of stated numbers: equal ones differ by a few units in the last place.
  private static let rounding = 1e-12
}
