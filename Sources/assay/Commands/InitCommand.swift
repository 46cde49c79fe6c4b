internal import ArgumentParser
internal import Experiment
internal import Foundation

/// Guesses a plan from a log's header and first rows.
struct InitCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Guess a first plan from a log's header and first rows.",
    discussion: """
      The plan is a start: its comments say what was guessed, and what to decide before the \
      experiment begins.

      EXAMPLES
        assay init log.csv > plan.yaml
        assay init log.jsonl.gz --output plan.yaml
      """)

  @Argument(help: "The log; - for the standard input.")
  var log: String

  @Option(name: .shortAndLong, help: ArgumentHelp("Write the plan to this file.", valueName: "file"))
  var output: String?

  @Option(help: "How many rows are looked at.")
  var rows = 1000

  @Flag(help: "Write over a file that is there already.")
  var force = false

  func validate() throws {
    if rows < 1 { throw ValidationError("--rows is at least 1.") }
  }

  func answer() async throws(Failure) -> Int32 {
    let sample: LogSample
    do throws(IngestError) {
      sample = try LogScanner(ScanArguments.inputs([log])).sample(rows: rows)
    } catch {
      throw Failure(.ingest(error))
    }
    let draft = PlanDraft(
      columns: sample.columns,
      sampleRows: sample.rows.map { row in sample.columns.map { row[$0] } }, fileName: log)
    guard let output, output != "-" else {
      try StandardOutput.write(draft.yaml)
      return 0
    }
    guard force || !FileManager.default.fileExists(atPath: output) else {
      throw Failure(
        .cannotCreate, "\(output): there is a file already; --force writes over it")
    }
    let file = try OutputFile(output)
    try file.write(draft.yaml)
    try file.finish()
    return 0
  }
}
