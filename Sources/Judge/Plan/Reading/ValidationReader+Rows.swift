/// What is asked of groups, scores, back-tests and load tests.
extension ValidationReader {
  func bias(
    _ section: PlanSection<PlanKeys.Validation>, _ plan: Plan, _ baseline: BaselinePlan?
  ) -> [BiasPlan] {
    (section[.bias]?.items() ?? []).compactMap { item in
      guard let section = item.section(PlanKeys.Bias.self) else { return nil }
      let reader = QuantityReader(section: section, log: plan.log, labels: plan.labels)
      let name = section.required(.name, mend: "add name: my check")?.text()
      let groups = section.required(.groups, mend: "name the columns: groups: [gender]")?
        .itemsOrSelf().compactMap { $0.text("the name of a column") }
      guard let kind = reader.kind(.kind, among: Self.answered), let groups,
        let quantity = reader.answered(
          kind, column: .column, label: .label, threshold: .threshold)
      else { return nil }
      var bias = BiasPlan(name ?? "", quantity, columns: groups)
      bias.rule = section[.rule]?.choice(Criterion.Rule.self) ?? bias.rule
      bias.minimumGroup = section[.minimumGroup]?.integer(atLeast: 2) ?? bias.minimumGroup
      if section[.margin] == nil || section[.atLeast] != nil || section[.atMost] != nil {
        guard
          let (limit, value) = BoundReader.limit(
            section, atLeast: .atLeast, atMost: .atMost, for: kind)
        else { return nil }
        (bias.limit, bias.threshold) = (limit, value.share())
      }
      if let margin = section[.margin] {
        bias.margin = margin.share(orPoints: true)
        guard let baseline else {
          margin.complain(
            .contradiction, "\(margin.path) compares with a baseline, and there is none",
            mend: "remove it, or name a baseline")
          return nil
        }
        guard requireCounterpart(quantity, plan.log, baseline, item) else { return nil }
      }
      if groups.isEmpty {
        item.complain(.invalidValue, "\(item.path).groups is empty", mend: "name a column")
      }
      return bias
    }
  }

  func scores(
    _ section: PlanSection<PlanKeys.Validation>, _ log: LogColumns
  ) -> ScorePlan? {
    guard let section = section[.scores]?.section(PlanKeys.Scores.self) else { return nil }
    let reader = QuantityReader(section: section, log: log, labels: nil)
    var column = reader.resolve(section[.column]?.text("the name of a column")) ?? log.score
    if column == nil {
      column = section.required(.column, mend: "name the column of the score, or map log.score")?
        .text()
    }
    guard let column else { return nil }
    var scores = ScorePlan(column: column)
    scores.valid = section[.valid]?.share() ?? scores.valid
    scores.minimum = section[.minimum]?.number() ?? scores.minimum
    scores.maximum = section[.maximum]?.number() ?? scores.maximum
    if scores.minimum >= scores.maximum {
      (section[.maximum] ?? section[.minimum])?.complain(
        .contradiction, "\(section.path) has no room between minimum and maximum",
        mend: "write a maximum above the minimum")
    }
    return scores
  }

  func backTest(
    _ section: PlanSection<PlanKeys.Validation>, _ plan: Plan
  ) -> BackTestPlan? {
    guard let section = section[.backTest]?.section(PlanKeys.BackTest.self) else { return nil }
    var backTest = BackTestPlan()
    if let window = section[.window] {
      backTest.window = window.span()
      if plan.log.time == nil { window.needsTime() }
    }
    if let coverage = section[.labelCoverage] {
      backTest.labelCoverage = coverage.share()
      if plan.log.label == nil, plan.labels == nil {
        coverage.complain(
          .contradiction, "\(coverage.path) needs labels", mend: "map log.label, or add labels")
      }
    }
    return backTest
  }

  func loadTest(_ section: PlanSection<PlanKeys.Validation>) -> LoadTestPlan? {
    guard let section = section[.loadTest]?.section(PlanKeys.LoadTest.self) else { return nil }
    let file = section.required(.file, mend: "name its log: file: load.csv")?.text("a file")
    let log = section.required(
      .log, mend: "name its columns: log: {time: time, latency: latency_ms, error: error}")?
      .section(PlanKeys.Log.self).map { PlanReader.columns($0) }
    guard let file, let log else { return nil }
    var loadTest = LoadTestPlan(file: file, log: log)
    loadTest.requestsPerSecond = section[.requestsPerSecond]?
      .number("a number of requests above 0") { $0 > 0 }
    if loadTest.requestsPerSecond != nil, log.time == nil {
      section[.requestsPerSecond]?.needsTime()
    }
    if let value = section.required(.criteria, mend: "add a list of criteria") {
      loadTest.criteria = CriterionReader(log: log, labels: nil).criteria(value)
    }
    return loadTest
  }
}
