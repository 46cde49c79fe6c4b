import AssayTestSupport
import Foundation
import Testing

struct InitCommandTests {
  private struct Expected: Decodable {
    struct Template: Decodable {
      var log: [String]
      var verdicts: [String: String]
    }
    var templates: [String: Template]
  }

  @Test("Templates are listed, copied, and refused where there is none of the name")
  func templates() throws {
    let list = try CommandLineRun.assay("init", "--template", "list")
    #expect(list.code == 0)
    let names = list.output.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    let expected: Expected = try ReferenceFile.load("templates")
    #expect(Set(names) == Set(expected.templates.keys))
    let copy = try CommandLineRun.assay("init", "--template", "s1-ab")
    #expect(copy.code == 0)
    #expect(copy.output.hasPrefix("# S1 A/B: "))
    let unknown = try CommandLineRun.assay("init", "--template", "s9")
    #expect(unknown.code == 64)
    #expect(unknown.error.contains("s1-ab"))
    #expect(try CommandLineRun.assay("init", "log.csv", "--template", "s1-ab").code == 64)
    #expect(try CommandLineRun.assay("init", "log.csv", "--answer", "a=b").code == 64)
  }

  /// All templates on all logs are the matter of `scripts/check-templates`; the verdicts are derived in
  /// fixtures/reference/templates.py from what the logs are made to hold.
  @Test(
    "A template ends a degraded challenger, and waits for more data of a healthy one",
    arguments: [("degraded", 6000), ("little", 300)])
  func verdict(truth: String, rows: Int) throws {
    let folder = TemporaryFolder()
    let (plan, log) = (folder.path("plan.yaml"), folder.path("log.csv"))
    #expect(try CommandLineRun.assay("init", "--template", "s1-ab", "--output", plan).code == 0)
    let challenger = truth == "little" ? "healthy" : truth
    let made = try CommandLineRun.assay(
      "simulate", "--emit-log", log, "--rows", "\(rows)", "--challenger", challenger)
    #expect(made.code == 0)
    let expected: Expected = try ReferenceFile.load("templates")
    let word = try #require(expected.templates["s1-ab"]?.verdicts[truth])
    let code = try #require(VerdictLog(rawValue: word)?.code)
    #expect(try CommandLineRun.assay("gate", plan, "--log", log).code == code)
  }

  @Test("X4 a configuration's open questions are 78 with the way to answer, and then a plan")
  func configuration() throws {
    let folder = TemporaryFolder()
    let file = try folder.file(
      "test.json",
      "{\"ab_test\": {\"control\": \"a\", \"treatment\": \"b\", \"metric\": \"error_rate\", \"min_improvement\": 0.05}}"
    )
    let asked = try CommandLineRun.assay("init", "--from", file)
    #expect(asked.code == 78)
    #expect(asked.output.isEmpty)
    #expect(asked.error.contains("--answer 'ab_test.min_improvement=5pp' (points)"))
    let answers = [
      "ab_test.min_improvement=5pp", "log.unit=user", "log.variant=arm", "log.error=failed",
    ].flatMap { ["--answer", $0] }
    let plan = try CommandLineRun.assay(["init", "--from", file] + answers)
    #expect(plan.code == 0, "\(plan.error)")
    #expect(plan.output.contains("minimum_improvement: 5pp"))
    let nonsense = try CommandLineRun.assay(
      ["init", "--from", file] + answers.map { $0.replacing("=5pp", with: "=lots") })
    #expect(nonsense.code == 78)
    #expect(try CommandLineRun.assay("init", "--from", "none.json").code == 66)
    // What would be ignored is refused.
    for source in [["--from", file], ["--template", "s0-ab"]] {
      let rows = try CommandLineRun.assay(["init"] + source + ["--rows", "5"])
      #expect(rows.code == 64)
      #expect(rows.error.contains("no log is named"))
    }
  }
}
