internal import ArgumentParser
internal import Experiment

/// Makes a realistic log from a seed.
struct SimulateCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make a realistic champion/challenger log from a seed.",
    discussion: """
      The same seed makes the same bytes, on every machine.

      EXAMPLES
        assay simulate --emit-log log.csv
        assay simulate --emit-log - --rows 1000000 --users 200000 --seed 7 | gzip > log.csv.gz
      """)

  @Option(help: ArgumentHelp("Write the log as CSV; - for the standard output.", valueName: "file"))
  var emitLog: String

  @Option(help: "The seed of every draw.")
  var seed = LogGenerator.Configuration().seed

  @Option(help: "How many rows the log has.")
  var rows = LogGenerator.Configuration().rows

  @Option(help: "How many users could send requests.")
  var users = LogGenerator.Configuration().users

  @Option(help: "How many days the log covers.")
  var days = LogGenerator.Configuration().days

  @Option(help: "The share of users who get the challenger, 0 to 1.")
  var challengerShare = LogGenerator.Configuration().challengerShare

  func answer() async throws(Failure) -> Int32 {
    let generator = try generator()
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

  private func generator() throws(Failure) -> LogGenerator {
    var configuration = LogGenerator.Configuration()
    (configuration.seed, configuration.rows, configuration.users) = (seed, rows, users)
    (configuration.days, configuration.challengerShare) = (days, challengerShare)
    do throws(LogGenerator.InvalidConfiguration) {
      return try LogGenerator(configuration)
    } catch {
      throw Failure(.usage, error.description)
    }
  }
}
