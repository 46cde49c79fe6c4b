import AssayTestSupport
import Foundation
import Testing

struct UsageTests {
  static let commands = [
    "", "gate", "analyze", "drift", "init", "lint", "explain", "simulate", "replay", "test",
    "power", "ramp", "rollback", "history", "record", "profile", "merge",
  ]

  @Test("The help of every command reads as it was last approved", arguments: commands)
  func help(command: String) throws {
    let run = try CommandLineRun.assay(command.isEmpty ? ["--help"] : [command, "--help"])
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    #expect(run.output.contains("EXAMPLES\n  assay "))
    let name = command.isEmpty ? "assay" : command
    #expect(try run.output == golden("help/\(name).txt", for: run.output))
  }

  @Test(
    "A wrong command line is 64, on the standard error",
    arguments: [
      ["bogus"], ["gate"], ["gate", "plan.yaml"], ["gate", "--nope"],
      ["gate", "p.yaml", "--log", "l.csv", "--exit-map", "bogus"],
      ["gate", "p.yaml", "--log", "l.csv", "--since", "yesterday"],
      ["gate", "p.yaml", "--log", "l.csv", "--threads", "0"],
      ["gate", "p.yaml", "--log", "l.csv", "--memory", "plenty"],
      ["gate", "p.yaml", "--log", "l.csv", "--json", "-", "--markdown", "-"],
      ["gate", "-", "--log", "-"], ["analyze"], ["drift"], ["drift", "--reference", "a.csv"],
      ["drift", "--reference", "-", "--current", "-"], ["init"], ["lint"], ["explain"],
      ["simulate"], ["simulate", "--emit-log", "-", "--rows", "-1"],
      ["simulate", "fixtures/plans/small.yaml", "--rows", "5"],
      ["simulate", "fixtures/plans/small.yaml", "--emit-log", "-"],
      ["simulate", "--emit-log", "-", "--rollouts", "5"],
      ["simulate", "--emit-log", "-", "--html", "page.html"],
      ["simulate", "fixtures/plans/small.yaml", "--looks", "0"],
      ["simulate", "fixtures/plans/small.yaml", "--units", "1000000000"],
    ])
  func usage(arguments: [String]) throws {
    let run = try CommandLineRun.assay(arguments)
    #expect(run.code == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("assay: "))
  }

  @Test("Version, schemas and completions are results")
  func results() throws {
    let version = try CommandLineRun.assay("--version")
    #expect(version.code == 0)
    #expect(version.output.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
    for (command, file) in [("gate", "decision"), ("lint", "plan")] {
      let run = try CommandLineRun.assay(command, "--schema")
      let schema = repositoryRoot.appending(path: "schemas/\(file).schema.json")
      #expect(run.code == 0)
      let expected = try String(contentsOf: schema, encoding: .utf8)
      #expect(
        run.output.trimmingCharacters(in: .newlines) == expected.trimmingCharacters(in: .newlines))
    }
    for shell in ["bash", "zsh", "fish"] {
      let run = try CommandLineRun.assay("--generate-completion-script", shell)
      #expect(run.code == 0)
      #expect(run.output.contains("simulate"))
    }
  }

  @Test("Lint finds mistakes and passes a good plan")
  func lint() throws {
    let good = try CommandLineRun.assay("lint", "fixtures/plans/fraud.yaml")
    #expect(good.code == 0, "\(good.output)")
    let wrong = try CommandLineRun.assay(
      "lint", "fixtures/plans/fraud.yaml", "fixtures/plans/wrong.yaml")
    #expect(wrong.code == 78)
    #expect(wrong.error.contains("wrong.yaml:3:40: "))
  }

  @Test("What init guesses is a plan that lint reads and gate judges by")
  func initialize() throws {
    let folder = TemporaryFolder()
    let log = folder.path("log.csv")
    let plan = folder.path("plan.yaml")
    #expect(try CommandLineRun.assay("simulate", "--emit-log", log, "--rows", "3000").code == 0)
    #expect(try CommandLineRun.assay("init", log, "--output", plan).code == 0)
    #expect(try CommandLineRun.assay("lint", plan).code == 0)
    let gate = try CommandLineRun.assay("gate", plan, "--log", log)
    #expect(gate.code == 10, "\(gate.error)\(gate.output)")
    let again = try CommandLineRun.assay("init", log, "--output", plan)
    #expect(again.code == 73)
    #expect(again.error.contains("--force"))
    #expect(try CommandLineRun.assay("init", "fixtures/logs/malformed/empty.csv").code == 65)
  }

  @Test("Explain says what a plan means")
  func explain() throws {
    let run = try CommandLineRun.assay("explain", "fixtures/plans/fraud.yaml")
    #expect(run.code == 0)
    #expect(run.output.contains("challenger"))
    #expect(run.output.contains("rollback"))
  }

  @Test("A simulated log is the same bytes in a file and on the standard output")
  func simulate() throws {
    let folder = TemporaryFolder()
    let log = folder.path("log.csv")
    #expect(try CommandLineRun.assay("simulate", "--emit-log", log, "--rows", "50").code == 0)
    let run = try CommandLineRun.assay("simulate", "--emit-log", "-", "--rows", "50")
    #expect(try run.output == String(contentsOfFile: log, encoding: .utf8))
    #expect(run.output.split(separator: "\n").count == 51)
    let other = try CommandLineRun.assay(
      "simulate", "--emit-log", "-", "--rows", "50", "--seed", "1")
    #expect(other.output != run.output)
  }
}
