internal import Foundation

/// Finds what a rollout's plan gives away: a strategy that its criticality does not ask for, and stages that the
/// traffic cannot fill.
struct RolloutLint {
  let plan: Plan

  var findings: [LintFinding] {
    advice + thinStages + hopelessConditions + unchecked + unprovableCalm
  }

  /// Before a switch somebody should have asked the treatment something.
  private var unchecked: [LintFinding] {
    plan.strategy == .blueGreen && plan.rolloutChecks == nil
      ? [LintFinding(path: "switch", issue: .switchUnchecked)] : []
  }

  /// Margins in points that the clusters of a switch do not show where nothing happens.
  private var unprovableCalm: [LintFinding] {
    guard let switched = plan.switched else { return [] }
    let clusters = Int((switched.monitoring / switched.block).rounded(.down))
    return plan.metrics.enumerated().compactMap { index, metric in
      guard metric.role == .guardrail, metric.kind.isShare, metric.margin.unit == .absolute,
        metric.margin.value > 0, metric.margin.value < 1
      else { return nil }
      let needed = log(plan.inference.significance) / log1p(-metric.margin.value)
      guard needed < 1e9, Double(clusters) < needed else { return nil }
      let issue = LintIssue.calmUnprovable(
        metric: metric.name, margin: metric.margin, clusters: clusters,
        required: Int(needed.rounded(.up)))
      return LintFinding(path: "metrics[\(index)].margin", issue: issue)
    }
  }

  /// High stakes go by canary, medium ones by a comparison, low ones server by server; what is only to be
  /// validated answers in the shadow.
  private var advice: [LintFinding] {
    guard let criticality = plan.criticality, criticality.strategy != plan.strategy else {
      return []
    }
    let issue = LintIssue.strategyAdvised(
      criticality: criticality, advised: criticality.strategy, strategy: plan.strategy)
    return [LintFinding(path: "strategy", issue: issue)]
  }

  /// Units of the treatment that a stage can hope for, once it is warm; nil where the traffic is not said.
  private func units(in stage: StagePlan) -> Double? {
    plan.unitsPerDay.map { $0 / 86_400 * stage.duration * stage.traffic / 100 }
  }

  private var thinStages: [LintFinding] {
    (plan.stages ?? []).enumerated().compactMap { index, stage in
      guard let units = units(in: stage), units < Double(stage.minimumSample) else { return nil }
      let issue = LintIssue.stageTooThin(
        stage: index + 1, units: units, required: stage.minimumSample,
        seconds: stage.duration * Double(stage.minimumSample) / units)
      return LintFinding(path: "stages[\(index)]", issue: issue)
    }
  }

  /// Limits of a rate in points take fifty events on each side before anything can be said of them.
  private var hopelessConditions: [LintFinding] {
    (plan.stages ?? []).enumerated().flatMap { index, stage in
      plan.metrics.compactMap { metric -> LintFinding? in
        guard stage.isConcurrent, let limit = stage.rollback[metric.name],
          metric.kind == .rate || metric.kind == .proportion, let baseline = metric.baseline,
          StagePlan.Process(limit, of: metric) != .firstEvents
        else { return nil }
        let reached = (plan.stages ?? []).prefix(index + 1).compactMap(units).reduce(0, +)
        let events = reached * min(baseline, 1 - baseline)
        guard plan.unitsPerDay != nil, events > 0, events < Evidence.floor else { return nil }
        let issue = LintIssue.conditionHopeless(
          stage: index + 1, metric: metric.name, limit: limit, events: events,
          required: Evidence.floor)
        return LintFinding(path: "stages[\(index)].rollback.\(metric.name)", issue: issue)
      }
    }
  }
}

extension Plan.Criticality {
  /// The strategy that the stakes ask for.
  var strategy: Plan.Strategy {
    switch self {
    case .high: .canary
    case .medium: .ab
    case .low: .rolling
    case .validation: .shadow
    }
  }
}
