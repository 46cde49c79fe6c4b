/// Reads the plans whose clusters are few: blue-green and rolling.
extension PlanReader {
  func readBlueGreen(_ plan: inout Plan) {
    // Every row is of a block of time, whoever sent it.
    plan.assignment.kind = .perRequest
    readExperiment(&plan)
    if plan.log.unit != nil {
      top[.log]?.complain(
        .contradiction,
        "log.unit is not used by strategy blue-green: its clusters are blocks of time",
        mend: "remove it, or write unit: none")
    }
    requireClusters(plan)
    if !plan.metrics.contains(where: { $0.role == .success }) { plan.inference.policy = .doNoHarm }
    let mend = "add switch: {monitoring: 1h}"
    guard let section = top.required(.switched, mend: mend)?.section(PlanKeys.Switch.self),
      let monitoring = section.required(.monitoring, mend: mend)?.span()
    else { return }
    var switched = SwitchPlan(monitoring: monitoring)
    switched.at = section[.at]?.instant()
    switched.before = section[.before]?.span() ?? switched.before
    switched.block = section[.block]?.span() ?? switched.block
    switched.checks = checks(smoke: section[.smoke], evidence: section[.evidence])
    for (key, seconds) in [(PlanKeys.Switch.monitoring, monitoring), (.before, switched.before)]
    where seconds < 3 * switched.block {
      (section[key] ?? section[.block])?.complain(
        .contradiction,
        "switch.\(key.rawValue) holds fewer than three blocks of \(TimeSpan(seconds: switched.block).words)",
        mend: "lengthen it, or shorten block")
    }
    if monitoring / switched.block > 5000 || switched.before / switched.block > 5000 {
      section[.block]?.complain(
        .invalidValue, "switch.block divides the log into more than 5000 blocks",
        mend: "write a longer one")
    }
    plan.switched = switched
  }

  func readRolling(_ plan: inout Plan) {
    readExperiment(&plan)
    requireClusters(plan)
    if !plan.metrics.contains(where: { $0.role == .success }) { plan.inference.policy = .doNoHarm }
    if plan.log.unit == nil {
      top[.log]?.complain(
        .contradiction, "strategy rolling compares servers, and log.unit names none",
        mend: "name the column of the server: unit: server")
    }
    let mend = "add rolling: {servers: 12}"
    guard let section = top.required(.rolling, mend: mend)?.section(PlanKeys.Rolling.self),
      let value = section.required(.servers, mend: mend), let servers = value.integer(atLeast: 1)
    else { return }
    if servers < 6 {
      value.complain(
        .contradiction,
        "\(PlanNumber.count(servers, "server is", "servers are")) never three updated beside three that are not",
        mend: "fewer than six cannot be judged: switch them by strategy blue-green")
    }
    if servers > 200 {
      value.invalid("\(servers)", "at most 200 servers")
    }
    var rolling = RollingPlan(servers: servers)
    rolling.checks = checks(smoke: section[.smoke], evidence: section[.evidence])
    plan.rolling = rolling
  }

  /// What must be shown elsewhere; nil where the plan asks for nothing.
  private func checks(smoke: PlanValue?, evidence: PlanValue?) -> RolloutChecks? {
    guard smoke != nil || evidence != nil else { return nil }
    var checks = RolloutChecks()
    checks.smoke = smoke?.section(PlanKeys.Smoke.self).flatMap(DocumentPlanReader().smoke)
    checks.evidence = evidence.map { EvidenceReader(hasManifest: false).list($0) } ?? []
    for (name, count) in Dictionary(grouping: checks.names, by: \.self).mapValues(\.count)
      .sorted(by: { $0.key < $1.key }) where count > 1
    {
      evidence?.complain(
        .contradiction, "\(count) checks are called \"\(name)\"", mend: "give each its own name")
    }
    return checks
  }

  private func requireClusters(_ plan: Plan) {
    if plan.log.time == nil, let log = top[.log] {
      log.complain(
        .contradiction, "strategy \(plan.strategy.rawValue) needs the time of each row",
        mend: "name its column as log.time")
    }
    if plan.treatments.count > 1 {
      top[.variants]?.complain(
        .contradiction, "variants.treatments names \(plan.treatments.count) treatments",
        mend: "name the one that takes over")
    }
    top[.inference]?.section(PlanKeys.Inference.self)?.refuse(
      [.harm, .success, .spending, .futilitySpending, .plannedSample, .minimumSample, .futility],
      because: "is not used by strategy \(plan.strategy.rawValue), which tests few clusters by t",
      mend: "remove it")
    if plan.labels?.maturity != nil {
      top[.labels]?.complain(
        .notSupported, "labels.maturity is not supported by strategy \(plan.strategy.rawValue)",
        mend: "remove it; labels.coverage says how many rows must have their label")
    }
    for metric in plan.metrics {
      let reason: String? =
        if metric.kind == .auc {
          "is an area"
        } else if metric.per != .row {
          "is per \(metric.per.rawValue)"
        } else if metric.covariates != nil {
          "has covariates"
        } else if metric.winsorization != nil {
          "has limits"
        } else if metric.window != nil {
          "has a window"
        } else if metric.nonInferiority == .exact {
          "is judged exactly"
        } else {
          nil
        }
      guard let reason else { continue }
      top[.metrics]?.complain(
        .notSupported,
        "metric \"\(metric.name)\" \(reason), which strategy \(plan.strategy.rawValue) does not support",
        mend: "measure a mean, a ratio, a share or a quantile per row: too few clusters for more")
    }
  }
}
