import AssayTestSupport
import Foundation
import Testing

struct OutputTests {
  private let folder = TemporaryFolder()

  private func gate(
    _ more: [String] = [], environment: [String: String] = [:], redirection: String = ""
  ) throws -> CommandLineRun {
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", VerdictLog.promote.log)
    return try CommandLineRun.assay(
      ["gate", plan, "--log", log] + more, environment: environment, redirection: redirection)
  }

  @Test("A report that cannot be written is never a verdict")
  func unwritable() throws {
    for redirection in [">/dev/full", ">&-"] {
      let run = try gate(redirection: redirection)
      #expect(run.code == 74, "\(redirection)")
      #expect(run.error.hasPrefix("assay: standard output: "))
    }
    for (path, code) in [
      ("/dev/full", Int32(74)), (folder.path("none/report.json"), 73), (folder.url.path, 73),
    ] {
      for option in ["--json", "--markdown", "--html"] {
        let run = try gate([option, path])
        #expect(run.code == code, "\(option) \(path)")
        #expect(run.output.isEmpty)
      }
    }
    #expect(try CommandLineRun.assay(["--help"], redirection: ">/dev/full").code == 74)
    #expect(try CommandLineRun.assay(["lint", "--schema"], redirection: ">&-").code == 74)
    #expect(
      try CommandLineRun.assay(["simulate", "--emit-log", "-"], redirection: ">/dev/full").code
        == 74)
  }

  @Test("A pipe that nobody reads is no verdict")
  func brokenPipe() throws {
    // The reader ends before a line of the log is there; the pipe's code is that of assay.
    let script = #"(sleep 1; cat "$2") | { "$0" gate "$1" --log - ; echo $? >"$3"; } | exec true"#
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", VerdictLog.promote.log)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, CommandLineRun.binary.path, plan, log, folder.path("code")]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(try String(contentsOfFile: folder.path("code"), encoding: .utf8) == "74\n")
  }

  @Test("With no report wanted, a closed standard output does not matter")
  func quiet() throws {
    let run = try gate(["--quiet"], redirection: ">&-")
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    let open = try gate(["--quiet", "--json", folder.path("report.json")])
    #expect(open.code == 0)
    #expect(open.output.isEmpty)
    #expect(folder.contents.contains("report.json"))
  }

  @Test("JSON on the standard output is alone there; the verdict is said on the standard error")
  func jsonOutput() throws {
    let run = try gate(["--json", "-"])
    #expect(run.output.hasPrefix("{\n"))
    #expect(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) is [String: Any])
    #expect(run.error.hasPrefix("PROMOTE (0): promote b, because "))
    #expect(try gate(["--json", "-", "--quiet"]).error.isEmpty)
  }

  @Test("A new report replaces the old one whole, through a link too, and leaves nothing aside")
  func replace() throws {
    let old = try folder.file("old.json", "old")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("report.json"), withDestinationPath: old)
    #expect(try gate(["--json", folder.path("report.json")]).code == 0)
    #expect(try String(contentsOfFile: old, encoding: .utf8).hasPrefix("{\n"))
    #expect(folder.contents == ["log.csv", "old.json", "plan.yaml", "report.json"])
  }

  @Test("Without a verdict the old report stays")
  func keep() throws {
    let report = try folder.file("report.json", "old")
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let run = try CommandLineRun.assay(
      "gate", plan, "--log", folder.path("nowhere.csv"), "--json", report)
    #expect(run.code == 66)
    #expect(try String(contentsOfFile: report, encoding: .utf8) == "old")
  }

  @Test("No colour where there is no terminal, and two runs say the same")
  func determinism() throws {
    let runs = try [gate(environment: ["TERM": "xterm-256color"]), gate(["--threads", "1"])]
    #expect(!runs[0].output.contains("\u{1B}"))
    #expect(runs[0].output == runs[1].output)
    let json = try [gate(["--json", "-"]), gate(["--json", "-", "--threads", "2"])]
    #expect(json[0].output == json[1].output)
  }

  @Test(
    "A gate that is ended by a signal ends by that signal", arguments: [SIGTERM, SIGINT, SIGKILL])
  func signals(signal: Int32) throws {
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let process = Process()
    process.executableURL = CommandLineRun.binary
    process.arguments = ["gate", plan, "--log", "-", "--json", folder.path("report.json")]
    // The input stays open, so that the gate waits for more of the log.
    let input = Pipe()
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(VerdictLog.promote.log.utf8))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == signal)
    #expect(!folder.contents.contains("report.json"))
  }
}
