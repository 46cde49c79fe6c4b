/// Stops when no treatment can still be promoted, or when time is up.
struct FutilityRule: DecisionRule {
  let rule = Rule.futility

  func apply(to file: CaseFile) -> Finding {
    let lost = file.treatments.map { outOfReach($0, file) }
    if !lost.isEmpty, lost.allSatisfy({ !$0.isEmpty }) {
      return Finding(verdict: .stop, reasons: lost.flatMap(\.self))
    }
    if let maximum = file.plan.duration.maximum, let elapsed = file.elapsed, elapsed >= maximum,
      file.schedule?.next == nil
    {
      return Finding(
        verdict: .stop,
        reasons: [.maximumDuration(elapsedSeconds: elapsed, maximumSeconds: maximum)])
    }
    return Finding(verdict: nil, reasons: [])
  }

  /// Why a treatment can no longer be promoted: the confidence sequence excludes what promotion needs.
  private func outOfReach(_ treatment: TreatmentAnalysis, _ file: CaseFile) -> [Reason] {
    var guardrails: [Reason] = []
    var successes: [Reason?] = []
    for (metric, analysis) in zip(file.plan.metrics, treatment.metrics)
    where metric.role != .monitor {
      let reason = analysis.promotionTest.flatMap {
        shortfall($0, metric: metric, treatment: treatment.variant)
          ?? lookShortfall($0, metric: metric, treatment: treatment.variant)
      }
      switch metric.role {
      case .success: successes.append(reason)
      default: if let reason { guardrails.append(reason) }
      }
    }
    let missed = successes.compactMap(\.self)
    let isLost =
      switch file.plan.inference.successPolicy {
      case .any: !successes.isEmpty && missed.count == successes.count
      case .all: !missed.isEmpty
      }
    return guardrails + (isLost ? missed : [])
  }

  /// A test in groups that is at its end, or below its bound of futility.
  private func lookShortfall(
    _ test: ThresholdTest, metric: MetricPlan, treatment: String
  ) -> Reason? {
    guard !test.holds, let looks = test.looks, let last = looks.last else { return nil }
    if last.fraction >= 1 {
      return .looksSpent(
        metric: metric.name, treatment: treatment, looks: looks.count,
        statistic: last.statistic, boundary: last.boundary)
    }
    guard let bound = last.futilityBoundary, last.statistic <= bound else { return nil }
    return .futile(
      metric: metric.name, treatment: treatment, looks: looks.count, statistic: last.statistic,
      boundary: bound)
  }

  private func shortfall(_ test: ThresholdTest, metric: MetricPlan, treatment: String) -> Reason? {
    // The sequence is symmetric about the estimate; only it, not a single look, can rule an effect out.
    guard test.method == .confidenceSequence, let lower = test.limit else { return nil }
    let upper = 2 * test.effect - lower
    let required = metric.requiredEffect(test)
    guard upper < required else { return nil }
    return .outOfReach(
      metric: metric.name, treatment: treatment, question: test.question, limit: upper,
      required: required, scale: test.scale, threshold: metric.requiredThreshold(test).text)
  }
}
