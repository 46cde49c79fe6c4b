import AssayTestSupport
import Foundation
import Testing

/// A rollback that was told stays told.
struct PreviousReportTests {
  private func gate(
    _ folder: TemporaryFolder, _ log: VerdictLog, plan: String = VerdictLog.plan, _ more: String...
  )
    throws -> CommandLineRun
  {
    let plan = try folder.file("plan.yaml", plan)
    let log = try folder.file("log.csv", log.log)
    return try CommandLineRun.assay(["gate", plan, "--log", log] + more)
  }

  @Test("K1 a former rollback of the same plan is final, through any number of reports")
  func latched() throws {
    let folder = TemporaryFolder()
    let (first, second) = (folder.path("1.json"), folder.path("2.json"))
    #expect(try gate(folder, .rollback, "--json", first).code == 21)
    #expect(try gate(folder, .promote).code == 0)
    let later = try gate(folder, .promote, "--previous", first, "--json", second)
    #expect(later.code == 21)
    #expect(later.output.contains("an earlier report or record of this plan rolled back"))
    #expect(try gate(folder, .promote, "--previous", second).code == 21)
    // Any of several, and none of them.
    let good = folder.path("0.json")
    #expect(try gate(folder, .promote, "--json", good).code == 0)
    #expect(try gate(folder, .promote, "--previous", good).code == 0)
    #expect(try gate(folder, .undecided, "--previous", good, second).code == 21)
  }

  @Test("A former report that is missing, of another kind or of another plan is never passed over")
  func refused() throws {
    let folder = TemporaryFolder()
    let report = folder.path("report.json")
    #expect(try gate(folder, .rollback, "--json", report).code == 21)
    #expect(try gate(folder, .promote, "--previous", folder.path("none.json")).code == 66)
    let other = VerdictLog.plan.replacing("name: verdicts", with: "name: other")
    #expect(try gate(folder, .promote, plan: other, "--previous", report).code == 78)
    let text = try String(contentsOfFile: report, encoding: .utf8)
    for (before, after) in [
      (#""kind": "decision""#, #""kind": "replay""#),
      (#""schemaVersion": 1"#, #""schemaVersion": 2"#),
      (#""verdict": "rollback""#, #""verdict": "fine""#), ("{", "["),
    ] {
      let broken = try folder.file("broken.json", text.replacing(before, with: after))
      #expect(try gate(folder, .promote, "--previous", broken).code == 65, "\(after)")
    }
  }

  @Test("The time of a rollback is read back as it was written")
  func time() throws {
    let folder = TemporaryFolder()
    let plan = VerdictLog.plan.replacing("{unit: user", with: "{time: at, unit: user")
    let times = ["2026-03-01T10:20:30.123456Z", "2026-03-01T10:20:31Z"]
    for time in times {
      let lines = VerdictLog.rollback.log.split(separator: "\n")
      let log = try folder.file(
        "log.csv",
        ([lines[0] + ",at"] + lines.dropFirst().map { $0 + ",\(time)" }).joined(separator: "\n"))
      let plan = try folder.file("plan.yaml", plan)
      let report = folder.path("report.json")
      #expect(
        try CommandLineRun.assay("gate", plan, "--log", log, "--json", report).code == 21)
      let later = try CommandLineRun.assay(
        "gate", plan, "--log", log, "--previous", report, "--json", "-")
      #expect(later.code == 21)
      #expect(later.output.contains("\"newest\": \"\(time)\""))
    }
  }
}
