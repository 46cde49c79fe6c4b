internal import ArgumentParser
internal import Experiment
internal import Reports

/// Plans a test: finds its size, its power or the effect it detects.
struct PowerCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "power",
    abstract: "Find the sample size, the power or the detectable effect of a planned test.",
    discussion: """
      Of --sample-size, --effect and --power give two, and the third is found; without a power it \
      is 0.8. Sizes are those of control, of each group, or of pairs. The effect is a difference \
      treatment - control in standard deviations, or in the units of --sd; of shares; of equivalence \
      the margin; of anova Cohen's f, of chi-square Cohen's w.

      EXAMPLES
        assay power t-test --effect 0.5
        assay power proportions --baseline 10% --effect 2pp --allocation 90/10
        assay power proportions --baseline 0.1 --per-day 1200 --days 14
        assay power non-inferiority --baseline 0.8 --margin 0.05
        assay power t-test --sd 40 --effect 2 --icc 0.3 --rows-per-unit 4.5
        assay power sequential --effect 0.1 --json -
      """)

  @Argument(help: "What is planned.")
  var kind: PowerQuestion.Kind

  @OptionGroup var numbers: PowerArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws { try numbers.validate(kind) }

  func answer() async throws(Failure) -> Int32 {
    let answer: PowerAnswer
    do throws(PowerProblem) {
      answer = try numbers.question(kind).answer()
    } catch {
      throw Failure(.usage, error.message)
    }
    let text = PowerReport(answer)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(answer),
      page: ReportPage(text.report, kind: "power", provenance: .here()).html,
      quiet: false)
    return 0
  }
}
