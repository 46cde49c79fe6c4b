import AssayTestSupport
import Foundation
import Testing

struct VerdictTests {
  /// promote, continue, stop, rollback, invalid: the table of docs/exit-codes.md.
  static let maps: [(name: String, codes: [Int32])] = [
    ("default", [0, 10, 20, 21, 30]), ("strict", [0, 1, 1, 1, 1]), ("guard", [0, 0, 20, 21, 30]),
    ("rollback-hook", [0, 0, 0, 21, 0]), ("nagios", [0, 1, 2, 2, 3]),
    ("airflow", [0, 99, 1, 1, 1]),
  ]

  @Test("Every verdict has its code, its report and its JSON", arguments: VerdictLog.allCases)
  func verdict(expected: VerdictLog) throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", expected.log)
    let run = try CommandLineRun.assay(
      "gate", plan, "--log", log, "--json", folder.path("report.json"), "--markdown",
      folder.path("report.md"))
    #expect(run.code == expected.code)
    #expect(run.signal == nil)
    #expect(run.output.hasPrefix("\(expected.rawValue.uppercased()) (\(expected.code)): "))
    #expect(run.error.isEmpty)
    let data = try Data(contentsOf: URL(filePath: folder.path("report.json")))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(json["verdict"] as? String == expected.rawValue)
    #expect(json["exitCode"] as? Int32 == expected.code)
    #expect(json["exitMap"] as? String == "default")
    let markdown = try String(contentsOfFile: folder.path("report.md"), encoding: .utf8)
    #expect(markdown.hasPrefix("## \(expected.rawValue.uppercased()) (\(expected.code))\n"))
  }

  @Test("Every exit map tells every verdict as documented", arguments: VerdictLog.allCases)
  func exitMaps(verdict: VerdictLog) throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", verdict.log)
    let column = try #require(VerdictLog.allCases.firstIndex(of: verdict))
    for map in Self.maps {
      let run = try CommandLineRun.assay(
        "gate", plan, "--log", log, "--exit-map", map.name, "--json", "-")
      #expect(run.code == map.codes[column], "\(map.name)")
      #expect(run.output.contains("\"exitMap\": \"\(map.name)\""))
      #expect(run.output.contains("\"exitCode\": \(map.codes[column]),"))
    }
  }

  @Test("The analysis of the same log has no verdict code", arguments: VerdictLog.allCases)
  func analysis(verdict: VerdictLog) throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", verdict.log)
    let run = try CommandLineRun.assay("analyze", plan, "--log", log)
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("ANALYSIS"))
    let json = try CommandLineRun.assay("analyze", plan, "--log", log, "--json", "-")
    #expect(json.code == 0)
    #expect(json.output.contains("\"exitCode\": null"))
  }

  @Test("The log can come from several files, a pattern, and the standard input")
  func inputs() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let text = VerdictLog.promote.log
    let lines = text.split(separator: "\n")
    let header = lines[0] + "\n"
    let half = lines.count / 2
    _ = try folder.file("part-1.csv", header + lines[1..<half].joined(separator: "\n") + "\n")
    _ = try folder.file("part-2.csv", header + lines[half...].joined(separator: "\n") + "\n")
    let parts = ["part-1.csv", "part-2.csv"].map { folder.path($0) }
    let runs = [
      try CommandLineRun.assay(["gate", plan, "--log"] + parts),
      try CommandLineRun.assay("gate", plan, "--log", folder.path("part-*.csv")),
      try CommandLineRun.assay(["gate", plan, "--log", "-"], input: Data(text.utf8)),
    ]
    for run in runs {
      #expect(run.code == 0, "\(run.error)")
      #expect(run.output == runs[0].output)
    }
  }

  @Test("V10 a log older than the plan's freshness is invalid, by the clock that is given")
  func freshness() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      """
      name: fresh
      strategy: ab
      log: {time: time, unit: user, variant: variant}
      variants: {control: a, treatments: [b]}
      metrics: [{name: x, kind: proportion, column: x, better: higher, role: success}]
      freshness: 1d
      """)
    let log = try folder.file(
      "log.csv", "time,user,variant,x\n2026-03-01T00:00:00Z,1,a,0\n2026-03-01T00:00:00Z,2,b,1\n")
    func code(_ time: String...) throws -> Int32 {
      try CommandLineRun.assay(["gate", plan, "--log", log] + time).code
    }
    #expect(try code("--as-of", "2026-03-01T12:00:00Z") == 10)
    #expect(try code("--as-of", "2026-03-03") == 30)
    #expect(try code("--as-of", "1772496000") == 30)
    #expect(try code() == 30)
    #expect(try code("--as-of", "yesterday") == 64)
  }

  @Test("A period leaves rows out and counts them")
  func period() throws {
    let run = try CommandLineRun.assay(
      "gate", "fixtures/plans/small.yaml", "--log", "fixtures/logs/good/plain.csv", "--until",
      "2000-01-01", "--json", "-")
    #expect(run.code == 10)
    #expect(run.output.contains("\"outsidePeriod\": 12"))
    #expect(run.output.contains("\"code\": \"noRows\""))
  }
}
