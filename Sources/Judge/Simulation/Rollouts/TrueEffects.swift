internal import Foundation

/// What is true of every treatment, metric by metric: what the verdicts of a rollout are held against.
struct TrueEffects: Equatable, Sendable {
  let plan: Plan
  /// By variant, control first, then metric.
  let values: [[Double]]
  /// The metric whose interval is held against the truth.
  var asked = 0

  /// A metric's true value in a variant.
  func value(metric index: Int, variant: Int) -> Double { values[variant][index] }

  /// A metric's true effect in a treatment, signed so that positive is better.
  func effect(metric index: Int, variant: Int, on scale: Estimand.Scale) -> Double {
    let (control, treated) = (values[0][index], values[variant][index])
    return plan.metrics[index].sign
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

  /// Effects are sums and logarithms of stated numbers, and some are found by bisection: equal ones differ by
  /// a few units in the last place.
  private static let rounding = 1e-9
}
