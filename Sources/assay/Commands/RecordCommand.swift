internal import ArgumentParser
internal import Experiment
internal import Foundation
internal import Reports

/// Records what a pipeline did with a model.
struct RecordCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a promotion, a rollback or an archiving that a pipeline carried out.",
    discussion: """
      A gate records what it asks for; what came of it only the pipeline knows.

      EXAMPLES
        assay record records.jsonl --action promote --outcome succeeded --model-name fraud \\
          --model-version 2.5.0 --previous-version 2.4.1 --triggered-by nightly --report gate.json
        assay record records.jsonl --action archive --model-name fraud --model-version 2.3.0
      """)

  @Argument(help: "The records, which the first one creates.")
  var records: String

  @Option(help: "What was done.")
  var action: DeploymentAction

  @Option(help: "How it ended.")
  var outcome = DeploymentOutcome.unknown

  @Option(
    help: ArgumentHelp("The gate's report that it rests on, as --json wrote it.", valueName: "file")
  )
  var report: String?

  @OptionGroup var names: RecordNames

  func validate() throws {
    let given = [names.modelName, names.modelVersion].compactMap(\.self)
    guard given.count == 2, given.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
      throw ValidationError("Name the model: --model-name NAME --model-version VERSION")
    }
  }

  func answer() async throws(Failure) -> Int32 {
    var former: FormerReport?
    if let report { former = try PreviousReports.report(report) }
    try names.keep(
      { [Record(action, outcome, context: names.context(), restingOn: former)] }, in: records)
    return 0
  }
}
