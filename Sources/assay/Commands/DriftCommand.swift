internal import ArgumentParser
internal import Experiment
internal import Reports

/// Compares the columns of two logs, and tells by the exit code whether one drifted.
struct DriftCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare the columns of two logs; the exit code is the verdict.",
    discussion: """
      stable is 0, cannot tell 10, drift 20, invalid 30. Without a plan every column is compared \
      with the defaults.

      EXAMPLES
        assay drift --reference march.csv --current april.csv
        assay drift plan.yaml --reference 'march/*.csv' --current april.csv
        assay drift --reference a.csv --current b.csv --textbook
        assay drift --reference a.csv --current b.csv --html drift.html

      An exit map treats stable as promote, cannot tell as continue, and drift as stop.

      \(ExitMap.help)
      """)

  @Argument(help: "A plan of strategy drift, YAML or JSON.")
  var plan: String?

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What was usual.", valueName: "file"))
  var reference: [String]

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What is now.", valueName: "file"))
  var current: [String]

  @Flag(help: "The textbook index: deciles, a fixed threshold, no regard to the sample's size.")
  var textbook = false

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  @Option(help: "How the verdict becomes an exit code.")
  var exitMap = ExitMap.standard

  func validate() throws {
    if (reference + current + [plan].compactMap(\.self)).count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one input can be the standard input.")
    }
  }

  func answer() async throws(Failure) -> Int32 {
    let decision = try await compare(try judged())
    let text = DriftReport(decision, exitMap: exitMap)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(decision, exitMap: exitMap),
      page: DriftPage(decision, exitMap: exitMap, provenance: provenance).html,
      quiet: scan.quiet)
    return exitMap.code(for: decision.verdict)
  }

  private var provenance: Provenance {
    .here([
      .init(.plan, [plan].compactMap(\.self)), .init(.reference, reference),
      .init(.current, current),
    ])
  }

  private func judged() throws(Failure) -> Plan {
    var judged = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    if let plan { judged = try PlanFile.read(plan, for: .drift) }
    if textbook { judged.drift.textbook = true }
    return judged
  }

  private func compare(_ plan: Plan) async throws(Failure) -> DriftDecision {
    let bar = ProgressBar()
    defer { bar.clear() }
    do throws(ExperimentError) {
      return try await DriftCheck(plan, options: scan.options(bar)).compare(
        reference: ScanArguments.inputs(reference), current: ScanArguments.inputs(current))
    } catch {
      throw Failure(error)
    }
  }
}
