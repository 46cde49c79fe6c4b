internal import ArgumentParser
internal import Experiment
internal import Foundation

/// Writes a first plan: guessed from a log, copied from a template, or read from another tool's configuration.
struct InitCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a first plan, from a log, a template or another tool's configuration.",
    discussion: """
      The plan is a start. Of a log it is guessed from the header and the first rows, and comments \
      say what was guessed. A template holds the defaults of an operations document, and says which \
      are its own. Of a configuration nothing is guessed: a number without a unit, an unknown key \
      and a column that it does not name are asked for, with code 78.

      EXAMPLES
        assay init log.csv > plan.yaml
        assay init log.jsonl.gz --output plan.yaml
        assay init --template list
        assay init --template s0-ab --output plan.yaml
        assay init --from ab.json --answer 'abTest.minImprovement=2pp' > plan.yaml
      """)

  @Argument(help: "The log; - for the standard input.")
  var log: String?

  @Option(help: ArgumentHelp("Copy this template; list names all of them.", valueName: "name"))
  var template: String?

  @Option(
    help: ArgumentHelp(
      "Read this configuration, JSON or YAML; - for the standard input.", valueName: "file"))
  var from: String?

  @Option(
    name: .customLong("answer"),
    help: ArgumentHelp("What was asked for, such as log.unit=user_id.", valueName: "name=text"))
  var answers: [AnswerArgument] = []

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the plan to this file.", valueName: "file"))
  var output: String?

  @Option(help: "How many rows of a log are looked at. (default: 1000)")
  var rows: Int?

  @Flag(help: "Write over a file that is there already.")
  var force = false

  func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows is at least 1.") }
    if rows != nil, log == nil {
      throw ValidationError("--rows says how much of a log is looked at, and no log is named.")
    }
    guard [log, template, from].compactMap(\.self).count == 1 else {
      throw ValidationError("Name a log, a --template or a configuration --from: one of them.")
    }
    if from == nil, !answers.isEmpty {
      throw ValidationError("--answer answers what a configuration --from leaves open.")
    }
    let names = answers.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--answer is given twice for \(twice).")
    }
  }

  func answer() async throws(Failure) -> Int32 {
    let text = try text()
    guard let output, output != "-" else {
      try StandardOutput.write(text)
      return 0
    }
    guard force || !FileManager.default.fileExists(atPath: output) else {
      throw Failure(
        .cannotCreate, "\(output): there is a file already; --force writes over it")
    }
    let file = try OutputFile(output)
    try file.write(text)
    try file.finish()
    return 0
  }

  private func text() throws(Failure) -> String {
    if let template { return try TemplateChoice(template).text }
    if let from { return try imported(from) }
    return try guessed(log ?? "-")
  }

  private func guessed(_ log: String) throws(Failure) -> String {
    let sample: LogSample
    do throws(IngestError) {
      sample = try LogScanner(ScanArguments.inputs([log])).sample(rows: rows ?? 1000)
    } catch {
      throw Failure(.ingest(error))
    }
    return PlanDraft(
      columns: sample.columns,
      sampleRows: sample.rows.map { row in sample.columns.map { row[$0] } }, fileName: log
    ).yaml
  }

  private func imported(_ path: String) throws(Failure) -> String {
    let text = try PlanFile.text(path)
    let name = path == "-" ? "standard input" : path
    let answers = Dictionary(answers.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    let plan: String
    do throws(PlanImportError) {
      plan = try PlanImport(text, file: name, answers: answers).yaml
    } catch {
      throw Failure(.configuration, error.message)
    }
    // An answer that is no threshold, or what no plan may say, is found here.
    do throws(PlanError) {
      _ = try Plan(yaml: plan, file: "the plan made of \(name)")
    } catch {
      throw Failure(error)
    }
    return plan
  }
}

/// An answer on the command line: the path that was asked for, and a text.
struct AnswerArgument: ExpressibleByArgument {
  let name: String
  let text: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    (name, text) = (String(parts[0]), String(parts[1]))
  }
}
