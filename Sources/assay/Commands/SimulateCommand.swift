internal import ArgumentParser
internal import Experiment
internal import Reports

/// Simulates rollouts of a plan, or makes a realistic log from a seed.
struct SimulateCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulate a plan's own error rates, power and stopping time; or make a log.",
    discussion: """
      Units arrive, return and are judged at every look by the plan's own scan, analysis and rules, \
      under the worst truths its promises allow and under the one it hopes for. The code is 20 where \
      one error is made more often than promised, beyond chance, and 0 where none is and the upper 99 % \
      limit of each is at most twice its promise, or one point above a promise below 1 %; else it is 10, and \
      more rollouts are needed. Silent plans are filled in; the report says what was drawn.

      With --log nothing is made up: whole units of that log change variants within its phases, and \
      effects are put upon them, one guardrail at its margin at a time.

      A canary goes from stage to stage as its own decisions say; --beside-rules tells what the same \
      limits make of the same rollouts when they are held against estimates alone: where the \
      treatment is the control, and where each limit is exceeded twice over.

      With --emit-log a champion/challenger log is written instead; the same seed makes the same \
      bytes, on every machine.

      EXAMPLES
        assay simulate plan.yaml
        assay simulate plan.yaml --rollouts 10000 --shape rare --json -
        assay simulate plan.yaml --log log.csv
        assay simulate canary.yaml --units 50000 --beside-rules
        assay simulate --emit-log log.csv
        assay simulate --emit-log degraded.csv --challenger degraded
        assay simulate --emit-log - --rows 1000000 --users 200000 --seed 7 | gzip > log.csv.gz
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String?

  @Option(help: "The seed of every draw.")
  var seed = SimulationSettings().seed

  @OptionGroup(title: "Rollouts of a plan") var rollouts: RolloutArguments
  @OptionGroup(title: "Units of a log") var files: LogFiles
  @OptionGroup(title: "Reports") var reports: ReportArguments

  @Option(help: ArgumentHelp("Write a log as CSV; - for the standard output.", valueName: "file"))
  var emitLog: String?

  @OptionGroup(title: "The log of --emit-log") var log: LogSimulationArguments

  func validate() throws {
    guard (plan == nil) != (emitLog == nil) else {
      throw ValidationError(
        "Name a plan to simulate, or with --emit-log a log to write: one of the two.")
    }
    if plan == nil,
      !files.log.isEmpty || rollouts.isGiven || reports.isGiven
    {
      throw ValidationError("A log has no rollouts and no report: name a plan for these.")
    }
    if !files.labels.labels.isEmpty, files.log.isEmpty {
      throw ValidationError("--labels belong to a log: name it with --log.")
    }
    if let plan, !files.log.isEmpty {
      try files.validate(plan: plan)
      if rollouts.describesUnits {
        throw ValidationError(
          "--units, --looks and --shape describe what is made up; with --log units and looks are those of the log."
        )
      }
    }
    if plan != nil, log.isGiven {
      throw ValidationError(
        "--rows, --users, --days, --exposure and --challenger… describe the log of --emit-log; a plan takes --units."
      )
    }
  }

  func answer() async throws(Failure) -> Int32 {
    guard let plan else { return try emit() }
    let judged = try PlanFile.read(plan, for: .ab, .canary)
    if rollouts.besideRules, judged.strategy != .canary {
      throw Failure(
        .configuration,
        "\(plan): --beside-rules holds the limits of stages, but the plan's strategy is no canary")
    }
    let result =
      files.log.isEmpty
      ? try await rollouts.simulate(judged, seed: seed)
      : try await rollouts.simulate(
        judged, seed: seed, from: files.inputs, labels: files.labels.inputs(of: judged, at: plan))
    let text = SimulationReport(result)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(result),
      page: ReportPage(text.report, kind: "simulation", provenance: .here()).html,
      quiet: rollouts.quiet)
    return result.exitCode
  }

  private func emit() throws(Failure) -> Int32 {
    guard let emitLog else { return 0 }
    let generator = try log.generator(seed: seed)
    let file = emitLog == "-" ? nil : try OutputFile(emitLog)
    var lines = ""
    func flush() throws(Failure) {
      if let file { try file.write(lines) } else { try StandardOutput.write(lines) }
      lines.removeAll(keepingCapacity: true)
    }
    do {
      try generator.forEachLine { line in
        lines += line
        lines += "\n"
        if lines.utf8.count > 1 << 18 { try flush() }
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.software, "\(error)")
    }
    try flush()
    try file?.finish()
    return 0
  }
}
