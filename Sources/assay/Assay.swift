internal import ArgumentParser

/// The root of the command line.
struct Assay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Turns logs of model predictions into decisions a pipeline can act on.",
    discussion: """
      A plan says what is compared and what counts; a log holds what happened. The gate answers \
      promote (0), continue (10), stop (20), rollback (21) or invalid (30), and its error rates \
      hold however often one looks. Codes from 64 on are errors, and no verdict.

      EXAMPLES
        assay init log.csv > plan.yaml
        assay lint plan.yaml
        assay gate plan.yaml --log log.csv
        assay drift --reference march.csv --current april.csv
      """,
    version: "0.1.0",
    subcommands: [
      GateCommand.self, AnalyzeCommand.self, ReplayCommand.self, DriftCommand.self,
      ProfileCommand.self, MergeCommand.self,
      TestCommand.self, PowerCommand.self, InitCommand.self, LintCommand.self,
      ExplainCommand.self, SimulateCommand.self,
    ])
}
