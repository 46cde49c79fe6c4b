internal import Summaries

/// A canary's last stage, at which the control has no rows, held against the control's rows of the stages
/// before it: block of time by block of time, as before and after a switch.
///
/// The process that watches the stages with a control cannot go on without one. What comes after is a second
/// question with a small share of α_R of its own, and its answer has a weaker ground: nobody drew by lot when
/// a request came, so that what else changed with the hour looks as if the treatment had done it.
struct AllTraffic {
  /// The plan that the blocks are compared under: what blocks can say of it.
  let plan: Plan
  /// What was found; no blocks before the first look.
  let sums: ClusterSums
  /// By metric of `plan`.
  let metrics: [MetricAnalysis]

  init(_ plan: Plan, _ summary: LogSummary, now: Timestamp) {
    self.plan = plan
    let change = plan.switched?.at ?? now
    var sums = ClusterSums(plan, summary, change: change, now: now, servers: [])
    let share = ClusterAnalyzer.share(ofLook: max(1, sums.looks))
    if sums.looks == 0 { sums.forget() }
    let analyzer = ClusterAnalyzer(
      plan: plan, control: sums.control, treatment: sums.treatment, harmShare: share,
      promotionShare: share)
    self.sums = sums
    metrics = plan.metrics.indices.map { analyzer.analyze(metric: $0) }
  }

  /// Blocks of each side in which the metric with most of them has a value.
  var clusters: [Int] {
    [sums.control, sums.treatment].map { side in
      side.map { clusters in clusters.count { $0.y > 0 } }.max() ?? 0
    }
  }

  /// Values that are missing on one side more than on the other: what they hide may be the harm.
  var missing: [RolloutReason] {
    sums.missingReasons(plan).compactMap { reason in
      if case .rollout(let missing) = reason { missing } else { nil }
    }
  }

  /// What the blocks say of a condition.
  func standing(of metric: MetricPlan) -> (status: StageAccount.Condition.Status, p: Double?) {
    guard let index = plan.metrics.firstIndex(where: { $0.name == metric.name }) else {
      return (.notCompared, nil)
    }
    let analysis = metrics[index]
    // What is said of nothing is not known to be well.
    if sums.isMute(metric: index) { return (.unclear, nil) }
    if let test = analysis.test(.harm) { return (test.holds ? .exceeded : .notShown, test.pValue) }
    // Without any variation, or with a side at zero, there is no test; what is no worse does not exceed.
    guard let control = analysis.control, let treatment = analysis.treatment,
      metric.sign * (treatment.value - control.value) >= 0
    else { return (.unclear, nil) }
    return (.notShown, nil)
  }

  /// What is shown to be worse than before.
  var harm: [Reason] {
    zip(plan.metrics, metrics).compactMap { metric, analysis -> Reason? in
      guard metric.watchesRollback, let test = analysis.test(.harm), test.holds else { return nil }
      return .rollout(
        .clusterHarm(
          metric: metric.name, effect: test.effect, nullEffect: test.nullEffect,
          threshold: test.threshold, scale: test.scale, pValue: test.pValue, clusters: clusters,
          critical: true))
    }
  }
}

extension ClusterSums {
  /// Before the first look nothing is known.
  fileprivate mutating func forget() {
    (control, treatment) = (control.map { _ in [] }, treatment.map { _ in [] })
  }
}

extension StagedPlan {
  /// The part of α_R that is kept for what the one process over all stages does not ask: the stage at all
  /// traffic, and each stage's drift score.
  static let laterShare = 0.1
  /// Each side of a comparison by blocks has so many of them, where its time allows.
  private static let blocks = 12.0

  /// The part of α_R of one of these later questions.
  var laterSignificance: Double {
    let drifts = stages.count { $0.isConcurrent && $0.driftScore != nil }
    return original.inference.rollbackSignificance * Self.laterShare / Double(1 + drifts)
  }

  /// The stage at all traffic as a switch from the control to the treatment.
  ///
  /// - Parameter now: Up to when all rows are known: a stage that is held goes on being looked at.
  /// - Returns: A plan with a switch, and with the metrics that blocks of time can carry; nil before that stage.
  func afterwards(now: Timestamp?) -> Plan? {
    guard let end, let first = starts.first else { return nil }
    let change = end.advanced(by: stage.warmUp)
    let before = max(1, first.seconds(to: change))
    var plan = judged
    plan.metrics = judged.metrics.filter { judged.hasBlockSums($0) }
    plan.inference.looks = max(60, (stage.duration / Self.blocks).rounded(.up))
    plan.inference.rollbackSignificance = laterSignificance
    let elapsed = now.map { change.seconds(to: $0) } ?? 0
    let spacing = plan.inference.lookSeconds
    var switched = SwitchPlan(
      monitoring: max(stage.duration, (elapsed / spacing).rounded(.down) * spacing))
    (switched.at, switched.before) = (change, before)
    switched.block = max(1, (min(stage.duration, before) / Self.blocks).rounded(.down))
    plan.switched = switched
    return plan
  }
}

extension Plan {
  /// Whether sums of rows by block of time hold the metric: no quantiles, no labels from another file,
  /// nothing that is taken by unit.
  func hasBlockSums(_ metric: MetricPlan) -> Bool {
    metric.role != .monitor && metric.kind != .quantile && metric.per == .row && !isLabel(metric)
      && metric.winsorization == nil
  }
}
