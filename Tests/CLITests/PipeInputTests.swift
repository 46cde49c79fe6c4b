import AssayTestSupport
import Foundation
import Testing

/// Logs that can be read but once, under a plan that asks to read them twice.
struct PipeInputTests {
  private let plan = """
    name: piped
    strategy: ab
    log: {unit: user, variant: arm, latency: ms}
    variants: {control: a, treatments: [b]}
    metrics:
      - {name: p95, kind: quantile, column: latency, q: 0.95, better: lower, role: success, minimum_improvement: 0%}
    """

  private var rows: String {
    (0..<3000).map { "u\($0 % 211),\($0 % 211 % 2 == 0 ? "a" : "b"),\($0 * 7919 % 101)\n" }.joined()
  }

  @Test func aNamedPipeIsReadAsAFileIs() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", plan)
    let log = try folder.file("log.csv", "user,arm,ms\n" + rows)
    let pipe = folder.path("pipe.csv")
    #expect(mkfifo(pipe, 0o600) == 0)
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = ["-c", "cat \"$0\" > \"$1\"", log, pipe]
    try writer.run()
    defer { writer.terminate() }
    let piped = try CommandLineRun.assay("gate", plan, "--log", pipe, "--json", "-")
    let read = try CommandLineRun.assay("gate", plan, "--log", log, "--json", "-")
    #expect(read.code == 10 && piped.code == 10, "\(piped.error)")
    #expect(piped.output == read.output)
  }

  @Test func messagesCallTheStandardInputByItsName() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", plan)
    let broken = Data(("user,arm,ms\n" + rows + "u1,b,slow\n").utf8)
    let run = try CommandLineRun.assay(["gate", plan, "--log", "-"], input: broken)
    #expect(run.code == 30)
    #expect(run.output.contains("standard input") && run.output.contains("line 3002"))
    #expect(!run.output.contains("assay-"))
    let empty = try CommandLineRun.assay(["gate", plan, "--log", "-"])
    #expect(empty.code == 65)
    #expect(empty.error.hasPrefix("assay: standard input: the file is empty"))
  }

  @Test func whereACopyHasNoRoomIsSaid() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", plan)
    let run = try CommandLineRun.assay(
      ["gate", plan, "--log", "-"], input: Data("user,arm,ms\n".utf8),
      environment: ["TMPDIR": folder.path("nowhere")])
    #expect(run.code == 74)
    #expect(run.error.contains("standard input must be read twice"))
    #expect(run.error.contains(folder.path("nowhere")))
  }
}
