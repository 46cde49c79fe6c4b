internal import Ingest
internal import Judge
internal import Summaries

extension Gate {
  /// Reads the log stage by stage and decides whether traffic may grow.
  ///
  /// The log is read once for what is compared; once more for the first row where nobody says when the
  /// first stage began, and for the last stage, which has nothing to compare with.
  func decideCanary(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    let logs = try LogInput.rereadable(logs)
    let scanner = LogScanner(logs, options: options)
    var firstRow: Timestamp?
    var believed: Range<Timestamp>?
    if stageStarts.isEmpty, plan.stages?.first?.start == nil {
      var scan = StagedPlan.firstRowScan(plan, since: period.since, until: period.until)
      firstRow = try await scanner.summary(believing: &scan).firstTime
      believed = scan.sources[0].believed
    }
    try requireOrder()
    let staged = StagedPlan(
      plan,
      starts: StagedPlan.starts(
        of: plan, given: stageStarts, firstRow: firstRow, present: asOf))
    var layout = staged.layout(since: period.since, until: period.until, asOf: asOf)
    layout.believed = believed
    let found = try await read(layout, logs)
    var findings = CanaryFindings(found.first, secondPass: found.second)
    let times = found.layout.believed
    if var scan = staged.watchScan(until: period.until)?.believing(times) {
      let watch = try await scanner.summary(believing: &scan)
      findings.watch = watch
      if let now = completeUntil ?? watch.lastTime ?? found.first.lastTime,
        let blocks = staged.blockScan(now: now, until: period.until)
      {
        findings.blocks = try await scanner.summary(
          of: blocks.believing(scan.sources[0].believed))
      }
    }
    if let watch = LevelWatch(staged, since: period.since, until: period.until) {
      var scan = watch.scan.believing(times)
      findings.levels = try await scanner.summary(believing: &scan)
    }
    findings.scores = try await scores(staged, found.first, scanner)
    return CanaryJudgement(
      staged, layout: found.layout, asOf: asOf, completeUntil: completeUntil, former: former
    ).decide(findings)
  }

  /// The present stage's predictions, once its time is over.
  private func scores(
    _ staged: StagedPlan, _ first: LogSummary, _ scanner: LogScanner
  ) async throws(ExperimentError) -> (values: LogSummary, units: LogSummary?)? {
    guard let drift = ScoreDrift(staged, now: completeUntil ?? first.lastTime), drift.isOver else {
      return nil
    }
    let values = try await scanner.summary(of: drift.scan)
    guard let scan = drift.unitScan(after: values) else { return (values, nil) }
    return (values, try await scanner.summary(of: scan))
  }

  private func requireOrder() throws(ExperimentError) {
    let count = plan.stages?.count ?? 0
    guard stageStarts.count <= count else {
      throw .unsupported(
        "\(stageStarts.count) stages are said to have begun, and the plan has \(count)")
    }
    guard zip(stageStarts, stageStarts.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .unsupported("the stages do not follow each other in time: name their starts in order")
    }
  }
}
