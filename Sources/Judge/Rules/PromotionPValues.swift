internal import Stats

/// Anytime p-values that a treatment may be promoted: for each treatment the larger of its success
/// p-value (Holm over success metrics) and its non-inferiority p-values, then Holm over treatments.
///
/// The intersection–union rule of Schultzberg, Ankargren & Frånberg (2024): guardrails cost no α.
struct PromotionPValues {
  var plan: Plan

  func adjusted(_ treatments: [TreatmentAnalysis]) -> [Double] {
    let pValues = treatments.map { single($0) }
    // P-values are probabilities by construction; were one not, nothing is promoted.
    return (try? Holm.adjusted(pValues)) ?? pValues.map { _ in 1 }
  }

  private func single(_ treatment: TreatmentAnalysis) -> Double {
    var successes: [Double] = []
    var worst = 0.0
    for (metric, analysis) in zip(plan.metrics, treatment.metrics) {
      switch metric.role {
      case .monitor: continue
      case .success:
        guard let test = analysis.test(.superiority) else { successes.append(1); continue }
        let reaches = test.effect >= metric.requiredEffect(test)
        successes.append(metric.rule == .lowerBound || reaches ? test.pValue : 1)
      case .guardrail:
        worst = max(worst, analysis.test(.nonInferiority)?.pValue ?? 1)
      }
    }
    let success =
      switch plan.inference.successPolicy {
      case .any: (try? Holm.adjusted(successes))?.min() ?? 1
      case .all: successes.max() ?? 1
      }
    return max(success, worst)
  }
}
