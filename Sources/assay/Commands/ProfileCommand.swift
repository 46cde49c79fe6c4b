internal import ArgumentParser
internal import Experiment
internal import Reports

/// Counts what a log's columns are like, and keeps the counts without the rows.
struct ProfileCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Keep what the columns of a log are like, without its rows.",
    discussion: """
      A profile stands wherever assay drift reads a log, and profiles of days or machines merge into \
      that of all their rows. Texts of columns with at most 1,000 different ones are kept as they are; \
      leave out columns that must not be, with drift: {ignore: [name]} in a plan.

      EXAMPLES
        assay profile march.csv -o march.profile
        assay profile --plan plan.yaml 'march/*.csv' -o march.profile
        assay drift --reference march.profile --current april.csv
      """)

  @Argument(help: ArgumentHelp("Logs, or - for the standard input.", valueName: "log"))
  var logs: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the profile goes; - for the standard output.", valueName: "file"))
  var output: String

  @Option(help: "A plan of strategy drift: its columns, conditions and texts for missing values.")
  var plan: String?

  @OptionGroup var labels: LabelFiles

  @OptionGroup var scan: ScanArguments

  func validate() throws {
    try labels.validateStreams(with: logs, plan: plan)
  }

  func answer() async throws(Failure) -> Int32 {
    let judged = try DriftCommand.plan(at: plan)
    let profile = try await profile(judged)
    if let damage = profile.damage.first {
      throw Failure(
        .data,
        "\(damage.file): the input ends at byte \(damage.byte): \(damage.cause). "
          + "Half a log is no reference; nothing was written.")
    }
    try ProfileOutput.write(profile, to: output, plan: judged, quiet: scan.quiet)
    return 0
  }

  private func profile(_ plan: Plan) async throws(Failure) -> LogProfile {
    let files = try labels.inputs(of: plan, at: self.plan)
    let bar = ProgressBar()
    defer { bar.clear() }
    do throws(ExperimentError) {
      return try await DriftCheck(plan, options: scan.options(bar), labels: files)
        .profile(ScanArguments.inputs(logs))
    } catch {
      throw Failure(error)
    }
  }
}

/// Where a profile goes, and what is said of it.
enum ProfileOutput {
  static func write(
    _ profile: LogProfile, to path: String, plan: Plan, quiet: Bool
  ) throws(Failure) {
    let report = ProfileReport(profile, plan: plan)
    guard path != "-" else {
      try StandardOutput.write(profile.text)
      if !quiet { StandardError.write(report.line + "\n") }
      return
    }
    let file = try OutputFile(path)
    try file.write(profile.text)
    try file.finish()
    guard !quiet else { return }
    let writer = TerminalReport(width: TerminalSettings.width, colour: TerminalSettings.colour)
    try StandardOutput.write(writer.text(report.report))
  }
}
