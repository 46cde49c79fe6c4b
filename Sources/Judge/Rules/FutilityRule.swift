internal import Summaries

/// Stops when no treatment can still be promoted, when that has become too unlikely, or when time is up.
struct FutilityRule: DecisionRule {
  let rule = Rule.futility

  func apply(to file: CaseFile) -> Finding {
    let lost = file.treatments.map { outOfReach($0, file) + futile($0, file) }
    if !lost.isEmpty, lost.allSatisfy({ !$0.isEmpty }) {
      return Finding(verdict: .stop, reasons: lost.flatMap(\.self))
    }
    guard let maximum = file.plan.duration.maximum, let elapsed = elapsed(file), elapsed >= maximum
    else { return Finding() }
    func timeIsUp(extendedTo end: Double?) -> Reason {
      .maximumDuration(
        elapsedSeconds: elapsed, maximumSeconds: maximum, extendedToSeconds: end)
    }
    return file.nextEnd(after: elapsed).map { extended(to: $0, file, timeIsUp(extendedTo: nil)) }
      ?? Finding(
        verdict: .stop, reasons: [timeIsUp(extendedTo: file.plan.duration.extend?.to)])
  }

  /// Of looks in groups the last one ends the time, whether or not the log has rows up to it.
  private func elapsed(_ file: CaseFile) -> Double? {
    guard let schedule = file.schedule, schedule.last != nil else { return file.elapsed }
    guard schedule.next == nil, let last = schedule.last else { return nil }
    return schedule.first.seconds(to: last)
  }

  /// Too small a chance to be promoted by the last end of the plan, even if the plan's hopes are true.
  ///
  /// No error rate depends on it: a bound that holds at every look holds at fewer.
  private func futile(_ treatment: TreatmentAnalysis, _ file: CaseFile) -> [Reason] {
    guard let required = file.plan.inference.futilityPower, let horizon = file.lastHorizon,
      let prospect = Prospect(treatment, of: file.plan, by: horizon, if: .hope),
      prospect.probability < required
    else { return [] }
    return [
      .futile(
        treatment: treatment.variant, metric: prospect.limitedBy,
        probability: prospect.probability, required: required, by: horizon.end)
    ]
  }

  /// The maximum has passed: what decides is how likely a promotion is by the last end there could be.
  ///
  /// By the end of the present extension the chance would fall to nothing as that comes nearer, and rise again
  /// with the next one.
  private func extended(to end: Double, _ file: CaseFile, _ timeIsUp: Reason) -> Finding {
    guard let extend = file.plan.duration.extend, let next = file.horizon(at: end),
      let last = file.lastHorizon
    else {
      return Finding(verdict: .stop, reasons: [timeIsUp])
    }
    let best = file.treatments
      .compactMap { treatment in
        Prospect(treatment, of: file.plan, by: last, if: .trend).map { (treatment.variant, $0) }
      }
      .max { $0.1.probability < $1.1.probability }
    guard let (treatment, prospect) = best, prospect.probability >= extend.conditionalPower else {
      let missed = best.map { treatment, prospect in
        Reason.notExtended(
          treatment: treatment, probability: prospect.probability,
          required: extend.conditionalPower, until: last.end)
      }
      return Finding(verdict: .stop, reasons: [timeIsUp] + [missed].compactMap(\.self))
    }
    return Finding(
      verdict: .continue,
      reasons: [
        .extended(
          treatment: treatment, probability: prospect.probability,
          required: extend.conditionalPower, until: next.end)
      ])
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
      case _ where !file.plan.inference.asksForBenefit: false
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
    return .futileAtLook(
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
