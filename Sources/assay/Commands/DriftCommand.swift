internal import ArgumentParser
internal import Experiment
internal import Reports

/// Compares the columns of two logs, and tells by the exit code whether one drifted.
struct DriftCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Compare the columns of two logs; the exit code is the verdict.",
    discussion: """
      stable is 0, cannot tell or changed 10, drift 20, critical drift 21, invalid 30. Without a plan \
      every column is compared with the defaults. Logs and profiles may stand for each other.

      With --window the current log is cut by time, and each window held against the reference, or \
      against the first window. With --state each run is a look at a report that never ends: an alarm \
      is raised by all looks together, at a bounded rate of false ones. A look is taken once; two runs \
      at once end with 75.

      EXAMPLES
        assay drift --reference march.csv --current april.csv
        assay drift plan.yaml --reference 'march/*.csv' --current april.csv
        assay drift --reference a.csv --current b.csv --textbook
        assay drift --reference a.csv --current b.csv --html drift.html
        assay drift --current log.csv --time timestamp --window 1d
        assay drift plan.yaml --reference march.csv --current april.csv --labels april-labels.csv
        assay drift plan.yaml --reference march.profile --current today.csv --state daily.state

      An exit map treats stable as promote, cannot tell as continue, and drift as stop.

      \(ExitMap.help)
      """)

  @Argument(help: "A plan of strategy drift, YAML or JSON.")
  var plan: String?

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What was usual.", valueName: "file"))
  var reference: [String] = []

  @Option(parsing: .upToNextOption, help: ArgumentHelp("What is now.", valueName: "file"))
  var current: [String]

  @OptionGroup var labels: LabelFiles

  @Flag(help: "The textbook index: deciles, a fixed threshold, no regard to the sample's size.")
  var textbook = false

  @Option(
    help: ArgumentHelp(
      "Cut the current log into windows: 1d, 6h, 1w or month.", valueName: "window"))
  var window: WindowArgument?

  @Option(help: ArgumentHelp("The column of rows' times, for windows.", valueName: "column"))
  var time: String?

  @Option(
    help: ArgumentHelp(
      "Where a scheduled report keeps what its looks have seen; begun where there is none.",
      valueName: "file"))
  var state: String?

  @Option(
    help: ArgumentHelp(
      "What this look is called. (default: the day in UTC; windows are named by themselves)",
      valueName: "name"))
  var look: String?

  @Option(
    help: ArgumentHelp(
      "The present: windows that end later are not over. (default: the current log's last row)",
      valueName: "time"))
  var asOf: TimeArgument?

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  @Option(help: "How the verdict becomes an exit code.")
  var exitMap = ExitMap.standard

  func validate() throws {
    try labels.validateStreams(with: reference + current, plan: plan)
    if textbook, window != nil || state != nil {
      throw ValidationError("--textbook knows no windows and no state: its threshold is fixed.")
    }
    if look != nil, state == nil { throw ValidationError("--look needs --state.") }
    if state != nil, reference.isEmpty {
      throw ValidationError("--state needs --reference: every look is held against the same one.")
    }
    if plan == nil, window == nil, reference.isEmpty {
      throw ValidationError("Name the reference: --reference FILE, or cut the log: --window 1d")
    }
  }

  func answer() async throws(Failure) -> Int32 {
    let decision = try await decide(try judged())
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
      .init(.current, current), .init(.labels, labels.labels),
    ])
  }

  /// A plan of strategy drift, or the defaults.
  static func plan(at path: String?) throws(Failure) -> Plan {
    guard let path else {
      return Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    }
    return try PlanFile.read(path, for: .drift)
  }

  private func judged() throws(Failure) -> Plan {
    var judged = try Self.plan(at: plan)
    if textbook { judged.drift.textbook = true }
    if let time { judged.log.time = time }
    if let window { judged.drift.window = window.window }
    if reference.isEmpty, judged.drift.window == nil {
      throw Failure(.usage, "Name the reference: --reference FILE, or cut the log: --window 1d")
    }
    if judged.drift.textbook, state != nil {
      throw Failure(
        .configuration,
        "The textbook index knows no looks: its threshold is fixed. Leave out --state")
    }
    return judged
  }

  private func decide(_ plan: Plan) async throws(Failure) -> DriftDecision {
    let (before, after) = (ScanArguments.inputs(reference), ScanArguments.inputs(current))
    do throws(IngestError) {
      try LogInput.requireSeparatePipes([before, after])
    } catch {
      throw Failure(.ingest(error))
    }
    let bar = ProgressBar()
    defer { bar.clear() }
    let check = DriftCheck(
      plan, options: scan.options(bar), labels: try labels.inputs(of: plan, at: self.plan))
    if let state { return try await look(check, StateFile(state)) }
    do throws(ExperimentError) {
      guard let window = plan.drift.window else {
        return try await check.compare(reference: before, current: after)
      }
      return try await check.compare(
        reference: before.isEmpty ? nil : before, current: after, by: window)
    } catch {
      throw Failure(error)
    }
  }

  /// Takes a look and keeps the state before anything is told of it: told twice is better than counted twice.
  private func look(
    _ check: DriftCheck, _ file: StateFile
  ) async throws(Failure) -> DriftDecision {
    let state = try file.read()
    let outcome: DriftSchedule.Outcome
    do throws(ExperimentError) {
      outcome = try await DriftSchedule(check).look(
        look ?? TimeArgument.today, reference: ScanArguments.inputs(reference),
        current: ScanArguments.inputs(current), state: state, completeUntil: asOf?.timestamp)
    } catch {
      throw Failure(error)
    }
    if outcome.state != state { try file.write(outcome.state) }
    return outcome.decision
  }
}
