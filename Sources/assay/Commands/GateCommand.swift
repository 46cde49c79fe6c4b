internal import ArgumentParser
internal import Experiment
internal import Reports

/// Judges a log by a plan, and tells the verdict by the exit code.
struct GateCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Judge a log by a plan; the exit code is the verdict.",
    discussion: """
      EXAMPLES
        assay gate plan.yaml --log log.csv
        assay gate plan.yaml --log 'logs/2026-03-*.jsonl.gz' --json report.json
        kubectl logs job/scorer | assay gate plan.yaml --log - --quiet
        assay gate plan.yaml --log log.csv --exit-map airflow
        assay gate plan.yaml --log log.csv --record records.jsonl --model-version 2.5.0

      \(ExitMap.help)
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String?

  @OptionGroup var logs: LogArguments
  @OptionGroup var reports: ReportArguments
  @OptionGroup(title: "Records") var records: RecordArguments

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Earlier reports of this plan, as --json wrote them: a rollback in one of them is final.",
      valueName: "file"))
  var previous: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "What was usual, for strategy monitor. (default: the file the plan names, from the folder of the plan)",
      valueName: "file"))
  var reference: [String] = []

  @Option(help: "How the verdict becomes an exit code.")
  var exitMap = ExitMap.standard

  @Flag(help: "Print the JSON Schema of the report, and judge nothing.")
  var schema = false

  func validate() throws {
    guard !schema else { return }
    guard let plan else { throw ValidationError("Name the plan: assay gate PLAN --log FILE") }
    try logs.files.validateStreams(plan: plan)
  }

  func answer() async throws(Failure) -> Int32 {
    guard !schema, let path = plan else {
      try StandardOutput.write(DecisionSchema.json)
      return 0
    }
    let plan = try logs.plan(
      at: path, for: .ab, .shadow, .canary, .blueGreen, .rolling, .validation, .monitor)
    if plan.strategy == .monitor { return try await answerMonitor(plan, at: path) }
    guard reference.isEmpty else {
      throw Failure(
        .configuration, "\(path): --reference names files, but the plan's strategy is no monitor")
    }
    var former = try PreviousReports.rollback(in: previous, of: plan)
    if former == nil { former = try records.rollback(of: plan) }
    let decision = try await logs.decide(plan, at: path, former: former)
    try records.keep(decision, asOf: logs.asOf)
    let text = DecisionReport(decision, for: .verdict(exitMap))
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(decision, exitMap: exitMap),
      page: DecisionPage(
        decision, for: .verdict(exitMap), provenance: .here(plan: path, logs)
      ).html,
      quiet: logs.scan.quiet)
    return exitMap.code(for: decision)
  }
}
