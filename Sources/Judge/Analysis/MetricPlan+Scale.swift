internal import Foundation

extension MetricPlan {
  /// The scale most of the metric's thresholds are on: relative ones are judged on the log ratio.
  var scale: Estimand.Scale {
    let sizes = [minimumImprovement, margin, harm].filter { $0.value > 0 }
    return sizes.contains { $0.unit == .relative } ? .logRatio : .difference
  }

  /// The scale of one threshold; zero is the same on every scale.
  func scale(of threshold: Threshold) -> Estimand.Scale {
    guard threshold.value > 0 else { return scale }
    return threshold.unit == .relative ? .logRatio : .difference
  }

  /// +1 where higher is better, else −1: what turns a change into an effect whose positive sign is better.
  var sign: Double { better == .higher ? 1 : -1 }

  /// An improvement by this much, as a signed effect.
  func improvement(by threshold: Threshold) -> Double {
    guard scale(of: threshold) == .logRatio else { return threshold.value }
    return sign * log1p(sign * threshold.value)
  }

  /// A deterioration by this much, as a signed effect: never positive.
  func deterioration(by threshold: Threshold) -> Double {
    // From zero, so that no change is 0 and never -0.
    guard scale(of: threshold) == .logRatio else { return 0 - threshold.value }
    return 0 + sign * log1p(-sign * threshold.value)
  }

  /// The variance of one unit on a scale, as the plan leads to expect it.
  ///
  /// It only tunes where the sequential bounds are tightest; no error rate depends on it. The guesses for a
  /// silent plan are low on purpose: a value ten times too small widens a bound by about 7 %, one ten times
  /// too large by about 30 %.
  ///
  /// - Parameters:
  ///   - scale: The scale of the effect.
  ///   - level: The control's value, for metrics whose spread the plan gives on neither scale.
  /// - Returns: The variance, in squared units of the scale.
  func plannedVariance(on scale: Estimand.Scale, level: Double) -> Double {
    let variance = standardDeviation.map { $0 * $0 } ?? shareVariance
    switch scale {
    case .difference: return variance ?? Self.relativeVariance * max(level * level, 1e-300)
    case .logRatio:
      guard let variance, let baseline, baseline > 0 else { return Self.relativeVariance }
      return variance / (baseline * baseline)
    }
  }

  /// A coefficient of variation of about a third.
  private static let relativeVariance = 0.1

  private var shareVariance: Double? {
    guard kind.isShare else { return nil }
    if let baseline, baseline > 0, baseline < 1 { return baseline * (1 - baseline) }
    return kind == .rate ? 0.01 : 0.05
  }
}
