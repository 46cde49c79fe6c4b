internal import Summaries

/// Harm that t on clusters shows: of a critical guardrail it rolls back, of another metric it stops.
struct ClusterHarmRule: DecisionRule {
  /// Which metrics it watches.
  enum Watch { case rollback, deterioration }

  var watch: Watch
  var clusters: [Int]
  var rule: Rule { watch == .rollback ? .harm : .deterioration }

  func apply(to file: CaseFile) -> Finding {
    let reasons = file.treatments.flatMap { treatment in
      zip(file.plan.metrics, treatment.metrics).compactMap { reason($0, $1) }
    }
    let former = watch == .rollback ? file.former : nil
    let all = reasons + [former].compactMap(\.self).map { .rolledBackBefore(newest: $0.newest) }
    guard !all.isEmpty else { return Finding() }
    return Finding(verdict: watch == .rollback ? .rollback : .stop, reasons: all)
  }

  private func reason(_ metric: MetricPlan, _ analysis: MetricAnalysis) -> Reason? {
    let isWatched = watch == .rollback ? metric.watchesRollback : metric.watchesDeterioration
    guard isWatched, let test = analysis.test(.harm), test.holds else { return nil }
    return .rollout(
      .clusterHarm(
        metric: metric.name, effect: test.effect, nullEffect: test.nullEffect,
        threshold: test.threshold, scale: test.scale, pValue: test.pValue, clusters: clusters,
        critical: metric.watchesRollback))
  }
}

/// Holds while clusters are too few or the time that is judged is not over; and ends it, where it is.
struct ClusterRule: DecisionRule {
  let rule = Rule.stage
  var held: [Reason]

  func apply(to file: CaseFile) -> Finding {
    Finding(verdict: held.isEmpty ? nil : .continue, reasons: held)
  }
}

/// Results from outside: one that failed stops, and one that is not there keeps a promotion waiting.
struct RolloutCheckRule: DecisionRule {
  let rule = Rule.checks
  var checks: [Check]

  func apply(to file: CaseFile) -> Finding {
    let failed = checks.filter { $0.state == .failed }.map { Reason.check(.failed($0)) }
    let open = checks.filter { $0.state == .notJudged }.map { Reason.check(.notJudged($0)) }
    if !failed.isEmpty { return Finding(verdict: .stop, reasons: failed + open) }
    return Finding(verdict: open.isEmpty ? nil : .continue, reasons: open)
  }
}

/// What is said once nothing else is left to wait for.
struct ClusterEndRule: DecisionRule {
  let rule = Rule.futility
  var finding: Finding

  func apply(to file: CaseFile) -> Finding { finding }
}
