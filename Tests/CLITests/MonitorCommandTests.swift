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

  @Test("N1 K3 a request, a split and a divergence, in the report and in the records")
  func requests() throws {
    let folder = TemporaryFolder()
    let ledger = folder.path("records.jsonl")
    let arguments = [
      "gate", "fixtures/plans/monitor-shares.yaml", "--log", "\(logs)/healthy.csv", "--as-of",
      "2026-03-07T01:00:00Z",
    ]
    let run = try CommandLineRun.assay(arguments + ["--record", ledger])
    #expect(run.code == 21)
    #expect(try run.output == golden("monitor-shares.txt", for: run.output))
    let records = try String(contentsOfFile: ledger, encoding: .utf8)
    let (name, reason) = ("product, A. Weaver", "OPS-115: offers to customers who left")
    #expect(records.contains(#""requested_by":"\#(name)""#))
    #expect(records.contains("raised: request (asked for by \(name): \(reason))"))
    #expect(records.contains(#""automatic":false"#))
    // A folder that has no file of requests cannot say that nobody asked.
    let plan = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/plans/monitor-shares.yaml"),
      encoding: .utf8)
    let moved = try folder.file("plan.yaml", plan)
    let missing = try CommandLineRun.assay([
      "gate", moved, "--log", "\(logs)/healthy.csv", "--reference", "\(logs)/usual.csv",
    ])
    #expect(missing.code == 20)
    #expect(missing.output.contains("to say whether anyone asked"))
  }

  @Test(
    "K1 labels in a file of their own: a window is judged once its labels had the time they need",
    arguments: [("2026-03-07T01:00:00Z", Int32(10)), ("2026-03-07T07:00:00Z", 0)])
  func lateLabels(asOf: String, code: Int32) throws {
    let run = try CommandLineRun.assay([
      "gate", "fixtures/plans/monitor-labels.yaml", "--log", "\(logs)/late.csv", "--as-of", asOf,
    ])
    #expect(run.code == code, "\(run.error)")
    // By pandas, from the rows of 12:00 to 24:00 and their labels: 326 of 359 are right.
    #expect(run.output.contains("90.81%") == (code == 0))
    #expect(run.output.contains("may come until 2026-03-07 06:00 UTC") == (code == 10))
  }

  /// What is printed, whatever the width of a line.
  private func words(_ run: CommandLineRun) -> String {
    run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("K1 a row of the year 2099 is named with its line, in a monitor and in a gate")
  func strayRow() throws {
    let folder = TemporaryFolder()
    let healthy = try String(
      contentsOf: repositoryRoot.appending(path: "\(logs)/healthy.csv"), encoding: .utf8)
    let row = try #require(healthy.split(separator: "\n").last)
    let stray = "2099" + row.dropFirst(4)
    let log = try folder.file("log.csv", healthy + stray + "\n")
    let run = try CommandLineRun.assay([
      "gate", plan, "--log", log, "--as-of", "2026-03-07T01:00:00Z",
    ])
    #expect(run.code == 30)
    #expect(words(run).contains("line 766, column time: a time far from those of all other rows"))
    // A look a day divides time, as windows do; 78 it was, and 70,000 years of days.
    let windows = try folder.file(
      "windows.yaml",
      """
      name: windows
      strategy: ab
      log: {time: time, unit: user, variant: version, error: error}
      variants: {control: v42, treatments: [v41]}
      metrics:
        - {name: errors, kind: rate, role: success, better: lower, minimum_improvement: 1pp, window: 1h}
      """)
    let recovered = try String(
      contentsOf: repositoryRoot.appending(path: "\(logs)/recovered.csv"), encoding: .utf8)
    let last = try #require(recovered.split(separator: "\n").last)
    let both = try folder.file("both.csv", recovered + "2099" + last.dropFirst(4) + "\n")
    let gate = try CommandLineRun.assay(["gate", windows, "--log", both])
    #expect(gate.code == 30, "\(gate.error)")
    #expect(words(gate).contains("line 746, column time"))
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
