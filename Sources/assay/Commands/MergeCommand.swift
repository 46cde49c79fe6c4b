internal import ArgumentParser
internal import Experiment

/// Makes one profile of several.
struct MergeCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one profile of several: that of all their rows.",
    discussion: """
      Counts and cells are exactly those of a profile of all rows. The profiles must have been read in \
      the same way: the same conditions, texts for missing values, and weight.

      EXAMPLES
        assay merge monday.profile tuesday.profile -o week.profile
        assay merge days/*.profile -o month.profile
      """)

  @Argument(help: ArgumentHelp("Profiles made by assay profile.", valueName: "profile"))
  var profiles: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the profile goes; - for the standard output.", valueName: "file"))
  var output: String

  @Flag(name: .shortAndLong, help: "No report on the standard output.")
  var quiet = false

  func answer() async throws(Failure) -> Int32 {
    let merged: LogProfile
    do throws(ExperimentError) {
      merged = try ProfileFile.merged(profiles)
    } catch {
      throw Failure(error)
    }
    try ProfileOutput.write(
      merged, to: output, plan: try DriftCommand.plan(at: nil), quiet: quiet)
    return 0
  }
}
