import AssayTestSupport
import Foundation
import Testing

@Suite struct ShadowCommandTests {
  private let log = "fixtures/logs/shadow/log.csv"

  @Test("W1 the report of a shadow, as text, Markdown and JSON")
  func reports() throws {
    let run = try CommandLineRun.assay("gate", "fixtures/plans/shadow.yaml", "--log", log)
    #expect(run.code == 10)
    #expect(try run.output == golden("shadow.txt", for: run.output))
    for (flag, name) in [("--markdown", "shadow.md"), ("--json", "shadow.json")] {
      let run = try CommandLineRun.assay(
        "gate", "fixtures/plans/shadow.yaml", "--log", log, flag, "-")
      #expect(try run.output == golden(name, for: run.output))
    }
  }

  @Test("W1 one log with both answers, read from files or from the standard input")
  func oneLog() throws {
    let plan = "fixtures/plans/shadow-one-log.yaml"
    let both = "fixtures/logs/shadow/both.csv"
    let run = try CommandLineRun.assay("gate", plan, "--log", both)
    #expect(run.code == 0)
    let piped = try CommandLineRun.assay(
      ["gate", plan, "--log", "-"],
      input: try Data(contentsOf: repositoryRoot.appending(path: both)))
    #expect(piped.code == 0)
    #expect(piped.output == run.output)
  }

  @Test("W1 a shadow without its file is no input, one with other columns a wrong configuration")
  func badInput() throws {
    let missing = try CommandLineRun.assay(
      "gate", "fixtures/plans/shadow.yaml", "--log", log, "--shadow", "nowhere.csv")
    #expect(missing.code == 66)
    let other = try CommandLineRun.assay(
      "gate", "fixtures/plans/shadow.yaml", "--log", log, "--shadow", log)
    #expect(other.code == 78)
    #expect(other.error.contains("request"))
    let unasked = try CommandLineRun.assay(
      "gate", "fixtures/plans/small.yaml", "--log", "fixtures/logs/good/plain.csv", "--shadow", log)
    #expect(unasked.code == 78)
    #expect(unasked.error.contains("no shadow"))
    let twice = try CommandLineRun.assay(
      "gate", "fixtures/plans/shadow-one-log.yaml", "--log", "fixtures/logs/shadow/both.csv",
      "--shadow", log)
    #expect(twice.code == 78)
  }
}
