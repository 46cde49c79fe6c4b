import AssayTestSupport
import Foundation
import Testing

/// Logs that can be read but once, where they must be read more often.
struct PipeInputTests {
  private let plan = """
    name: piped
    strategy: ab
    log: {time: at, unit: user, variant: arm, latency: ms, request: id}
    variants: {control: a, treatments: [b]}
    metrics:
      - {name: p95, kind: quantile, column: latency, q: 0.95, better: lower, role: success, minimum_improvement: 0%}
    """

  private let header = "at,id,user,arm,ms\n"

  private var rows: String {
    (0..<3000).map { row in
      let user = row % 211
      return "2026-03-0\(1 + row / 1000)T10:00:00Z,q\(row),u\(user),\(user % 2 == 0 ? "a" : "b"),"
        + "\(row * 7919 % 101)\n"
    }.joined()
  }

  @Test(
    "A pipe with a name is read as a file is",
    arguments: [
      #"mkfifo "$pipe"; cat "$log" > "$pipe" & "$assay" gate "$plan" --log "$pipe" --json -"#,
      #""$assay" gate "$plan" --log <(cat "$log") --json -"#,
      #"cat "$log" | "$assay" gate "$plan" --log /dev/stdin --json -"#,
      #"cat "$log" | "$assay" gate "$plan" --log - --json -"#,
    ])
  func namedPipes(line: String) throws {
    let folder = TemporaryFolder()
    let files = [
      "plan": try folder.file("plan.yaml", plan),
      // A row of 1970, which only a second reading tells from the others.
      "log": try folder.file("log.csv", header + rows + "1970-01-01T00:00:00Z,q0,u1,b,7\n"),
      "pipe": folder.path("pipe.csv"),
    ]
    let piped = try CommandLineRun.shell(line, files)
    let read = try CommandLineRun.assay(
      "gate", files["plan"] ?? "", "--log", files["log"] ?? "", "--json", "-")
    #expect(piped.code == read.code, "\(piped.error)")
    #expect(read.output.contains("strayTime"))
    func withoutName(_ text: String) -> String {
      [files["pipe"] ?? "", files["log"] ?? ""].reduce(text) { $0.replacing($1, with: "LOG") }
        .replacing(/\/dev\/fd\/\d+|\/dev\/stdin|standard input/, with: "LOG")
    }
    #expect(withoutName(piped.output) == withoutName(read.output))
  }

  @Test("Labels, answers of a shadow and references may be pipes")
  func joinedPipes() throws {
    let folder = TemporaryFolder()
    let plan = """
      name: shadowed
      strategy: shadow
      log: {time: at, unit: none, request: id, score: ms}
      shadow: {threshold: 50, agreement: 50%}
      labels: {file: labels.csv, key: id, value: label}
      variants: {control: a, treatments: [b]}
      metrics:
        - {name: accuracy, kind: accuracy, threshold: 50, role: guardrail, margin: 1pp}
        - {name: p95, kind: quantile, column: ms, q: 0.95, better: lower, role: monitor}
      """
    let labels = "id,label\n" + (0..<3000).map { "q\($0),\($0 % 2)\n" }.joined()
    let files = [
      "plan": try folder.file("plan.yaml", plan),
      "log": try folder.file("log.csv", header + rows),
      "labels": try folder.file("labels.csv", labels),
    ]
    let arguments = { (file: (String) -> String) in
      "\"$assay\" gate \"$plan\" --log \(file("log")) --shadow \(file("log")) --labels "
        + "\(file("labels")) --json -"
    }
    let read = try CommandLineRun.shell(arguments { "\"$\($0)\"" }, files)
    let piped = try CommandLineRun.shell(arguments { "<(cat \"$\($0)\")" }, files)
    #expect(read.code < 64, "\(read.error)")
    #expect(piped.code == read.code, "\(piped.error)")
    #expect(piped.output == read.output)
  }

  @Test("The same pipe named twice is refused, not waited for")
  func twice() throws {
    let folder = TemporaryFolder()
    let files = [
      "plan": try folder.file("plan.yaml", plan), "pipe": folder.path("pipe.csv"),
    ]
    let run = try CommandLineRun.shell(
      #"mkfifo "$pipe"; "$assay" gate "$plan" --log "$pipe" "$pipe""#, files)
    #expect(run.code == 65)
    #expect(run.error.contains("the same input is named twice"))
    let drift = try CommandLineRun.shell(
      #""$assay" drift --reference "$pipe" --current "$pipe""#, files)
    #expect(drift.code == 65)
    #expect(drift.error.contains("the same input is named twice"))
  }

  @Test("Messages call the standard input by its name")
  func names() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", plan)
    let broken = Data((header + rows + "2026-03-04T10:00:00Z,q3000,u1,b,slow\n").utf8)
    let run = try CommandLineRun.assay(["gate", plan, "--log", "-"], input: broken)
    #expect(run.code == 30)
    #expect(run.output.contains("standard input") && run.output.contains("line 3002"))
    let empty = try CommandLineRun.assay(["gate", plan, "--log", "-"])
    #expect(empty.code == 65)
    #expect(empty.error.hasPrefix("assay: standard input: the file is empty"))
  }

  @Test("A copy that finds no room is an error that says so, and none is left behind")
  func room() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", plan)
    let nowhere = try CommandLineRun.assay(
      ["gate", plan, "--log", "-"], input: Data(header.utf8),
      environment: ["TMPDIR": folder.path("nowhere")])
    #expect(nowhere.code == 74)
    #expect(nowhere.error.contains("standard input: it must be read twice"))
    #expect(nowhere.error.contains(folder.path("nowhere")))
    let here = TemporaryFolder()
    let run = try CommandLineRun.assay(
      ["gate", plan, "--log", "-"], input: Data((header + rows).utf8),
      environment: ["TMPDIR": here.path("")])
    #expect(run.code == 10, "\(run.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: here.path("")).isEmpty)
  }

  @Test("A copy is gone however the process ends")
  func killed() throws {
    let (folder, copies) = (TemporaryFolder(), TemporaryFolder())
    let files = [
      "plan": try folder.file("plan.yaml", plan), "log": try folder.file("log.csv", header + rows),
      "pipe": folder.path("pipe.csv"), "TMPDIR": copies.path(""),
    ]
    // More than a pipe holds: where all of it is written, the copy has begun, and waits for more.
    #expect((header + rows).utf8.count > 1 << 16)
    let run = try CommandLineRun.shell(
      #"mkfifo "$pipe"; "$assay" gate "$plan" --log "$pipe" & exec 3>"$pipe"; cat "$log" >&3; kill -KILL $!; wait"#,
      files)
    #expect(run.output == "", "\(run.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path("")).isEmpty)
  }

  @Test("A profile may come through a pipe, and has the digest of its file")
  func profiles() throws {
    let folder = TemporaryFolder()
    let files = [
      "log": try folder.file("log.csv", header + rows), "profile": folder.path("log.profile"),
    ]
    let made = try CommandLineRun.shell(#""$assay" profile "$log" -o "$profile""#, files)
    #expect(made.code == 0, "\(made.error)")
    func drift(_ reference: String) throws -> CommandLineRun {
      try CommandLineRun.shell(
        #""$assay" drift --reference \#(reference) --current "$log" --json -"#, files)
    }
    let (read, piped) = (try drift(#""$profile""#), try drift(#"<(cat "$profile")"#))
    #expect(read.code < 64 && piped.code == read.code, "\(piped.error)")
    func withoutName(_ text: String) -> String {
      text.replacing(files["profile"] ?? "", with: "P").replacing(/\/dev\/fd\/\d+/, with: "P")
    }
    #expect(withoutName(piped.output) == withoutName(read.output))
  }
}
