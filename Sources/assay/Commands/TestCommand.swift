internal import ArgumentParser
internal import Experiment
internal import Reports

/// Runs a classical test on a log, or on counts and summaries.
struct TestCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run a classical test on a log, or on counts and summaries.",
    discussion: """
      assay test --list is the menu. Effects are treatment against control, which is the first \
      group by name. These tests are for one look at the end of an experiment: looked at more than \
      once, they promise nothing. Exits with 0 when the test was computed, whatever it found.

      EXAMPLES
        assay test --list
        assay test welch-t log.csv --value ms --by variant --unit user_id
        assay test fisher log.csv --value error --by variant --where country=DE
        assay test fisher --counts 56/70 48/80
        assay test welch-t --summary 10,0.75,1.79 10,2.33,2.0
        assay test chi-square --table 10,20/30,40 --json -
      """)

  @Argument(
    help: "The test, by its name in the menu.",
    completion: .list(ClassicalTest.all.map(\.name)))
  var test: String?

  @OptionGroup var data: TestArguments

  @Option(help: "Which departures from the null count.")
  var alternative = TestSides.two

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The value under the null.", valueName: "number"))
  var null: Double?

  @Option(
    help: ArgumentHelp("The margin of equivalence or non-inferiority.", valueName: "number"))
  var margin: Double?

  @Option(help: ArgumentHelp("The coverage of intervals.", valueName: "share"))
  var level = 0.95

  @Option(
    help: ArgumentHelp("Of goodness-of-fit the weights of the categories.", valueName: "w,w,…"))
  var weights: NumberList?

  @Option(
    help: ArgumentHelp("How often to resample. (default: 9999)", valueName: "n"))
  var replicates: Int?

  @Option(help: ArgumentHelp("The seed of every draw. (default: 1)", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Print the menu, and test nothing.")
  var list = false

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws {
    guard !list else { return }
    guard let test else {
      throw ValidationError("Name the test; assay test --list is the menu.")
    }
    guard ClassicalTest.named(test) != nil else {
      throw ValidationError("There is no test '\(test)'; assay test --list is the menu.")
    }
    try data.validate(test)
  }

  func answer() async throws(Failure) -> Int32 {
    guard !list, let test, let chosen = ClassicalTest.named(test) else {
      let writer = TerminalReport(
        width: TerminalSettings.width, colour: TerminalSettings.colour)
      try StandardOutput.write(writer.text(TestMenu.report))
      return 0
    }
    let finding = try await evaluate(chosen)
    let text = TestReport(finding)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(finding),
      page: ReportPage(text.report, kind: "test", provenance: .here()).html,
      quiet: scan.quiet)
    return 0
  }

  private func evaluate(_ test: ClassicalTest) async throws(Failure) -> ClassicalFinding {
    let settings = TestSettings(
      sides: alternative, level: level, nullValue: null, margin: margin,
      weights: weights?.numbers ?? [], replicates: replicates, seed: seed)
    do throws(ExperimentError) {
      if let aggregates = data.aggregates {
        do throws(TestProblem) {
          return try test.evaluate(aggregates, settings)
        } catch {
          throw ExperimentError.test(error)
        }
      }
      let bar = ProgressBar()
      defer { bar.clear() }
      return try await test.evaluate(
        data.columns, of: ScanArguments.inputs(data.log), where: data.conditions.map(\.condition),
        settings, options: scan.options(bar))
    } catch {
      throw Failure(error)
    }
  }
}
