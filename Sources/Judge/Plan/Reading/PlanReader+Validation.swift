extension PlanReader {
  /// One model is judged on one log, so that nothing is assigned and no traffic divided.
  func readValidation(_ plan: inout Plan) {
    refuse(
      [
        .assignment, .variants, .ignoreVariants, .traffic, .phases, .metrics, .duration, .ramp,
        .calendar, .drift, .prePeriod, .segments, .toleratedGap, .shadow,
        .stages, .monitor, .triggers, .switched, .rolling, .rollbackSLA, .criticality,
        .unitsPerDay,
      ], by: .validation)
    let mend = "add log: {unit: none, prediction: answer, label: label, latency: latency_ms}"
    if let section = top.required(.log, mend: mend)?.section(PlanKeys.Log.self) {
      plan.log = Self.columns(section)
      requireUnit(section, plan.assignment)
      section.refuse(
        [.weight, .variant], because: "is not used by strategy validation",
        mend: "remove it; log.where chooses rows")
    }
    plan.labels = labels(plan.log)
    if plan.labels?.maturity != nil || plan.labels?.missing != nil {
      top[.labels]?.complain(
        .notSupported, "labels.maturity and labels.missing are not used by strategy validation",
        mend: "remove them; labels.coverage says how many rows must have their label")
    }
    // Bounds count what there is: a smaller sample is less certain, not worthless.
    plan.inference.minimumSample = 1
    if let section = top[.inference]?.section(PlanKeys.Inference.self) {
      plan.inference = InferenceReader.inference(section)
      if section[.minimumSample] == nil { plan.inference.minimumSample = 1 }
      let kept: Set<PlanKeys.Inference> = [
        .significance, .deteriorationSignificance, .minimumSample,
      ]
      section.refuse(
        PlanKeys.Inference.allCases.filter { !kept.contains($0) },
        because: "is not used by strategy validation, which looks once", mend: "remove it")
    }
    (plan.inference.success, plan.inference.harm) = (.fixed, .fixed)
    plan.validation = ValidationReader(top: top).validation(plan)
  }
}
