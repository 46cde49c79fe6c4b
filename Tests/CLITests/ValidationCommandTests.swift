import AssayTestSupport
import Foundation
import Testing

@Suite struct ValidationCommandTests {
  private let log = "fixtures/logs/validation/log.csv"
  private let asOf = "2026-04-01T00:00:00Z"

  private func plan() throws -> String {
    let url = repositoryRoot.appending(path: "fixtures/plans/validation.yaml")
    return try String(contentsOf: url, encoding: .utf8)
      .replacing("../logs", with: repositoryRoot.appending(path: "fixtures/logs").path)
  }

  /// Runs a plan from a folder of its own.
  private func gate(_ text: String) throws -> CommandLineRun {
    let folder = TemporaryFolder()
    let file = try folder.file("plan.yaml", text)
    return try CommandLineRun.assay("gate", file, "--log", log, "--as-of", asOf)
  }

  @Test("V1 the record of a validation, as text, Markdown and JSON")
  func reports() throws {
    let plan = "fixtures/plans/validation.yaml"
    let run = try CommandLineRun.assay("gate", plan, "--log", log, "--as-of", asOf)
    #expect(run.code == 0)
    #expect(try run.output == golden("validation.txt", for: run.output))
    for (flag, name) in [("--markdown", "validation.md"), ("--json", "validation.json")] {
      let run = try CommandLineRun.assay(
        "gate", plan, "--log", log, "--as-of", asOf, flag, "-")
      #expect(try run.output == golden(name, for: run.output))
    }
  }

  @Test("V2 a criterion that is missed stops, one that nobody can tell waits, with both numbers")
  func verdicts() throws {
    let missed = try gate(try plan().replacing("at_least: 85%", with: "at_least: 95%"))
    #expect(missed.code == 20)
    #expect(missed.output.contains("accuracy: 88.85% on 1,121 rows, shown to be at most"))
    #expect(missed.output.contains("at least 95.00% is asked for"))
    let close = try gate(try plan().replacing("at_least: 85%", with: "at_least: 89%"))
    #expect(close.code == 10)
    #expect(close.output.contains("perhaps only 87.18% (95% confidence), at least 89.00%"))
  }

  @Test("V3 a baseline without its file is no input, one with other columns a wrong configuration")
  func baseline() throws {
    let missing = try gate(try plan().replacing("champion.csv", with: "nowhere.csv"))
    #expect(missing.code == 66)
    #expect(missing.error.contains("nowhere.csv"))
    let other = try gate(try plan().replacing("champion.csv", with: "folds.csv"))
    #expect(other.code == 78)
  }

  @Test("V9 evidence that is missing waits, another digest stops, an override needs a reason")
  func evidence() throws {
    let missing = try gate(try plan().replacing("scan.json", with: "nowhere.json"))
    #expect(missing.code == 10)
    let words = unwrapped(missing.output)
    #expect(words.contains("because security scan: ") && words.contains(" is missing. "))
    let zeros = String(repeating: "0", count: 64)
    let digest = try gate(
      try plan().replacing("max_age: 30d,", with: "max_age: 30d, sha256: \"\(zeros)\","))
    #expect(digest.code == 20)
    #expect(unwrapped(digest.output).contains("the plan expects \(zeros)"))
    let override = try gate(try plan() + "  overrides: [{check: accuracy, name: Jane Doe}]\n")
    #expect(override.code == 78)
    #expect(override.error.contains("an override needs a reason"))
  }

  /// Where lines end, and how much of a file's path is told, depends on how long it is.
  private func unwrapped(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("V10 a log whose newest row is too old may not be judged")
  func stale() throws {
    let run = try CommandLineRun.assay(
      "gate", "fixtures/plans/validation.yaml", "--log", log, "--as-of", "2026-05-01T00:00:00Z")
    #expect(run.code == 30)
  }

  @Test("V12 documents alone are judged without a log, and a log that is needed is asked for")
  func withoutLog() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      """
      name: sign-off
      strategy: validation
      log: {unit: none}
      baseline: none
      validation: {model: m-1, evidence: [{name: letter, file: letter.txt}]}
      """)
    #expect(try CommandLineRun.assay("gate", plan).code == 10)
    _ = try folder.file("letter.txt", "fine")
    #expect(try CommandLineRun.assay("gate", plan).code == 0)
    let run = try CommandLineRun.assay("gate", "fixtures/plans/validation.yaml")
    #expect(run.code == 78)
    #expect(run.error.contains("--log"))
    #expect(try CommandLineRun.assay("gate", "fixtures/plans/small.yaml").code == 64)
  }
}
