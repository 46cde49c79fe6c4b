internal import Summaries

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

  func apply(to file: CaseFile) -> Finding {
    let held = duration + sample + conditions(file)
    if !held.isEmpty { return Finding(verdict: .continue, reasons: held.map(Reason.rollout)) }
    guard let next = staged.next else { return Finding() }
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
  var earliest: Timestamp? {
    staged.starts.last?.advanced(by: staged.stage.warmUp + staged.stage.duration)
  }

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
  private func conditions(_ file: CaseFile) -> [RolloutReason] {
    guard staged.stage.isConcurrent else { return [] }
    return file.conditionsInForce.compactMap { metric, test in
      guard test.map({ $0.tooFewEffectiveUnits != nil }) ?? true else { return nil }
      return .conditionUnclear(
        metric: metric.name, threshold: metric.harm.text, effective: test?.tooFewEffectiveUnits,
        required: Evidence.floor)
    }
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
