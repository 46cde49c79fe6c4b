internal import ArgumentParser
internal import Experiment
internal import Reports

/// Says in plain English what a plan means.
struct ExplainCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say in plain English what a plan compares, asks and guarantees.",
    discussion: """
      EXAMPLES
        assay explain plan.yaml
      """)

  @Argument(help: "The plan, YAML or JSON; - for the standard input.")
  var plan: String

  func answer() async throws(Failure) -> Int32 {
    let lines = PlanExplanation(try PlanFile.read(plan)).lines
    try StandardOutput.write(lines.map { InertText.line($0) + "\n" }.joined())
    return 0
  }
}
