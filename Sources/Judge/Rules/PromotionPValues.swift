internal import Stats

/// Anytime p-values that a treatment may be promoted: for each treatment the larger of its success
/// p-value (Holm over success metrics) and its non-inferiority p-values, then Holm over treatments.
///
/// The intersection–union rule of Schultzberg, Ankargren & Frånberg (2024): guardrails cost no α. Under the
/// policy that asks for no benefit, the non-inferiority p-values alone: without a guardrail there are none.
struct PromotionPValues {
  var plan: Plan

  func adjusted(_ treatments: [TreatmentAnalysis]) -> [Double] {
    let pValues = treatments.map { single($0) }
    // P-values are probabilities by construction; were one not, nothing is promoted.
    return (try? Holm.adjusted(pValues)) ?? pValues.map { _ in 1 }
  }

  /// The levels at which a treatment with this adjusted p-value is promoted.
  ///
  /// Holm's procedure promotes it at the same time as it does at α with the p-value multiplied; each of its
  /// questions may then be answered at α over that factor.
  func levels(_ treatment: TreatmentAnalysis, adjusted: Double) -> PromotionLevels {
    let single = single(treatment)
    let alpha = plan.inference.significance
    let level = adjusted > 0 ? alpha * single / adjusted : alpha
    let pValues = successes(treatment)
    let factored =
      switch plan.inference.successPolicy {
      case .any: (try? Holm.adjusted(pValues.map(\.pValue))) ?? pValues.map(\.pValue)
      case .all: pValues.map(\.pValue)
      }
    var levels = PromotionLevels(superiority: [:], nonInferiority: level)
    for (success, factored) in zip(pValues, factored) where factored <= level {
      levels.superiority[success.metric] =
        factored > 0 ? level * success.pValue / factored : level
    }
    return levels
  }

  private func single(_ treatment: TreatmentAnalysis) -> Double {
    let guardrails = zip(plan.metrics, treatment.metrics).filter { $0.0.role == .guardrail }
      .map { $0.1.test(.nonInferiority)?.pValue ?? 1 }
    return max(success(treatment), guardrails.max() ?? (plan.inference.asksForBenefit ? 0 : 1))
  }

  private func success(_ treatment: TreatmentAnalysis) -> Double {
    let metrics = zip(plan.metrics, treatment.metrics).filter { $0.0.role == .success }
    guard plan.inference.asksForBenefit else {
      // No benefit is asked for, but a metric without a value could hide harm.
      return metrics.allSatisfy { $0.1.test(.superiority) != nil } ? 0 : 1
    }
    let pValues = successes(treatment).map(\.pValue)
    return switch plan.inference.successPolicy {
    case .any: (try? Holm.adjusted(pValues))?.min() ?? 1
    case .all: pValues.max() ?? 1
    }
  }

  private func successes(_ treatment: TreatmentAnalysis) -> [(metric: Int, pValue: Double)] {
    plan.metrics.indices.filter { plan.metrics[$0].role == .success }.map { index in
      let metric = plan.metrics[index]
      guard let test = treatment.metrics[index].test(.superiority) else { return (index, 1) }
      let reaches = test.effect >= metric.requiredEffect(test)
      return (index, metric.rule == .lowerBound || reaches ? test.pValue : 1)
    }
  }
}

extension Plan {
  /// All that a promotion compares a p-value with, by Holm's procedure over success metrics and over
  /// treatments.
  var promotionLevels: [Double] {
    let successes = max(1, metrics.count { $0.role == .success })
    let factors = (1...successes).flatMap { success in
      (1...max(1, treatments.count)).map { Double(success * $0) }
    }
    return Set(factors).sorted().map { inference.significance / $0 }
  }
}

/// The levels at which Holm's procedure answers the questions of one treatment.
struct PromotionLevels: Equatable {
  /// By the index of a success metric; those that are not proven keep their share of the budget.
  var superiority: [Int: Double]
  var nonInferiority: Double
}
