internal import ArgumentParser
internal import Experiment
internal import Reports

/// Finds what is wrong, or unwise, in plans.
struct LintCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Find mistakes and unwise choices in plans.",
    discussion: """
      Plans that can be are also simulated, in a few rollouts, where those take no more than a second or \
      two; --simulate does it for any, in minutes. A warning tells where even twice the minimum \
      improvement is rarely promoted, where the minimum sample is rarely reached, and how often an \
      estimate that is taken for proof, looks at a test that is made for one, or requests that are taken \
      for users mislead. Of several plans for the same variants it is told where they disagree. With \
      --reference a drift plan is held against the columns and the rows it will compare with.

      Exits with 0 where no error was found, and with 78 otherwise; warnings and notes do not count.

      EXAMPLES
        assay lint plan.yaml
        assay lint plans/*.yaml --strict
        assay lint drift.yaml --reference march.profile
        assay lint plan.yaml --simulate
        assay lint --schema > plan.schema.json
      """)

  @Argument(help: "Plans, YAML or JSON; - for the standard input.")
  var plans: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Of drift plans: what was usual, logs or profiles.", valueName: "file"))
  var reference: [String] = []

  @Flag(help: "Warnings count as errors.")
  var strict = false

  @Flag(help: "Simulate rollouts of large plans, too: minutes.")
  var simulate = false

  @Flag(help: "Print the JSON Schema of plans.")
  var schema = false

  func validate() throws {
    if plans.isEmpty, !schema { throw ValidationError("Name a plan: assay lint PLAN") }
  }

  func answer() async throws(Failure) -> Int32 {
    guard !schema else {
      try StandardOutput.write(PlanSchema.json)
      return 0
    }
    var (code, read): (Int32, [Plan]) = (0, [])
    for path in plans {
      do throws(Failure) {
        let plan = try PlanFile.read(path)
        code = max(code, try await lint(plan, path, beside: read))
        read.append(plan)
      } catch {
        code = max(code, error.report())
      }
    }
    return code
  }

  private func lint(
    _ plan: Plan, _ path: String, beside others: [Plan]
  ) async throws(Failure) -> Int32 {
    let lint = PlanLint(
      plan, reference: try await profile(for: plan),
      source: reference.contains(where: ProfileFile.isProfile) ? .profiles : .logs)
    let findings =
      lint.findings + lint.simulated(simulate ? .enough : .atOnce)
      + PlanPairLint(plan, beside: others).findings
    let lines = findings.map { "\(path): \($0.description)" }
    let text = lines.isEmpty ? ["\(path): nothing to mend"] : lines
    try StandardOutput.write(text.map { InertText.line($0) + "\n" }.joined())
    let isWrong = findings.contains {
      $0.severity == .error || (strict && $0.severity == .warning)
    }
    return isWrong ? Failure.Code.configuration.rawValue : 0
  }

  /// The reference as a drift plan reads it, with every column, whether the plan compares it or not.
  private func profile(for plan: Plan) async throws(Failure) -> LogProfile? {
    guard !reference.isEmpty, plan.strategy == .drift else { return nil }
    var plan = plan
    (plan.drift.columns, plan.drift.ignore) = ([], [])
    do throws(ExperimentError) {
      return try await DriftCheck(plan).profile(ScanArguments.inputs(reference))
    } catch {
      throw Failure(error)
    }
  }
}
