internal import Stats

/// Promotes a treatment that is proven better and proven not worse; under the policy that asks for no benefit,
/// one that is proven not worse.
struct SuccessRule: DecisionRule {
  let rule = Rule.success

  func apply(to file: CaseFile) -> Finding {
    let asksForBenefit = file.plan.inference.asksForBenefit
    guard !asksForBenefit || file.plan.metrics.contains(where: { $0.role == .success }) else {
      return Finding(verdict: nil, reasons: [.noSuccessMetric])
    }
    let worse = file.deteriorated
    let promotable = file.treatments.filter {
      ($0.promotionPValue ?? 1) <= file.plan.inference.significance && !worse.contains($0.variant)
    }
    guard let best = promotable.min(by: { rank($0) < rank($1) }) else {
      let next = file.schedule?.next.map { Reason.nextLook(at: $0, taken: file.looksTaken) }
      return Finding(
        verdict: nil,
        reasons: file.treatments.flatMap { open($0, file) } + [next].compactMap(\.self))
    }
    if let closed = outsideCalendar(best, file) {
      // Before the maximum duration is asked: what is proven is not stopped for the hour of the day.
      return Finding(verdict: .continue, reasons: [closed] + proven(best, file))
    }
    let policy: [Reason] = asksForBenefit ? [] : [.harmlessByPolicy(treatment: best.variant)]
    let others = promotable.map(\.variant).filter { $0 != best.variant }
    return Finding(
      verdict: .promote,
      reasons: policy + proven(best, file)
        + (others.isEmpty ? [] : [.othersProven(treatments: others, promoted: best.variant)]),
      promoted: best.variant)
  }

  /// The largest effect on the first success metric first; without one, the surest.
  private func rank(_ treatment: TreatmentAnalysis) -> (Double, Double) {
    let leading = treatment.metrics.first { $0.role == .success }?.test(.superiority)
    return (-(leading?.effect ?? -.infinity), treatment.promotionPValue ?? 1)
  }

  /// Nil where the calendar is open; without a clock it is not known to be.
  private func outsideCalendar(_ treatment: TreatmentAnalysis, _ file: CaseFile) -> Reason? {
    guard let calendar = file.plan.calendar else { return nil }
    let earliest = file.asOf.flatMap(calendar.opening)
    guard earliest == nil || earliest != file.asOf else { return nil }
    return .outsideCalendar(
      treatment: treatment.variant, present: file.asOf, earliest: earliest)
  }

  /// What the promotion rests on.
  private func proven(_ treatment: TreatmentAnalysis, _ file: CaseFile) -> [Reason] {
    zip(file.plan.metrics, treatment.metrics).compactMap { metric, analysis in
      guard let test = analysis.promotionTest, test.holds else { return nil }
      // Looks whose bounds no reader asked for have no limit; what they prove lies beyond the null.
      guard let limit = test.limit ?? (test.looks == nil ? nil : test.nullEffect) else {
        return nil
      }
      return switch test.question {
      case .superiority:
        .successProven(
          metric: metric.name, treatment: treatment.variant, limit: limit,
          required: test.nullEffect, scale: test.scale, threshold: test.threshold)
      default:
        .nonInferiorityProven(
          metric: metric.name, treatment: treatment.variant, limit: limit,
          required: test.nullEffect, scale: test.scale, threshold: test.threshold)
      }
    }
  }

  /// What is still missing.
  private func open(_ treatment: TreatmentAnalysis, _ file: CaseFile) -> [Reason] {
    zip(file.plan.metrics, treatment.metrics).compactMap { metric, analysis in
      guard metric.role != .monitor else { return nil }
      if case .notComputable(let cause) = analysis.result {
        return .metricNotComputable(
          metric: metric.name, treatment: treatment.variant, cause: cause)
      }
      guard let test = analysis.promotionTest else { return nil }
      let isAsked = metric.role != .success || file.plan.inference.asksForBenefit
      if let effective = test.tooFewEffectiveUnits, isAsked {
        return .tooFewEffectiveUnits(
          metric: metric.name, treatment: treatment.variant, effective: effective,
          required: Evidence.floor)
      }
      guard isAsked, !test.isPromising(under: metric) else { return nil }
      let forecast =
        file.detail == .report ? Forecast(test, of: analysis, in: file) : nil
      return .notProven(
        metric: metric.name, treatment: treatment.variant, question: test.question,
        effect: test.effect, limit: test.limit, required: metric.requiredEffect(test),
        scale: test.scale, threshold: metric.requiredThreshold(test).text,
        unitsMissing: forecast?.unitsMissing, expectedAt: forecast?.expectedAt)
    }
  }
}

extension MetricAnalysis {
  /// The question promotion asks of this metric.
  var promotionTest: ThresholdTest? { test(.superiority) ?? test(.nonInferiority) }
}

extension ThresholdTest {
  /// The test holds and, under rule `estimate`, the estimate reaches the minimum.
  func isPromising(under metric: MetricPlan) -> Bool {
    holds && (question != .superiority || effect >= metric.requiredEffect(self))
  }
}

extension MetricPlan {
  /// The signed effect promotion needs: of the limit, or of the estimate under rule `estimate`.
  func requiredEffect(_ test: ThresholdTest) -> Double {
    test.question == .superiority ? improvement(by: minimumImprovement) : test.nullEffect
  }

  func requiredThreshold(_ test: ThresholdTest) -> Threshold {
    test.question == .superiority ? minimumImprovement : margin
  }
}
