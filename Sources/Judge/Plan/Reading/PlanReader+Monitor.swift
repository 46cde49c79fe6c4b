extension PlanReader {
  /// Nothing is compared but a log with what is usual.
  func readMonitor(_ plan: inout Plan) {
    refuse(
      [
        .assignment, .variants, .ignoreVariants, .baseline, .traffic, .phases, .metrics, .segments,
        .inference, .duration, .ramp, .calendar, .shadow, .prePeriod, .toleratedMissing,
        .toleratedGap, .stages, .validation, .switched, .rolling, .rollbackSLA, .criticality,
        .unitsPerDay,
      ], by: .monitor)
    let mend = "add log: {time: timestamp, unit: user_id, error: error}"
    if let section = top.required(.log, mend: mend)?.section(PlanKeys.Log.self) {
      plan.log = Self.columns(section)
      requireUnit(section, plan.assignment)
      _ = section.required(.time, mend: "name the column of a row's time: time: timestamp")
      section.refuse([.variant], because: "is not used by strategy monitor", mend: "remove it")
    }
    plan.labels = labels(plan.log)
    if let section = top[.drift]?.section(PlanKeys.Drift.self) {
      plan.drift = DriftReader.drift(section)
      section.refuse(
        [.columns, .ignore, .significance, .textbook, .shareFloor],
        because: "is not used by strategy monitor", mend: "write it with the trigger, or remove it")
    }
    plan.monitor = MonitorReader(top: top).monitor(plan)
    refuseUnwatchedLabels(plan)
  }

  /// No variant is compared with another, so that missing labels hide nothing between them.
  private func refuseUnwatchedLabels(_ plan: Plan) {
    guard plan.labels?.missing != nil else { return }
    top[.labels]?.complain(
      .notSupported, "labels.missing is not supported by strategy monitor",
      mend: "remove it; labels.coverage says how many rows of a window must have theirs")
  }
}
