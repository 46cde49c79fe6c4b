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
    guard scale(of: threshold) == .logRatio else { return -threshold.value }
    return sign * log1p(-sign * threshold.value)
  }

  /// The variance of one unit on a scale, from the plan alone.
  ///
  /// It only tunes where the sequential bounds are tightest; no error rate depends on it. Shares are at most
  /// ¼; on the log scale a coefficient of variation of one is a middling guess for counts and latencies.
  func plannedVariance(on scale: Estimand.Scale) -> Double {
    let isShare = [.accuracy, .proportion, .rate].contains(kind)
    let variance: Double? =
      if let standardDeviation {
        standardDeviation * standardDeviation
      } else if isShare, let baseline, baseline > 0, baseline < 1 {
        baseline * (1 - baseline)
      } else if isShare {
        0.25
      } else {
        nil
      }
    return switch scale {
    case .difference: variance ?? 1
    case .logRatio:
      if let variance, let baseline, baseline > 0 { variance / (baseline * baseline) } else { 1 }
    }
  }
}
