internal import ArgumentParser
internal import Experiment
internal import Reports

/// Shows a gate's numbers with the classical tests beside them, without a verdict.
struct AnalyzeCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Show a gate's numbers beside the classical tests; the exit code is no verdict.",
    discussion: """
      The classical tests and intervals are those of a single look at the end. They are for \
      reading: looked at more than once, they promise nothing.

      EXAMPLES
        assay analyze plan.yaml --log log.csv
        assay analyze plan.yaml --log log.csv --since 2026-03-01 --until 2026-03-08 --json -
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String

  @OptionGroup var logs: LogArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws { try logs.files.validate(plan: plan) }

  func answer() async throws(Failure) -> Int32 {
    let judged = try logs.plan(
      at: plan, for: .ab, .shadow, .canary, .blueGreen, .rolling, .validation)
    let decision = try await logs.decide(judged, at: plan)
    let text = DecisionReport(decision, for: .analysis)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(decision, exitMap: nil),
      page: DecisionPage(decision, for: .analysis, provenance: .here(plan: plan, logs)).html,
      quiet: logs.scan.quiet)
    return 0
  }
}
