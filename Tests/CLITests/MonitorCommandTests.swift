import AssayTestSupport
import Foundation
import Testing

@Suite struct MonitorCommandTests {
  private let plan = "fixtures/plans/monitor.yaml"
  private let logs = "fixtures/logs/monitor"

  @Test("K1 the report of a monitor, as text, Markdown and JSON")
  func reports() throws {
    let arguments = [
      "gate", plan, "--log", "\(logs)/degraded.csv", "--as-of", "2026-03-07T01:00:00Z",
    ]
    let run = try CommandLineRun.assay(arguments)
    #expect(run.code == 21)
    #expect(try run.output == golden("monitor.txt", for: run.output))
    for (flag, name) in [("--markdown", "monitor.md"), ("--json", "monitor.json")] {
      let run = try CommandLineRun.assay(arguments + [flag, "-"])
      #expect(try run.output == golden(name, for: run.output))
    }
  }

  @Test("K5 K7 T1 D4 the report after a rollback")
  func recovery() throws {
    let run = try CommandLineRun.assay([
      "gate", "fixtures/plans/monitor-recovery.yaml", "--log", "\(logs)/recovered.csv", "--as-of",
      "2026-03-07T01:00:00Z",
    ])
    #expect(try run.output == golden("monitor-recovery.txt", for: run.output))
    #expect(run.output.contains("verified"))
  }

  @Test(
    "K1 the exit code is the verdict",
    arguments: [
      ("healthy", "2026-03-07T01:00:00Z", Int32(0)), ("degraded", "2026-03-07T01:00:00Z", 21),
      // Hours without a row are not taken for good ones.
      ("healthy", "2026-03-07T05:00:00Z", 10), ("healthy", "2026-03-06T00:10:00Z", 10),
    ])
  func exitCodes(log: String, asOf: String, code: Int32) throws {
    let run = try CommandLineRun.assay([
      "gate", plan, "--log", "\(logs)/\(log).csv", "--as-of", asOf, "--until", asOf, "--quiet",
    ])
    #expect(run.code == code)
  }

  @Test("K1 the log may come from the standard input, and the reference from the command line")
  func standardInput() throws {
    let asOf = ["--as-of", "2026-03-07T01:00:00Z"]
    let file = try CommandLineRun.assay(["gate", plan, "--log", "\(logs)/healthy.csv"] + asOf)
    let piped = try CommandLineRun.assay(
      ["gate", plan, "--log", "-", "--reference", "\(logs)/usual.csv"] + asOf,
      input: try Data(contentsOf: repositoryRoot.appending(path: "\(logs)/healthy.csv")))
    #expect(piped.code == 0)
    #expect(piped.output == file.output)
  }

  @Test(
    "A baseline that is missing is no input; what a monitor does not use is a wrong configuration")
  func badInput() throws {
    let log = ["--log", "\(logs)/healthy.csv"]
    #expect(
      try CommandLineRun.assay(["gate", plan] + log + ["--reference", "nowhere.csv"]).code == 66)
    let other = try CommandLineRun.assay(
      ["gate", plan] + log + ["--reference", "fixtures/logs/good/plain.csv"])
    #expect(other.code == 78 || other.code == 65)
    let previous = try CommandLineRun.assay(["gate", plan] + log + ["--previous", "r.json"])
    #expect(previous.code == 78)
    #expect(previous.error.contains("forgets nothing"))
    let shadow = try CommandLineRun.assay(["gate", plan] + log + ["--shadow", "s.csv"])
    #expect(shadow.code == 78)
    let ab = try CommandLineRun.assay([
      "gate", "fixtures/plans/small.yaml", "--log", "fixtures/logs/good/plain.csv", "--reference",
      "r.csv",
    ])
    #expect(ab.code == 78)
    #expect(ab.error.contains("no monitor"))
    for command in ["analyze", "replay"] {
      let run = try CommandLineRun.assay([command, plan] + log)
      #expect(run.code == 78)
      #expect(run.error.contains("strategy is monitor"))
    }
    let drift = try CommandLineRun.assay([
      "drift", plan, "--reference", "\(logs)/usual.csv", "--current", "\(logs)/healthy.csv",
    ])
    #expect(drift.code == 78)
  }
}
