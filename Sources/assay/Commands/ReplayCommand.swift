internal import ArgumentParser
internal import Experiment
internal import Reports

/// Tells what a gate would have said at each look, from a log read afterwards.
struct ReplayCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Tell what the gate would have said, look by look; the exit code is no verdict.",
    discussion: """
      At each look only the rows before it are known, as if the gate had been run then: \
      assay gate PLAN --log FILE --until LOOK --as-of LOOK, with --previous after a rollback, says the \
      same. Looks are those of the plan (inference: {looks: 1d}); where it is silent daily, or every ten \
      minutes of a switch and a rolling update. Of a canary each look tells \
      what the pipeline would have been told: advance, hold, promote, roll back.

      EXAMPLES
        assay replay plan.yaml --log log.csv
        assay replay plan.yaml --log log.csv --every 6h --json -
        assay replay canary.yaml --log log.csv --every 1m --stage-started 2026-03-02T10:00Z 2026-03-02T10:06Z
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String

  @OptionGroup var files: LogFiles

  @Option(help: ArgumentHelp("The time between two looks, such as 1d or 6h.", valueName: "span"))
  var every: SpanArgument?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      When the stages of a canary began, in order. (default: as its plan says, else the first stage with the \
      first row)
      """, valueName: "time"))
  var stageStarted: [TimeArgument] = []

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws { try files.validate(plan: plan) }

  func answer() async throws(Failure) -> Int32 {
    let bar = ProgressBar()
    let judged = try PlanFile.read(plan, for: .ab, .canary, .blueGreen, .rolling)
    guard stageStarted.isEmpty || judged.strategy == .canary else {
      throw Failure(
        .configuration,
        "\(plan): --stage-started dates stages, but the plan's strategy is no canary")
    }
    let replay = Replay(
      judged, every: every?.seconds, options: scan.options(bar),
      labels: try files.labels.inputs(of: judged, at: plan),
      stageStarts: stageStarted.map(\.timestamp), folder: PlanFile.folder(of: plan))
    let history: DecisionHistory
    do throws(ExperimentError) {
      history = try await replay.run(files.inputs)
    } catch {
      bar.clear()
      throw Failure(error)
    }
    bar.clear()
    let text = HistoryReport(history)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(history),
      page: ReportPage(text.report, kind: "replay", provenance: .here()).html,
      quiet: scan.quiet)
    return 0
  }
}
