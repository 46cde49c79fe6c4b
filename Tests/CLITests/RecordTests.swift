import AssayTestSupport
import Foundation
import Testing

/// Records as `gate --record` and `record` keep them, and `history` reads them.
struct RecordTests {
  private static let at = "2026-03-20T09:00:00Z"

  private func gate(
    _ verdict: VerdictLog, _ folder: TemporaryFolder, _ arguments: String...
  ) throws -> CommandLineRun {
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", verdict.log)
    return try CommandLineRun.assay(
      ["gate", plan, "--log", log, "--record", folder.path("records.jsonl"), "--at", Self.at]
        + arguments)
  }

  private func records(_ folder: TemporaryFolder) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: folder.path("records.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test(
    "R1 a promotion leaves what is to be deployed, in place of what, by whom and on what grounds")
  func promotion() throws {
    let folder = TemporaryFolder()
    let run = try gate(
      .promote, folder, "--model-name", "fraud", "--model-version", "2.5.0", "--previous-version",
      "2.4.1", "--triggered-by", "nightly")
    #expect(run.code == 0, "\(run.error)")
    let records = try records(folder)
    #expect(records.map { $0["record_type"] as? String } == ["ABTestStatus", "DeploymentRecord"])
    let record = try #require(records.last)
    let keys: Set = [
      "model_name", "model_version", "previous_version", "action", "triggered_by",
      "validation_result", "timestamp", "success",
    ]
    #expect(keys.isSubset(of: record.keys))
    #expect(record["model_name"] as? String == "fraud")
    #expect(record["model_version"] as? String == "2.5.0")
    #expect(record["previous_version"] as? String == "2.4.1")
    #expect(record["action"] as? String == "promote")
    #expect(record["triggered_by"] as? String == "nightly")
    #expect(record["timestamp"] as? String == Self.at)
    #expect(record["success"] is NSNull)
    let result = try #require(record["validation_result"] as? [String: Any])
    #expect(result["passed"] as? Bool == true)
    #expect((result["plan_sha256"] as? String)?.count == 64)
  }

  @Test("R1 what a pipeline did is recorded with its outcome and the report it rests on")
  func carriedOut() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.promote, folder, "--json", folder.path("gate.json")).code == 0)
    let run = try CommandLineRun.assay(
      "record", folder.path("records.jsonl"), "--action", "promote", "--outcome", "succeeded",
      "--model-name", "fraud", "--model-version", "2.5.0", "--report", folder.path("gate.json"),
      "--at", Self.at)
    #expect(run.code == 0, "\(run.error)")
    let record = try #require(try records(folder).last)
    #expect(record["success"] as? Bool == true)
    #expect((record["validation_result"] as? [String: Any])?["verdict"] as? String == "promote")
    #expect(try CommandLineRun.assay("record", folder.path("r"), "--action", "archive").code == 64)
  }

  @Test("R2 a rollback leaves from, to, its reason and when; the deployment goes back")
  func rollback() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.rollback, folder).code == 21)
    let records = try records(folder)
    #expect(
      records.map { $0["record_type"] as? String }
        == ["ABTestStatus", "DeploymentRecord", "RollbackTrigger"])
    #expect(records[0]["status"] as? String == "failed")
    #expect(records[1]["action"] as? String == "rollback")
    #expect(records[1]["model_version"] as? String == "a")
    #expect(records[1]["previous_version"] as? String == "b")
    #expect(records[2]["from"] as? String == "b")
    #expect(records[2]["to"] as? String == "a")
    #expect(records[2]["automatic"] as? Bool == true)
    #expect(records[2]["rolledBackAt"] as? String == Self.at)
    #expect((records[2]["reason"] as? String)?.contains("errors of b is shown to be worse") == true)
  }

  @Test("R2 a rollback in the file of records is final for its plan and version, and for no other")
  func finalRollback() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.rollback, folder, "--model-version", "2.5.0").code == 21)
    let later = try gate(.promote, folder, "--model-version", "2.5.0")
    #expect(later.code == 21 && later.output.contains("a rollback is final"))
    #expect(try gate(.promote, folder, "--model-version", "2.5.1").code == 0)
    // Without a version it is the treatment's name, of which nothing was recorded.
    #expect(try gate(.promote, folder).code == 0)
    #expect(try gate(.rollback, folder).code == 21)
    #expect(try gate(.promote, folder).code == 21)
  }

  @Test(
    "R2 an undecided test leaves its state, its configuration and its progress, and deploys nothing"
  )
  func undecided() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.undecided, folder).code == 10)
    let records = try records(folder)
    #expect(records.map { $0["record_type"] as? String } == ["ABTestStatus"])
    #expect(records[0]["status"] as? String == "collecting")
    #expect(records[0]["progress"] as? Double == 0.6)
    let configuration = try #require(records[0]["configuration"] as? [String: Any])
    #expect(configuration["control"] as? String == "a")
    #expect(configuration["treatments"] as? [String] == ["b"])
  }

  @Test("R2 a step of the ramp leaves an event")
  func ramp() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      VerdictLog.plan.replacing("{unit: user", with: "{time: time, unit: user")
        + "\nramp: {initial: 50, step: 10, maximum: 90, every: 1d}\n")
    let rows = VerdictLog.undecided.log.split(separator: "\n")
    let log = try folder.file(
      "log.csv",
      "time," + rows[0] + "\n"
        + rows.dropFirst().map { "2026-03-02T00:00:00Z,\($0)\n" }.joined())
    let run = try CommandLineRun.assay(
      "gate", plan, "--log", log, "--record", folder.path("records.jsonl"), "--at", Self.at)
    #expect(run.code == 10, "\(run.output)\(run.error)")
    let event = try #require(try records(folder).last)
    #expect(event["record_type"] as? String == "RampEvent")
    #expect(event["type"] as? String == "ramp-up")
    #expect(event["from"] as? Double == 50)
    #expect(event["to"] as? Double == 60)
  }

  @Test("R3 a file without a record is empty, and nothing vouches for it") func empty() throws {
    let folder = TemporaryFolder()
    let run = try CommandLineRun.assay("history", try folder.file("records.jsonl", ""))
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("EMPTY: it holds no record."))
  }

  @Test("R3 records are only added to, and a history that was changed is 65 with its line")
  func history() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.undecided, folder).code == 10)
    #expect(try gate(.promote, folder).code == 0)
    let path = folder.path("records.jsonl")
    let whole = try CommandLineRun.assay("history", path)
    #expect(whole.code == 0)
    #expect(whole.output.hasPrefix("WHOLE: each of 3 records is as it was written."))
    #expect(whole.output.contains("promote b in place of a"))
    let json = try CommandLineRun.assay(
      "history", path, "--kind", "DeploymentRecord", "--json", "-")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((document["records"] as? [Any])?.count == 1)
    let head = try #require(document["head"] as? String)
    for spelling in [head, head.uppercased()] {
      #expect(try CommandLineRun.assay("history", path, "--head", spelling).code == 0)
    }
    let nameless = try CommandLineRun.assay(
      "record", path, "--action", "archive", "--model-name", " ", "--model-version", "1")
    #expect(nameless.code == 64)

    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("collecting", with: "succeeding").utf8).write(to: URL(filePath: path))
    let changed = try CommandLineRun.assay("history", path)
    #expect(changed.code == 65)
    #expect(changed.error.contains("records.jsonl:1: "))
    // Nothing is added to a broken chain, and no verdict is told that could not be recorded.
    let refused = try gate(.promote, folder)
    #expect(refused.code == 65)
    #expect(refused.output.isEmpty)

    let lines = text.split(separator: "\n")
    try Data((lines[0] + "\n").utf8).write(to: URL(filePath: path))
    #expect(try CommandLineRun.assay("history", path).code == 0)
    let short = try CommandLineRun.assay("history", path, "--head", head)
    #expect(short.code == 65)
    #expect(short.error.contains("taken off the end"))
    #expect(try CommandLineRun.assay("history", folder.path("none")).code == 66)
  }

  @Test("R3 what a killed writer left of a line gives way to the next record")
  func cutOff() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.undecided, folder).code == 10)
    let path = folder.path("records.jsonl")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data((text + "{\"action\":\"prom").utf8).write(to: URL(filePath: path))
    let cut = try CommandLineRun.assay("history", path)
    #expect(cut.code == 65)
    #expect(cut.error.contains("cut off"))
    #expect(try gate(.promote, folder).code == 0)
    #expect(try records(folder).map { $0["sequence"] as? Int } == [1, 2, 3])
    // A record that lacks nothing but the end of its line is kept.
    let whole = try String(contentsOfFile: path, encoding: .utf8)
    try Data(whole.dropLast().utf8).write(to: URL(filePath: path))
    #expect(try gate(.undecided, folder).code == 10)
    #expect(try records(folder).map { $0["sequence"] as? Int } == [1, 2, 3, 4])
  }

  @Test("R3 a file that was rewritten, or is none of records, is never written over")
  func foreignFile() throws {
    let folder = TemporaryFolder()
    #expect(try gate(.undecided, folder).code == 10)
    let path = folder.path("records.jsonl")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    // Line ends of Windows, and a file that is a single line without an end.
    for (foreign, says) in [
      (text.replacing("\n", with: "\r\n"), "carriage return"), ("name,score", "no record"),
    ] {
      try Data(foreign.utf8).write(to: URL(filePath: path))
      let run = try gate(.promote, folder)
      #expect(run.code == 65)
      #expect(run.error.contains(says), "\(run.error)")
      #expect(try Data(contentsOf: URL(filePath: path)) == Data(foreign.utf8))
      #expect(try CommandLineRun.assay("history", path).code == 65)
    }
  }

  @Test("R3 a second writer waits, and says 75 when that is too long")
  func busy() throws {
    let folder = TemporaryFolder()
    let path = try folder.file("records.jsonl", "")
    let held = open(path, O_RDWR)
    #expect(flock(held, LOCK_EX) == 0)
    let run = try gate(.promote, folder, "--record-wait", "1s")
    #expect(run.code == 75)
    #expect(run.output.isEmpty)
    close(held)
    #expect(try gate(.promote, folder, "--record-wait", "1s").code == 0)
  }

  @Test("R3 writers at once keep every record in one chain")
  func together() async throws {
    let folder = TemporaryFolder()
    let path = folder.path("records.jsonl")
    try await withThrowingTaskGroup(of: Int32.self) { group in
      for version in 0..<8 {
        group.addTask {
          try CommandLineRun.assay(
            "record", path, "--action", "archive", "--model-name", "m", "--model-version",
            "\(version)"
          ).code
        }
      }
      for try await code in group { #expect(code == 0) }
    }
    let run = try CommandLineRun.assay("history", path)
    #expect(run.output.hasPrefix("WHOLE: each of 8 records is as it was written."))
  }

  @Test("Names without a file of records are a mistake")
  func usage() throws {
    let run = try CommandLineRun.assay(
      "gate", "fixtures/plans/small.yaml", "--log", "l.csv", "--model-version", "1")
    #expect(run.code == 64)
  }
}
