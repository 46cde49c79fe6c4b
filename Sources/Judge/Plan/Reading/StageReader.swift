internal import Summaries

/// Reads the stages of a canary, after its metrics.
struct StageReader {
  let top: PlanSection<PlanKeys.Top>
  let plan: Plan

  private static let mend =
    "write {traffic: 10%, duration: 5m, rollback: {errors: 1pp}}, one for each stage up to 100%"

  /// The stages in their order, each with the conditions of those before it.
  func stages() -> [StagePlan] {
    guard let value = top.required(.stages, mend: "add a list: \(Self.mend)"),
      let items = value.items()
    else { return [] }
    var stages: [StagePlan] = []
    for item in items {
      guard let stage = stage(item, after: stages.last) else { return [] }
      stages.append(stage)
    }
    guard let last = stages.last else {
      value.complain(.invalidValue, "stages is empty", mend: Self.mend)
      return []
    }
    if last.traffic != 100 {
      items.last?.complain(
        .contradiction,
        "the stages end at \(PlanNumber.text(last.traffic))% of traffic, and a canary ends at 100%",
        mend: "add a stage {traffic: 100%, duration: 1h}")
    }
    if stages.count < 2 {
      value.complain(
        .contradiction, "a canary of one stage has nothing to compare with",
        mend: "add a stage with less traffic before it")
    }
    requireConditions(stages, value)
    return stages
  }

  private func stage(_ item: PlanValue, after former: StagePlan?) -> StagePlan? {
    guard let section = item.section(PlanKeys.Stage.self) else { return nil }
    let traffic = section.required(.traffic, mend: Self.mend)
    let duration = section.required(.duration, mend: Self.mend)?.span()
    guard let traffic, let percent = traffic.perCent(), let duration else { return nil }
    if percent <= 0 {
      traffic.complain(
        .invalidValue, "\(traffic.path) gives the treatment no traffic",
        mend: "write a share above 0%, such as 10%")
    }
    if let former, percent <= former.traffic {
      traffic.complain(
        .contradiction,
        "\(traffic.path) is \(PlanNumber.text(percent))%, and the stage before it has \(PlanNumber.text(former.traffic))%",
        mend: "order the stages by their traffic, which grows from each to the next")
    }
    var stage = StagePlan(traffic: percent, duration: duration)
    stage.warmUp = section[.warmUp]?.span() ?? 0
    stage.minimumSample = section[.minimumSample]?.integer(atLeast: 1) ?? stage.minimumSample
    stage.start = start(section[.from], after: former)
    stage.rollback = former?.rollback ?? [:]
    stage.driftScore = driftScore(section[.driftScore], percent) ?? former?.driftScore
    if let conditions = section[.rollback] {
      for (name, threshold) in rollback(conditions) { stage.rollback[name] = threshold }
    }
    stage.levels = former?.levels
    if let levels = section[.levels] {
      stage.levels = LevelReader(plan: plan).levels(levels, after: former) { timeUnit(of: $0) }
    }
    return stage
  }

  private func start(_ value: PlanValue?, after former: StagePlan?) -> Timestamp? {
    guard let value, let start = value.instant() else { return nil }
    if let former {
      guard let before = former.start else {
        value.complain(
          .contradiction, "\(value.path) dates this stage, and the one before it has no date",
          mend: "date each stage up to here, or none: the gate takes --stage-started")
        return start
      }
      if start <= before {
        value.complain(
          .contradiction, "the stages do not follow each other in time", mend: "order them by from")
      }
    }
    return start
  }

  // MARK: Conditions

  /// Of predictions, treatment against control, which a stage at all traffic does not have.
  private func driftScore(_ value: PlanValue?, _ percent: Double) -> Double? {
    guard let value,
      let score = value.number("a drift score between 0 and 1", where: { $0 > 0 && $0 < 1 })
    else { return nil }
    if plan.log.score == nil, plan.log.prediction == nil {
      value.complain(
        .contradiction, "\(value.path) compares predictions, and the log has no column of them",
        mend: "name it as log.score or log.prediction")
    }
    if percent >= 100 {
      value.complain(
        .contradiction,
        "\(value.path) compares two variants, and at 100% the control answers nothing",
        mend: "remove it; watch what follows with strategy monitor")
    }
    return score
  }

  private func rollback(_ value: PlanValue) -> [(String, Threshold)] {
    (value.entries() ?? []).compactMap { name, entry in
      guard let metric = plan.metric(name, entry, in: value) else { return nil }
      guard metric.role == .guardrail else {
        entry.complain(
          .contradiction, "\(entry.path) rolls back on a metric of role \(metric.role.rawValue)",
          mend: "give the metric role: guardrail and a margin")
        return nil
      }
      return threshold(entry, of: metric).map { (name, $0) }
    }
  }

  private func threshold(_ value: PlanValue, of metric: MetricPlan) -> Threshold? {
    guard let text = value.text("a size of change such as 5%") else { return nil }
    let context = Threshold.Context(
      kind: metric.kind, better: metric.better, purpose: .deterioration,
      timeUnit: timeUnit(of: metric.name))
    let threshold: Threshold
    do {
      threshold = try Threshold(text, context)
    } catch {
      value.complain(.invalidValue, "\(value.path): \(error.complaint)", mend: error.mend)
      return nil
    }
    if threshold.exceeds(metric.margin, baseline: metric.baseline) == true {
      value.complain(
        .contradiction,
        "\(value.path) \(threshold.text) is more than the margin \(metric.margin.text)",
        mend: "what is promoted within its margin must not be rolled back: widen the margin")
    }
    if threshold.unit == .absolute, threshold.value > 0,
      metric.kind == .mean || metric.kind == .ratio,
      metric.standardDeviation == nil, plan.log.unit != nil
    {
      value.complain(
        .missingKey, "\(value.path) is absolute, and the metric has no standard_deviation",
        mend: "add the standard deviation between units known before, or use a relative threshold")
    }
    return threshold
  }

  /// The time unit of a metric's column, as the list of metrics writes it.
  private func timeUnit(of name: String) -> Threshold.TimeUnit {
    for metric in top[.metrics]?.items() ?? [] where metric.isMapping {
      let entries = metric.entries() ?? []
      guard entries.contains(where: { $0.name == "name" && $0.value.isWord(name) }),
        let unit = entries.first(where: { $0.name == "unit" })?.value.scalarText
      else { continue }
      return Threshold.TimeUnit(rawValue: unit) ?? .milliseconds
    }
    return .milliseconds
  }

  /// Conditions must exist, and those of one metric must be judged by one process.
  private func requireConditions(_ stages: [StagePlan], _ value: PlanValue) {
    if stages.allSatisfy({ $0.rollback.isEmpty && $0.levels?.isEmpty ?? true }),
      !plan.metrics.contains(where: { $0.role == .guardrail && $0.critical })
    {
      value.complain(
        .contradiction, "no stage has a condition that rolls back",
        mend:
          "add rollback: {errors: 1pp} or levels: {errors: 5%}, or give a guardrail critical: true")
    }
    for metric in plan.metrics {
      let limits =
        stages.compactMap { $0.rollback[metric.name] }
        + (metric.role == .guardrail && metric.critical ? [metric.harm] : [])
      let processes = Set(limits.map { StagePlan.Process($0, of: metric) })
      guard processes.count > 1 else { continue }
      value.complain(
        .contradiction,
        "the limits of \(metric.name) are judged by different processes: \(Set(limits.map(\.text)).sorted().joined(separator: ", "))",
        mend: "write all of them in one unit, and 0 for all or none")
    }
  }
}

extension Plan {
  /// The metric that an entry names, which must be there.
  func metric(_ name: String, _ entry: PlanValue, in value: PlanValue) -> MetricPlan? {
    if let metric = metrics.first(where: { $0.name == name }) { return metric }
    let names = metrics.map(\.name)
    let nearest = Spelling.nearest(to: name, in: names).map { "did you mean \"\($0)\"?" }
    entry.complain(
      .contradiction, "\(value.path) names \"\(name)\", which is no metric of the plan",
      mend: nearest ?? "known are \(names.joined(separator: ", "))")
    return nil
  }
}

extension StagePlan {
  /// What evidence against a limit is counted by: limits of one metric share its budget only where the
  /// evidence against a looser limit never exceeds that against a stricter one.
  enum Process: Hashable {
    /// First events, for rates whose limit is zero or so many per cent.
    case firstEvents
    case sequence(Threshold.Unit)

    init(_ limit: Threshold, of metric: MetricPlan) {
      let isExact = limit.value == 0 || limit.unit == .relative
      if metric.kind == .rate, metric.better == .lower, isExact {
        self = .firstEvents
      } else {
        self = .sequence(limit.value == 0 ? metric.margin.unit : limit.unit)
      }
    }
  }
}
