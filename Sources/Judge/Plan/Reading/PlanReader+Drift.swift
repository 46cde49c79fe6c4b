/// Plans that compare what is with what was.
extension PlanReader {
  /// A current log is held against a reference: there are no variants, and nothing is divided.
  func readDrift(_ plan: inout Plan) {
    refuse(
      [
        .assignment, .variants, .ignoreVariants, .baseline, .traffic, .phases, .metrics,
        .inference, .duration, .ramp, .calendar, .toleratedGap, .shadow,
        .prePeriod, .segments, .stages, .switched, .rolling,
        .rollbackSLA, .criticality, .unitsPerDay, .validation, .monitor, .triggers,
      ], by: .drift)
    if let section = top[.log]?.section(PlanKeys.Log.self) { plan.log = Self.columns(section) }
    readDriftLabels(&plan)
    if let section = top[.drift]?.section(PlanKeys.Drift.self) {
      plan.drift = DriftReader.drift(section)
      if plan.drift.window != nil, plan.log.time == nil { section[.window]?.needsTime() }
      QualityReader.check(section, plan)
    }
    if !plan.drift.heldQualities.contains(where: { $0.measure.isRegression }) {
      top.refuse(
        [.toleratedMissing],
        because: "is of the errors of predictions, and drift.quality holds none",
        mend: "remove it, or hold one: quality: {mae: 10%}")
    }
  }

  /// Labels in a file of their own; they go by the name that the log has for them.
  private func readDriftLabels(_ plan: inout Plan) {
    plan.labels = labels(plan.log)
    guard let labels = plan.labels else { return }
    plan.log.label = plan.log.label ?? labels.value
    if labels.maturity != nil || labels.missing != nil {
      top[.labels]?.complain(
        .notSupported, "labels.maturity and labels.missing are not supported by strategy drift",
        mend: "remove them; labels.coverage says how many rows must have their label")
    }
  }
}
