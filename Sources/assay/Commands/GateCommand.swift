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

      \(ExitMap.help)
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String?

  @OptionGroup var logs: LogArguments
  @OptionGroup var reports: ReportArguments

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Earlier reports of this plan, as --json wrote them: a rollback in one of them is final.",
      valueName: "file"))
  var previous: [String] = []

  @Option(help: "How the verdict becomes an exit code.")
  var exitMap = ExitMap.standard

  @Flag(help: "Print the JSON Schema of the report, and judge nothing.")
  var schema = false

  func validate() throws {
    guard !schema else { return }
    guard let plan else { throw ValidationError("Name the plan: assay gate PLAN --log FILE") }
    try logs.files.validate(plan: plan)
  }

  func answer() async throws(Failure) -> Int32 {
    guard !schema, let plan else {
      try StandardOutput.write(DecisionSchema.json)
      return 0
    }
    let decision = try await logs.decide(planAt: plan, previous: previous)
    let text = DecisionReport(decision, for: .verdict(exitMap))
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(decision, exitMap: exitMap),
      page: DecisionPage(
        decision, for: .verdict(exitMap), provenance: .here(plan: plan, logs)
      ).html,
      quiet: logs.scan.quiet)
    return exitMap.code(for: decision.verdict)
  }
}
