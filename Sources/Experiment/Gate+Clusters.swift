internal import Ingest
internal import Judge
internal import Summaries

extension Gate {
  /// Reads when each variant answered, then what blocks of time or servers sum to, and decides.
  func decideClusters(_ logs: [LogInput]) async throws(ExperimentError) -> Decision {
    let layout = ClusterLayout(plan, since: period.since, until: period.until, asOf: asOf)
    let checks = try await rolloutChecks()
    let inputs = try LogInput.rereadable([logs] + joinedFiles())
    let scanner = LogScanner(inputs[0], joining: Array(inputs.dropFirst()), options: options)
    var scan = layout.survey
    let survey = try await scanner.summary(believing: &scan)
    let believed = scan.sources[0].believed
    let judgement = ClusterJudgement(
      plan, asOf: asOf, completeUntil: completeUntil, former: former)
    let names = try servers(survey)
    var sums: LogSummary?
    if let change = judgement.change(survey) {
      let scan = layout.sums(around: change, servers: names).believing(believed)
      sums = try await scanner.summary(of: scan)
    }
    return judgement.decide(survey, sums: sums, servers: names, checks: checks)
  }

  /// Results from outside, from the plan's own folder.
  private func rolloutChecks() async throws(ExperimentError) -> [Check] {
    guard let checks = plan.rolloutChecks else { return [] }
    var cases: RawColumns?
    if let smoke = checks.smoke, let scan = checks.smokeScan {
      cases = try await columns(scan, of: smoke.file)
    }
    return checks.judge(
      documents: try documents(checks.documents), cases: cases, asOf: asOf)
  }

  private func servers(_ survey: LogSummary) throws(ExperimentError) -> [String] {
    guard plan.strategy == .rolling else { return [] }
    let names = survey.serverNames()
    guard let names, names.count <= 4 * (plan.rolling?.servers ?? 0) else {
      throw .unsupported(
        "log.unit names \(names.map { "\($0.count)" } ?? "too many") servers, and the plan has "
          + "\(plan.rolling?.servers ?? 0): name the column of the server")
    }
    return names
  }
}
