internal import Summaries

extension CaseFile {
  /// What a treatment lacks for a promotion.
  func outlook(_ treatment: TreatmentAnalysis) -> Outlook {
    let prospect = horizon.flatMap { Prospect(treatment, of: plan, by: $0, if: .trend) }
    let metrics = zip(plan.metrics, treatment.metrics).compactMap { need($0, $1) }
    return Outlook(
      probability: prospect?.probability, by: prospect.flatMap { _ in horizon?.end },
      limitedBy: prospect?.limitedBy, needs: unitsMissing + timeMissing + metrics)
  }

  private var unitsMissing: [Outlook.Need] {
    let required = plan.inference.minimumSample
    return sample.arms.filter { $0.units < required }.map { arm in
      .units(
        variant: arm.variant, missing: required - arm.units,
        expectedAt: arm.units > 0 ? time(atGrowth: Double(required) / Double(arm.units)) : nil)
    }
  }

  private var timeMissing: [Outlook.Need] {
    guard let minimum = plan.duration.enforcedMinimum, let elapsed, elapsed < minimum else {
      return []
    }
    return [
      .time(seconds: minimum - elapsed, until: instant(elapsed: minimum))
    ]
  }

  /// Units whose window has passed, in the variant that has the fewest; nil where there are enough.
  private func completeUnits(_ units: CompleteUnits, of metric: MetricAnalysis) -> Outlook.Need? {
    let (fewest, required) = (min(units.control, units.treatment), plan.inference.minimumSample)
    guard fewest < required else { return nil }
    return .completeUnits(
      metric: metric.name, missing: required - fewest,
      expectedAt: fewest > 0
        ? time(
          atGrowth: Double(required) / Double(fewest), delay: metric.estimand.delay) : nil)
  }

  /// The units of all variants together that a metric is judged on; one that each variant answers counts once.
  ///
  /// Of the variants that are not compared, as many are complete.
  func judgedUnits(_ metric: MetricAnalysis) -> Double {
    let shares = sample.arms.map(\.plannedShare).reduce(0, +)
    let all = Double(units) / (shares > 0 ? shares : 1)
    guard let complete = metric.complete, complete.units > 0 else { return all }
    return all * Double(complete.control + complete.treatment) / Double(complete.units)
  }

  private func need(_ metric: MetricPlan, _ analysis: MetricAnalysis) -> Outlook.Need? {
    let isAsked = metric.role == .guardrail || plan.inference.asksForBenefit
    guard metric.role != .monitor else { return nil }
    if let complete = analysis.complete, let need = completeUnits(complete, of: analysis) {
      return need
    }
    guard let test = analysis.promotionTest else { return .value(metric: metric.name) }
    guard isAsked, !test.isPromising(under: metric) else { return nil }
    if let effective = test.tooFewEffectiveUnits {
      let growth = effective > 0 ? Evidence.floor / effective : nil
      let delay = plan.isDelayed(metric) ? analysis.estimand.delay : 0
      return .effectiveUnits(
        metric: metric.name, effective: effective, required: Evidence.floor,
        unitsMissing: growth.flatMap {
          Int(exactly: (judgedUnits(analysis) * ($0 - 1)).rounded(.up))
        },
        expectedAt: growth.flatMap { time(atGrowth: $0, delay: delay) })
    }
    guard let limit = test.limit else { return .value(metric: metric.name) }
    let forecast = Forecast(test, of: analysis, in: self)
    // The interval moves with its estimate: what the limit lacks is what the effect does.
    let additional = max(test.nullEffect - limit, metric.requiredEffect(test) - test.effect)
    return .effect(
      metric: metric.name, question: test.question, additional: max(0, additional),
      scale: test.scale, unitsMissing: forecast?.unitsMissing, expectedAt: forecast?.expectedAt)
  }
}
