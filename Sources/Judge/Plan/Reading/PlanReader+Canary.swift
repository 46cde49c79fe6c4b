/// Reads a plan of strategy `canary`: an experiment whose traffic grows in stages.
extension PlanReader {
  func readCanary(_ plan: inout Plan) {
    readExperiment(&plan)
    if plan.log.time == nil, let log = top[.log] {
      log.complain(
        .contradiction, "stages need the time of each row", mend: "name its column as log.time")
    }
    if plan.treatments.count > 1 {
      top[.variants]?.complain(
        .contradiction, "variants.treatments names \(plan.treatments.count) treatments",
        mend: "a canary has one: roll the others out by plans of their own")
    }
    let inference = top[.inference]
    if plan.inference.success != .alwaysValid || plan.inference.harm != .alwaysValid {
      inference?.complain(
        .notSupported, "a canary is looked at whenever its pipeline asks",
        mend: "write harm: always-valid and success: always-valid")
    }
    if plan.metrics.contains(where: { $0.window != nil }) || plan.labels?.maturity != nil {
      top[.metrics]?.complain(
        .notSupported, "windows and maturities are not supported by strategy canary",
        mend: "remove them: a unit counts with the rows of the stage it first came in")
    }
    if plan.assignment.crossovers == .drop {
      top[.assignment]?.complain(
        .notSupported, "crossovers: drop is not supported by strategy canary", mend: "remove it")
    }
    // Where no benefit is named, it is enough that nothing is worse than its margin.
    if !plan.metrics.contains(where: { $0.role == .success }) { plan.inference.policy = .doNoHarm }
    plan.stages = StageReader(top: top, plan: plan).stages()
  }
}

extension PlanKeys.Top {
  /// The keys that say nothing to a strategy that compares variants.
  static func keysOfOthers(than strategy: Plan.Strategy) -> [PlanKeys.Top] {
    switch strategy {
    case .canary:
      [.drift, .shadow, .phases, .traffic, .ramp, .duration, .switched, .rolling] + others
    case .blueGreen: fewClusters + [.rolling] + others
    case .rolling: fewClusters + [.switched] + others
    case .ab, .shadow, .drift, .validation, .monitor:
      [.drift, .shadow, .stages, .switched, .rolling] + others
    }
  }

  /// Of strategies that compare no variants.
  private static let others: [PlanKeys.Top] = [.validation, .monitor, .triggers]

  /// What is not asked where nobody assigned the clusters.
  private static let fewClusters: [PlanKeys.Top] = [
    .drift, .shadow, .phases, .traffic, .ramp, .duration, .stages, .prePeriod, .segments,
    .assignment, .toleratedGap,
  ]
}
