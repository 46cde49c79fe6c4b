internal import Summaries

/// Harm that the one process over all stages shows, or what is asked beside it: the present stage's
/// predictions, and all traffic against the control before it.
struct StageHarmRule: DecisionRule {
  let rule = Rule.harm
  var stage: StageRule

  func apply(to file: CaseFile) -> Finding {
    let later = (stage.allTraffic?.harm ?? []) + stage.levelsPassed + stage.driftShown
    let finding = HarmRule().apply(to: file)
    let reasons = later + finding.reasons
    return Finding(verdict: reasons.isEmpty ? nil : .rollback, reasons: reasons)
  }
}

/// Holds a stage until it is over and judged, and lets traffic grow without proof of a promotion as long as
/// there is something left to compare with.
///
/// No verdict where the next step is all traffic, or was taken: that is a promotion, and needs its proof.
struct StageRule: DecisionRule {
  let rule = Rule.stage
  var staged: StagedPlan
  /// Units of each variant within the present stage, control first.
  var units: [Int]
  /// Up to when all rows are known.
  var now: Timestamp?
  /// All traffic beside the control before it, once there is any.
  var allTraffic: AllTraffic?
  /// The levels in force, where the plan has any.
  var levels: [StageAccount.Level]?
  /// The predictions within the stage, where the plan asks for them.
  var drift: StageAccount.Drift?

  func apply(to file: CaseFile) -> Finding {
    let held = duration + sample + unclear(file) + levelsUnclear + driftUnclear + silence
    if !held.isEmpty { return Finding(verdict: .continue, reasons: held.map(Reason.rollout)) }
    guard let next = staged.next else {
      // Where something is shown to be worse, nothing rests on the others.
      let isHarmed = allTraffic.map { !$0.harm.isEmpty } ?? false
      return isHarmed ? Finding() : Finding(reasons: [.rollout(rest(file))])
    }
    guard next.isConcurrent else {
      return Finding(
        reasons: [.rollout(.proofBeforeAllTraffic(stage: number, of: staged.stages.count))])
    }
    if let closed = calendar(file) {
      return Finding(verdict: .continue, reasons: [.rollout(closed)])
    }
    return Finding(verdict: .continue, reasons: [.rollout(passed(next))])
  }

  private var number: Int { staged.index + 1 }

  func passed(_ next: StagePlan) -> RolloutReason {
    .stagePassed(
      stage: number, of: staged.stages.count, traffic: staged.stage.traffic, next: next.traffic)
  }

  /// When the stage may end at the earliest.
  var earliest: Timestamp? { staged.earliest }

  private var duration: [RolloutReason] {
    let stage = staged.stage
    let begun = staged.starts.last?.advanced(by: stage.warmUp)
    let elapsed = begun.flatMap { begun in now.map { max(0, begun.seconds(to: $0)) } } ?? 0
    guard begun == nil || elapsed < stage.duration else { return [] }
    return [
      .stageRunning(
        stage: number, of: staged.stages.count, elapsedSeconds: elapsed,
        requiredSeconds: stage.duration, until: earliest)
    ]
  }

  /// At all traffic the control has none.
  private var sample: [RolloutReason] {
    let required = staged.stage.minimumSample
    return zip(staged.original.variants, units).enumerated().compactMap { index, arm in
      guard arm.1 < required, index > 0 || staged.stage.isConcurrent else { return nil }
      return .stageSample(
        stage: number, of: staged.stages.count, variant: arm.0, units: arm.1, required: required)
    }
  }

  /// What cannot be judged neither passes nor fails.
  private func unclear(_ file: CaseFile) -> [RolloutReason] {
    guard staged.stage.isConcurrent else {
      let unclear = conditions(file).filter { $0.status == .unclear }.map {
        RolloutReason.conditionUnclear(
          metric: $0.metric, threshold: $0.threshold, effective: nil, required: Evidence.floor)
      }
      return unclear + (allTraffic?.missing ?? [])
    }
    return file.conditionsInForce.compactMap { metric, test in
      guard status(of: metric, test, file) == .unclear else { return nil }
      return .conditionUnclear(
        metric: metric.name, threshold: metric.harm.text, effective: test?.tooFewEffectiveUnits,
        required: Evidence.floor)
    }
  }

  /// What a stage with a control says of a condition.
  private func status(
    of metric: MetricPlan, _ test: ThresholdTest?, _ file: CaseFile
  ) -> StageAccount.Condition.Status {
    guard let test, test.tooFewEffectiveUnits == nil else { return .unclear }
    return test.holds ? .exceeded : file.mute.contains(metric.name) ? .unclear : .notShown
  }

  /// What rolls back at this stage, and what the log says of it.
  func conditions(_ file: CaseFile) -> [StageAccount.Condition] {
    file.conditionsInForce.map { metric, test in
      var condition = StageAccount.Condition(
        metric: metric.name, threshold: metric.harm.text, status: .unclear, logEValue: nil)
      if staged.stage.isConcurrent {
        condition.logEValue = test?.logEValue
        condition.status = status(of: metric, test, file)
      } else if let found = allTraffic?.standing(of: metric) {
        (condition.status, condition.pValue) = found
      }
      return condition
    }
  }

  // MARK: Levels

  var levelsPassed: [Reason] {
    (levels ?? []).compactMap { level in
      guard level.status == .exceeded, let value = level.value, let pValue = level.pValue else {
        return nil
      }
      return .rollout(
        .levelPassed(
          metric: level.metric, level: level.level, value: value,
          isShareBeyond: level.isShareBeyond, pValue: pValue))
    }
  }

  private var levelsUnclear: [RolloutReason] {
    (levels ?? []).filter { $0.status == .unclear }.map {
      .levelUnclear(
        metric: $0.metric, level: $0.level, effective: $0.effective, required: Evidence.floor)
    }
  }

  // MARK: Predictions

  var driftShown: [Reason] {
    guard let drift, drift.status == .exceeded, let score = drift.score, let lower = drift.lower,
      let pValue = drift.pValue
    else { return [] }
    return [
      .rollout(
        .driftShown(
          column: drift.column, score: score, lower: lower, limit: drift.limit, pValue: pValue))
    ]
  }

  private var driftUnclear: [RolloutReason] {
    guard let drift, drift.status == .unclear, duration.isEmpty else { return [] }
    return [.driftUnclear(column: drift.column, limit: drift.limit, rows: drift.rows)]
  }

  // MARK: All traffic

  /// What does not answer cannot fail: silence is no proof of anything.
  private var silence: [RolloutReason] {
    guard let allTraffic, allTraffic.sums.silence >= allTraffic.plan.inference.lookSeconds else {
      return []
    }
    return [
      .treatmentSilent(variant: staged.original.variants[1], seconds: allTraffic.sums.silence)
    ]
  }

  /// What a promotion rests on at all traffic.
  private func rest(_ file: CaseFile) -> RolloutReason {
    let metrics = file.plan.metrics.filter { $0.role != .monitor }
    let compared = metrics.filter { metric in
      allTraffic?.plan.metrics.contains { $0.name == metric.name } ?? false
    }.map(\.name)
    return .allTraffic(
      compared: compared, notCompared: metrics.map(\.name).filter { !compared.contains($0) })
  }

  private func calendar(_ file: CaseFile) -> RolloutReason? {
    guard let calendar = file.plan.calendar else { return nil }
    let earliest = file.asOf.flatMap(calendar.opening)
    guard earliest == nil || earliest != file.asOf else { return nil }
    return .stageOutsideCalendar(present: file.asOf, earliest: earliest)
  }
}

extension CaseFile {
  /// The metrics that may roll back now, each with its test for harm where it has one.
  var conditionsInForce: [(metric: MetricPlan, test: ThresholdTest?)] {
    treatments.flatMap { treatment in
      zip(plan.metrics, treatment.metrics).compactMap { metric, analysis in
        metric.watchesRollback && !dormant.contains(metric.name)
          ? (metric, analysis.test(.harm)) : nil
      }
    }
  }
}
