extension Plan {
  /// Reads a plan from YAML, or from JSON, which is YAML.
  ///
  /// Strict: an unknown key, a threshold without a unit, and a value this version would not honour are errors,
  /// and all of them are found in one run.
  /// - Parameters:
  ///   - yaml: The text of the plan.
  ///   - file: The name that errors carry.
  /// - Throws: Every problem found.
  public init(yaml: String, file: String) throws(PlanError) {
    let problems = PlanProblems(file: file)
    let plan = PlanDocument.root(of: yaml, problems).flatMap {
      PlanReader(top: $0, problems: problems).plan()
    }
    if let error = problems.error { throw error }
    guard let plan else {
      problems.add(.syntax, at: .start, path: "", "no plan could be read", mend: "see `assay init`")
      throw problems.error ?? PlanError(problems: [])
    }
    self = plan
  }
}

/// Builds a plan from the sections of its file.
struct PlanReader {
  let top: PlanSection<PlanKeys.Top>
  let problems: PlanProblems

  /// The plan; `nil`, or a plan that must not be used, if a problem was noted.
  func plan() -> Plan? {
    let name = top.required(.name, mend: "add name: my-experiment")?.text()
    let all = Plan.Strategy.allCases.map(\.rawValue).joined(separator: ", ")
    let strategy = top.required(.strategy, mend: "write strategy: and one of \(all)")?
      .choice(Plan.Strategy.self)
    guard let strategy else { return nil }
    var plan = Plan(name: name ?? "", strategy: strategy, control: nil, treatments: [])
    plan.freshness = top[.freshness]?.seconds()
    plan.toleratedRowErrors = top[.toleratedRowErrors]?.share() ?? plan.toleratedRowErrors
    if let value = top[.toleratedMissing], let share = value.share(orPoints: true) {
      plan.toleratedMissing = Threshold(
        value: share, unit: .absolute, text: "\(PlanNumber.text(share * 100))pp")
    }
    plan.criticality = top[.criticality]?.choice(Plan.Criticality.self)
    plan.unitsPerDay = top[.unitsPerDay]?.number("a number above 0") { $0 > 0 }
    switch strategy {
    case .ab: readExperiment(&plan)
    case .canary: readCanary(&plan)
    case .blueGreen: readBlueGreen(&plan)
    case .rolling: readRolling(&plan)
    case .shadow: readShadow(&plan)
    case .drift: readDrift(&plan)
    case .validation: readValidation(&plan)
    case .monitor: readMonitor(&plan)
    }
    return plan
  }

  func readExperiment(_ plan: inout Plan) {
    refuse(PlanKeys.Top.keysOfOthers(than: plan.strategy), by: plan.strategy)
    let assignment = top[.assignment]?.section(PlanKeys.Assignment.self)
    if let section = assignment {
      plan.assignment = AssignmentReader.assignment(section)
    }
    if let section = top.required(
      .log, mend: "add log: {unit: user_id, variant: variant, time: timestamp}")?
      .section(PlanKeys.Log.self)
    {
      plan.log = Self.columns(section)
      requireUnit(section, plan.assignment)
      _ = section.required(
        .variant, mend: "name the column that holds the variant: variant: variant")
    }
    plan.labels = labels(plan.log)
    plan.prePeriod = prePeriod(plan)
    readVariants(&plan)
    plan.traffic = top[.traffic].map { traffic($0, plan.variants) } ?? [:]
    plan.phases = phases(plan)
    let inference = top[.inference]?.section(PlanKeys.Inference.self)
    if let inference { plan.inference = InferenceReader.inference(inference) }
    if let section = top[.duration]?.section(PlanKeys.Duration.self) {
      plan.duration = DurationReader.duration(section, plan.inference)
    }
    if plan.inference.futilityPower != nil, plan.duration.maximum == nil,
      plan.inference.plannedSample == nil
    {
      inference?[.futility]?.complain(
        .contradiction, "inference.futility is a chance by the end, and the plan has none",
        mend: "add duration: {maximum: 14d}, or a planned_sample")
    }
    plan.toleratedGap = toleratedGap(plan)
    plan.rollbackLimit = top[.rollbackSLA]?.span()
    if plan.log.time == nil { top[.rollbackSLA]?.needsTime() }
    plan.calendar = top[.calendar]?.section(PlanKeys.Calendar.self)
      .flatMap(CalendarReader.calendar)
    let metrics = top.required(.metrics, mend: "add a list of metrics")?.items() ?? []
    plan.metrics = MetricReader.metrics(metrics, plan)
    plan.ramp = top[.ramp]?.section(PlanKeys.Ramp.self)
      .flatMap { RampReader(section: $0, plan: plan).ramp() }
    plan.segments = segments(plan)
    if inference?[.success] == nil { plan.inference.success = plan.standardSuccess }
    if let inference { SpendingReader.check(plan, inference) }
    refuseUnboundedLabels(plan)
    if let assignment { AssignmentReader.check(assignment, plan) }
    if !plan.inference.asksForBenefit, !plan.metrics.contains(where: { $0.role == .guardrail }) {
      inference?[.policy]?.complain(
        .contradiction, "inference.policy catch rests on guardrails, and the plan has none",
        mend: "add a metric with role: guardrail and a margin, or write policy: prove")
    }
  }

  /// Both models answer each request, so that nothing is assigned and no traffic divided.
  private func readShadow(_ plan: inout Plan) {
    refuse(
      [
        .assignment, .baseline, .traffic, .phases, .ramp, .calendar, .drift, .prePeriod, .segments,
        .toleratedGap, .stages, .switched, .rolling,
        .rollbackSLA, .validation, .monitor, .triggers,
      ], by: .shadow)
    let mend = "add log: {time: timestamp, unit: user_id, request: request_id, prediction: answer}"
    if let section = top.required(.log, mend: mend)?.section(PlanKeys.Log.self) {
      plan.log = Self.columns(section)
      requireUnit(section, plan.assignment)
      _ = section.required(
        .request, mend: "name the column that pairs the answers: request: request_id")
      section.refuse(
        [.weight], because: "counts rows that stand for several, and pairs are single rows",
        mend: "remove it")
    }
    plan.labels = labels(plan.log)
    if plan.labels?.maturity != nil {
      top[.labels]?.complain(
        .notSupported, "labels.maturity is not supported by strategy shadow",
        mend: "remove it; labels.coverage says how many requests must have theirs")
    }
    if plan.labels?.missing != nil {
      top[.labels]?.complain(
        .notSupported, "labels.missing is not supported by strategy shadow",
        mend: "remove it; labels.coverage says how many requests must have theirs")
    }
    readVariants(&plan)
    if plan.treatments.count > 1 {
      top[.variants]?.complain(
        .contradiction, "variants.treatments names \(plan.treatments.count) shadows",
        mend: "judge each shadow by a plan of its own")
    }
    if let section = top[.inference]?.section(PlanKeys.Inference.self) {
      plan.inference = InferenceReader.inference(section)
      section.refuse([.futility], because: "is not used by strategy shadow", mend: "remove it")
    }
    if let section = top[.duration]?.section(PlanKeys.Duration.self) {
      plan.duration = DurationReader.duration(section, plan.inference)
      section.refuse([.extend], because: "is not used by strategy shadow", mend: "remove it")
    }
    plan.duration.minimum = plan.duration.minimum ?? ShadowPlan.standardDuration
    plan.shadow = ShadowReader(top: top).shadow(plan)
    let metrics = top.required(.metrics, mend: "add a list of metrics")?.items() ?? []
    plan.metrics = MetricReader.metrics(metrics, plan)
    if plan.metrics.contains(where: { $0.covariates != nil }) {
      top[.metrics]?.complain(
        .notSupported, "covariates are not used by strategy shadow",
        mend: "remove them: what the paired answers share cancels without")
    }
    if plan.inference.success == .groupSequential {
      top[.inference]?.complain(
        .notSupported, "success: group-sequential is not supported by strategy shadow",
        mend: "write success: always-valid")
    }
    // Where no benefit is named, it is enough that nothing is worse than its margin.
    if !plan.metrics.contains(where: { $0.role == .success }) { plan.inference.policy = .doNoHarm }
    if !metrics.isEmpty, plan.metrics.allSatisfy({ $0.role == .monitor }) {
      top[.metrics]?.complain(
        .contradiction, "no metric decides, so that the shadow could never pass",
        mend: "give one role: guardrail and a margin, or role: success")
    }
  }

  /// Reports keys that belong to other strategies.
  func refuse(_ keys: [PlanKeys.Top], by strategy: Plan.Strategy) {
    let others = Plan.Strategy.allCases.filter { $0 != strategy }.map(\.rawValue)
    top.refuse(
      keys, because: "is not used by strategy \(strategy.rawValue)",
      mend: "remove it, or write another strategy: \(others.joined(separator: ", "))")
  }

  // MARK: Log

  static func columns(_ section: PlanSection<PlanKeys.Log>) -> LogColumns {
    func column(_ key: PlanKeys.Log) -> String? { section[key]?.text("the name of a column") }
    var log = LogColumns()
    log.time = column(.time)
    log.unit = section[.unit]?.isWord("none") == true ? nil : column(.unit)
    log.variant = column(.variant)
    log.request = column(.request)
    log.prediction = column(.prediction)
    log.label = column(.label)
    log.score = column(.score)
    log.latency = column(.latency)
    log.error = column(.error)
    log.weight = column(.weight)
    log.filter = section[.conditions].map(ConditionReader.conditions) ?? []
    log.missing = section[.missing]?.texts() ?? log.missing
    return log
  }

  func requireUnit(_ section: PlanSection<PlanKeys.Log>, _ assignment: Assignment) {
    guard assignment.kind != .perRequest else { return }
    _ = section.required(
      .unit,
      mend:
        "name the column of what was randomised (unit: user_id), or write unit: none if each row was"
    )
  }

  func labels(_ log: LogColumns) -> LabelFile? {
    guard let section = top[.labels]?.section(PlanKeys.Labels.self) else { return nil }
    let mend =
      "write {file: labels.csv, key: request_id, value: label}, or name a column of the log as log.label"
    let file = section.required(.file, mend: mend)?.text("a file")
    let key = section.required(.key, mend: mend)?.text("the name of a column")
    let value = section.required(.value, mend: mend)?.text("the name of a column")
    guard let file, let key, let value else { return nil }
    var labels = LabelFile(
      file: file, key: key, value: value, time: section[.time]?.text("the name of a column"))
    labels.coverage = section[.coverage]?.share() ?? labels.coverage
    labels.missing = section[.missing]?.choice(LabelFile.Missing.self)
    if let maturity = section[.maturity] {
      labels.maturity = maturity.span()
      if labels.time == nil {
        maturity.complain(
          .contradiction, "labels.maturity needs to know when a label became known",
          mend: "name its column as labels.time")
      }
      if log.time == nil { maturity.needsTime() }
    }
    return labels
  }

  // MARK: Variants

  private func readVariants(_ plan: inout Plan) {
    let mend = "add variants: {control: champion, treatments: [challenger]}"
    guard let section = top.required(.variants, mend: mend)?.section(PlanKeys.Variants.self) else {
      return
    }
    readBaseline(section, &plan)
    if let value = section.required(.treatments, mend: "add treatments: [challenger]") {
      plan.treatments = value.itemsOrSelf().compactMap { $0.text("the name of a variant") }
      if plan.treatments.isEmpty {
        value.complain(.invalidValue, "variants.treatments is empty", mend: "name at least one")
      }
      for name in duplicates(plan.variants) {
        value.complain(
          .contradiction, "variant \"\(name)\" is named twice", mend: "name each variant once")
      }
    }
    if section[.ignore] != nil {
      top.refuse(
        [.ignoreVariants], because: "and variants.ignore say the same", mend: "keep one of them")
    }
    if let value = section[.ignore] ?? top[.ignoreVariants] {
      plan.ignoreVariants =
        value.isWord("all")
        ? .all : .named(value.itemsOrSelf().compactMap { $0.text("the name of a variant, or all") })
    }
  }

  /// A plan without a control must say so, and then has nothing this version could judge by.
  private func readBaseline(_ section: PlanSection<PlanKeys.Variants>, _ plan: inout Plan) {
    guard let baseline = top[.baseline] else {
      plan.control = section.required(
        .control,
        mend:
          "add control: champion, or write baseline: none at the top if there is no current model")?
        .text("the name of a variant")
      return
    }
    guard baseline.isWord("none") else {
      return baseline.complain(
        .invalidValue, "baseline can only be none", mend: "name the control as variants.control")
    }
    section.refuse([.control], because: "contradicts baseline: none", mend: "remove one of them")
    baseline.complain(
      .contradiction, "baseline: none leaves only absolute criteria, and strategy ab compares",
      mend: "write strategy: validation with its criteria, or name a control as variants.control")
  }

  private func duplicates(_ names: [String]) -> [String] {
    Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
  }
}
