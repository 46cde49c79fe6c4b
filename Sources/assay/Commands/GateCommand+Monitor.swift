internal import Experiment
internal import Reports

extension GateCommand {
  /// Judges a plan of strategy `monitor`.
  func answerMonitor(_ plan: Plan, at path: String) async throws(Failure) -> Int32 {
    guard previous.isEmpty else {
      throw Failure(
        .configuration, "\(path): --previous is not used by strategy monitor, which forgets nothing"
      )
    }
    guard logs.shadow.isEmpty else {
      throw Failure(
        .configuration, "\(path): --shadow names files, but the plan's strategy is no shadow")
    }
    let decision = try await watch(plan, at: path)
    try records.keep(decision, asOf: logs.asOf)
    let text = MonitorReport(decision, exitMap: exitMap)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(decision, exitMap: exitMap),
      page: ReportPage(text.report, kind: "monitor", provenance: .here(plan: path, logs)).html,
      quiet: logs.scan.quiet)
    return exitMap.code(for: decision.verdict)
  }

  private func watch(_ plan: Plan, at path: String) async throws(Failure) -> MonitorDecision {
    let bar = ProgressBar()
    defer { bar.clear() }
    let check = MonitorCheck(
      plan, options: logs.scan.options(bar), asOf: logs.asOf?.timestamp ?? TimeArgument.now,
      completeUntil: logs.asOf?.timestamp, since: logs.since?.timestamp,
      until: logs.until?.timestamp, labels: try logs.files.labels.inputs(of: plan, at: path),
      reference: PlanFile.reference(of: plan, at: path, else: reference),
      records: try PlanFile.records(of: plan, at: path),
      requests: try PlanFile.requests(of: plan, at: path))
    do throws(ExperimentError) {
      return try await check.decide(logs.files.inputs)
    } catch {
      throw Failure(error)
    }
  }
}
