internal import ArgumentParser
internal import Experiment
internal import Reports

/// Tells the next weight of a ramp.
struct RampCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "ramp",
    abstract: "Tell how much traffic the treatment gets next, and from when on.",
    discussion: """
      0 says to set the weight that the report names: a step up, or back where the harm budget would not \
      last; without a log it is the first one. 10 leaves it, 20 and 21 take the treatment out (stop, \
      rollback), 30 leaves it and asks a person.

      EXAMPLES
        assay ramp plan.yaml
        assay ramp plan.yaml --log 'logs/*.csv' --json -
        assay ramp plan.yaml --log log.csv --at 2026-03-09T08:00:00Z
      """)

  @Argument(help: "A plan of strategy ab with a ramp, YAML or JSON; - for the standard input.")
  var plan: String

  @OptionGroup var files: LogFiles

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Earlier reports of this plan's gate: a rollback in one of them is final.", valueName: "file")
  )
  var previous: [String] = []

  @Option(help: ArgumentHelp("The present. (default: now)", valueName: "time"))
  var at: TimeArgument?

  @OptionGroup var scan: ScanArguments
  @OptionGroup var reports: ReportArguments

  func validate() throws { try files.validateStreams(plan: plan) }

  func answer() async throws(Failure) -> Int32 {
    let judged = try PlanFile.read(plan, for: .ab)
    let present = at?.timestamp ?? TimeArgument.now
    let decision = try await decide(judged, present)
    let advice =
      decision.map { RampAdvice(judged, $0, at: present) } ?? RampAdvice(judged, at: present)
    guard let advice else {
      throw Failure(
        .configuration,
        "\(plan): the plan has no ramp; add ramp: {schedule: [5%, 20%, 50%], every: 1d}")
    }
    let text = RampReport(advice, decision)
    try reports.write(
      text.report, line: text.line, document: JSONReport.text(advice),
      page: ReportPage(text.report, kind: "ramp", provenance: .here()).html, quiet: scan.quiet)
    return advice.exitCode
  }

  /// What the gate says of the log so far; nil without one.
  private func decide(_ judged: Plan, _ present: Timestamp) async throws(Failure) -> Decision? {
    let former = try PreviousReports.rollback(in: previous, of: judged)
    guard !files.log.isEmpty else { return nil }
    let bar = ProgressBar()
    defer { bar.clear() }
    let gate = Gate(
      judged, options: scan.options(bar), asOf: present,
      labels: try files.labels.inputs(of: judged, at: plan), former: former)
    do throws(ExperimentError) {
      return try await gate.decide(files.inputs)
    } catch {
      throw Failure(error)
    }
  }
}
