internal import ArgumentParser
internal import Experiment

/// Makes one profile of several.
struct MergeCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one profile of several: that of all their rows.",
    discussion: """
      Counts and cells are exactly those of a profile of all rows. The profiles must have been read in \
      the same way: the same conditions, texts for missing values, weight, and unit.

      Rows that come in units count for less than independent ones. How much less is exact where no unit \
      is in two of the profiles, which --disjoint-units says, and a bound where any may be.

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

  @Flag(help: "No unit has rows in two of the profiles.")
  var disjointUnits = false

  @Flag(name: .shortAndLong, help: "No report on the standard output.")
  var quiet = false

  func answer() async throws(Failure) -> Int32 {
    let merged: LogProfile
    do throws(ExperimentError) {
      merged = try ProfileFile.merged(profiles, sharing: disjointUnits ? .none : .unknown)
    } catch {
      throw Failure(error)
    }
    try ProfileOutput.write(
      merged, to: output, plan: try DriftCommand.plan(at: nil), quiet: quiet)
    return 0
  }
}
