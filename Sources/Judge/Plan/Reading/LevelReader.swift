/// Reads the levels of a canary's stage: what rolls back whatever the control does.
struct LevelReader {
  let plan: Plan

  /// The levels of a stage with those of the stages before it.
  ///
  /// - Parameters:
  ///   - value: The mapping of metrics to levels.
  ///   - former: The stage before it.
  ///   - timeUnit: What a metric's column counts time in.
  /// - Returns: By metric its level.
  func levels(
    _ value: PlanValue, after former: StagePlan?, timeUnit: (String) -> Threshold.TimeUnit
  ) -> [String: TriggerLimit] {
    var levels = former?.levels ?? [:]
    for (name, entry) in value.entries() ?? [] {
      guard let metric = plan.metric(name, entry, in: value),
        let level = level(entry, of: metric, timeUnit(name))
      else { continue }
      if let known = levels[name], known != level {
        entry.complain(
          .contradiction,
          "\(entry.path) is \(level.text), and a stage before it has \(known.text): one process judges one level",
          mend: "write one level for all stages")
      }
      levels[name] = level
    }
    return levels
  }

  private func level(
    _ entry: PlanValue, of metric: MetricPlan, _ timeUnit: Threshold.TimeUnit
  ) -> TriggerLimit? {
    guard isMeasured(metric) else {
      entry.complain(
        .notSupported,
        "\(entry.path) is a level of a metric that rows of the treatment alone do not give",
        mend:
          "levels are for means, ratios, proportions, rates, accuracies and quantiles per row, without labels "
          + "from a file and without limits")
      return nil
    }
    guard let source = entry.text("a level such as 5%") else { return nil }
    do {
      let level = try TriggerLimit(
        source,
        .init(
          side: metric.better == .lower ? .above : .below, isShare: metric.kind.isShare,
          timeUnit: timeUnit))
      return refuseMeaningless(level, entry, metric) ? nil : level
    } catch {
      entry.complain(
        .invalidValue, "\(entry.path): \"\(source)\" is no level",
        mend: Self.mend(metric))
      return nil
    }
  }

  private static func mend(_ metric: MetricPlan) -> String {
    let level =
      metric.kind.isShare
      ? "a share of all rows, such as 5%" : "500ms, or 3 abs in the metric's own unit"
    return "write \(level); changes from the control stand under rollback"
  }

  private func isMeasured(_ metric: MetricPlan) -> Bool {
    metric.per == .row && !metric.kind.isOfPositives && !plan.isLabel(metric)
      && metric.winsorization == nil
  }

  /// Complains of a level that says nothing, that is a change, or that the control itself is expected beyond.
  private func refuseMeaningless(
    _ level: TriggerLimit, _ entry: PlanValue, _ metric: MetricPlan
  ) -> Bool {
    let isShare = metric.kind.isShare
    if level.unit != .level || (isShare && !(level.value > 0 && level.value < 1)) {
      entry.complain(
        .invalidValue,
        "\(entry.path) \(level.text) is no level\(isShare ? " between 0% and 100%" : "")",
        mend: Self.mend(metric))
      return true
    }
    if let baseline = metric.baseline,
      level.side == .above ? baseline >= level.value : baseline <= level.value
    {
      entry.complain(
        .contradiction,
        "\(entry.path) \(level.text) rolls back what is as good as the control, whose baseline is \(PlanNumber.text(baseline))",
        mend: "write a level that the control keeps")
    }
    if metric.kind == .mean || metric.kind == .ratio, metric.standardDeviation == nil,
      plan.log.unit != nil
    {
      entry.complain(
        .missingKey, "\(entry.path) is a level, and the metric has no standard_deviation",
        mend: "add the standard deviation between units known before")
    }
    return false
  }
}
