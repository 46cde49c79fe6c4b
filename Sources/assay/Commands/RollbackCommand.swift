internal import ArgumentParser
internal import Experiment
internal import Reports

/// Tells whether a rollback took effect in time.
struct RollbackCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Tell from a log whether a rollback took effect within its time.",
    discussion: """
      The time from the order to the last row that a treatment served, against rollback_sla of the plan. \
      0 is in time, 20 late, and 10 cannot tell yet: silence is no proof, so the control has to be seen \
      to answer after the time is over.

      EXAMPLES
        assay rollback plan.yaml --log log.csv --ordered 2026-03-02T10:04:00Z
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The log: files, quoted patterns such as 'log-*.csv.gz', or - for the standard input.",
      valueName: "file"))
  var log: [String]

  @Option(help: ArgumentHelp("When the rollback was ordered.", valueName: "time"))
  var ordered: TimeArgument

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws { try LogFiles.validateStreams(plan: plan, log: log) }

  func answer() async throws(Failure) -> Int32 {
    let judged = try PlanFile.read(plan, for: .ab, .canary, .blueGreen, .rolling)
    guard let check = try await check(judged) else {
      throw Failure(
        .configuration, "\(plan): the plan says no time for a rollback; add rollback_sla: 5m")
    }
    let text = RollbackReport(check)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(check),
      page: ReportPage(text.report, kind: "rollback", provenance: .here()).html, quiet: scan.quiet)
    return check.outcome.exitCode
  }

  private func check(_ judged: Plan) async throws(Failure) -> RollbackCheck? {
    let bar = ProgressBar()
    defer { bar.clear() }
    do throws(ExperimentError) {
      return try await RollbackCheck.run(
        judged, ordered: ordered.timestamp, ScanArguments.inputs(log), options: scan.options(bar))
    } catch {
      throw Failure(error)
    }
  }
}
