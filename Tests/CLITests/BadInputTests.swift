import AssayTestSupport
import Foundation
import Testing

struct BadInputTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var log: String
    var code: Int32
    /// What the message or the report must hold.
    var says: [String]

    init(_ log: String, _ code: Int32, _ says: String...) {
      (self.log, self.code, self.says) = ("fixtures/logs/" + log, code, says)
    }

    var testDescription: String { log }
  }

  /// Design's second table, and the bad input of fixtures/logs/README.md.
  static let rows: [Row] = [
    Row("nowhere.csv", 66, "nowhere.csv"), Row("good", 66, "directory"),
    Row("malformed/empty.csv", 65, "empty.csv"), Row("malformed/blank.csv", 65, "blank.csv"),
    Row("malformed/bom-only.csv", 65, "bom-only.csv"),
    Row("malformed/header-only.csv", 10, "no rows"),
    Row("malformed/duplicate-header.csv", 65, "line 1", "user_id"),
    Row("malformed/missing-column.csv", 78, "line 1", "latency_ms"),
    Row("malformed/text-in-number.csv", 30, "line 4", "latency_ms", "fast"),
    Row("malformed/not-finite.csv", 30, "line 4", "NaN"),
    Row("malformed/bad-times.csv", 30, "line 3", "yesterday"),
    Row("malformed/bad-booleans.csv", 30, "line 3", "nope"),
    Row("malformed/missing-keys.csv", 30, "line 4"), Row("malformed/ragged.csv", 30, "line 4"),
    Row("malformed/open-quote.csv", 30, "line 4"), Row("malformed/stray-quote.csv", 30, "line 4"),
    Row("malformed/broken.jsonl", 30, "line 4"), Row("malformed/utf16.csv", 65, "iconv"),
    Row("malformed/truncated.csv.gz", 30, "truncated.csv.gz", "damaged"),
    // Its one block is incomplete, so that not even the header can be read.
    Row("malformed/truncated.csv.zst", 65, "truncated.csv.zst", "truncated"),
    Row("malformed/wrong-checksum.csv.gz", 30, "damaged"),
    Row("malformed/trailing-junk.csv.gz", 30, "damaged"),
    Row("malformed/gzip-magic-only.csv.gz", 65), Row("malformed/zstd-magic-only.csv.zst", 65),
    Row("malformed/parquet.csv", 65, "Parquet", "duckdb"),
    Row("malformed/sqlite.csv", 65, "SQLite", "sqlite3"), Row("malformed/junk.csv", 65),
    Row("adversarial/one-variant.csv", 10, "challenger has no rows"),
    Row("adversarial/unknown-variant.csv", 30, "shadow", "Challenger"),
    Row("adversarial/labels-missing.csv", 10, "no row has a label"),
    Row("adversarial/units-in-both.csv", 30, "2 units are in several variants"),
    Row("adversarial/constant.csv", 10), Row("adversarial/huge-numbers.csv", 10),
    Row("adversarial/terminal-escapes.csv", 30, "\\u{1b}"), Row("good/plain.csv", 10),
    Row("good/plain.jsonl", 10), Row("good/members.csv.gz", 10), Row("good/frames.csv.zst", 10),
  ]

  @Test("Rows of another age are found on the standard input, too")
  func strayRowOnStandardInput() throws {
    var text = "timestamp,user,variant,ok\n"
    for user in 0..<2000 {
      let day = 1 + user / 200
      text += "2026-03-\(day < 10 ? "0" : "")\(day)T06:00:00Z,u\(user),"
      text += "\(user % 2 == 0 ? "a" : "b"),\(user % 3 > 0)\n"
    }
    text += "2099-01-01T00:00:00Z,late,a,true\n"
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      """
      name: piped
      strategy: ab
      log: {time: timestamp, unit: user, variant: variant}
      variants: {control: a, treatments: [b]}
      metrics:
        - {name: ok, kind: proportion, column: ok, better: higher, role: success}
      duration: {minimum: 30d, whole_weeks: false}
      """)
    let log = try folder.file("log.csv", text)
    let piped = try CommandLineRun.assay(["gate", plan, "--log", "-"], input: Data(text.utf8))
    let read = try CommandLineRun.assay("gate", plan, "--log", log)
    for run in [piped, read] {
      #expect(run.code == 30, "\(run.output)\(run.error)")
      #expect(run.output.contains("1 row (0.04998%) could not be read"))
    }
  }

  @Test("A file of requests or records that is no UTF-8 text is bad data, told by its line")
  func requestsWithoutText() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      """
      name: asked
      strategy: monitor
      log: {time: timestamp, unit: none, error: error}
      triggers:
        - {name: asked, kind: external-request, file: asked.jsonl, severity: critical, action: rollback}
        - {name: errors, kind: rate, over: 1h, above: 50%, severity: high}
      """)
    let log = try folder.file("log.csv", "timestamp,error\n2026-03-02T06:00:00Z,false\n")
    try (Data("{}\n".utf8) + Data([0xff, 0xfe, 0x0a])).write(
      to: folder.url.appending(path: "asked.jsonl"))
    let run = try CommandLineRun.assay("gate", plan, "--log", log)
    #expect(run.code == 65, "\(run.error)")
    #expect(run.error.contains("asked.jsonl:2: "))
  }

  @Test("Bad input has a documented code and a message that says what and where", arguments: rows)
  func row(_ row: Row) throws {
    let run = try CommandLineRun.assay("gate", "fixtures/plans/small.yaml", "--log", row.log)
    #expect(run.code == row.code, "\(run.error)\(run.output)")
    #expect(run.signal == nil)
    let isVerdict = (0..<64).contains(row.code)
    #expect(run.output.isEmpty != isVerdict)
    #expect(run.error.isEmpty == isVerdict)
    if !isVerdict { #expect(run.error.hasPrefix("assay: ")) }
    for words in row.says { #expect((run.output + run.error).contains(words)) }
    #expect(!(run.output + run.error).contains("\u{1B}"))
  }

  @Test("A planned variant without rows is invalid once the sample ratio rejects")
  func variantMissing() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let lines = VerdictLog.promote.log.split(separator: "\n").filter { !$0.contains(",b,") }
    let log = try folder.file("log.csv", lines.joined(separator: "\n") + "\n")
    let run = try CommandLineRun.assay("gate", plan, "--log", log)
    #expect(run.code == 30)
    #expect(run.output.contains("3,000 to 0 units where 50% to 50% was planned"))
  }

  @Test("Harm that is shown beats a log that may not be judged, and both are told")
  func harmBeatsValidity() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file("plan.yaml", VerdictLog.plan)
    let log = try folder.file("log.csv", VerdictLog.rollback.log + "u9,stranger,0,0\n")
    let run = try CommandLineRun.assay("gate", plan, "--log", log)
    #expect(run.code == 21)
    #expect(run.output.contains("errors of b is shown to be worse"))
    #expect(run.output.contains("1 row is of variants the plan does not name: stranger"))
  }

  @Test("Plans that cannot be used are 78, missing ones 66, each with its place")
  func plans() throws {
    let wrong = try CommandLineRun.assay(
      "gate", "fixtures/plans/wrong.yaml", "--log", "fixtures/logs/good/plain.csv")
    #expect(wrong.code == 78)
    #expect(wrong.output.isEmpty)
    #expect(
      wrong.error.contains(
        #"assay: fixtures/plans/wrong.yaml:12:5: unknown key "minimum_improvment"; did you mean"#))
    let drift = try CommandLineRun.assay(
      "gate", "fixtures/plans/drift.yaml", "--log", "fixtures/logs/good/plain.csv")
    #expect(drift.code == 78)
    #expect(drift.error.contains("assay drift"))
    for (plan, words) in [("nowhere.yaml", "No such file"), ("fixtures", "directory")] {
      let run = try CommandLineRun.assay("explain", plan)
      #expect(run.code == 66)
      #expect(run.error.hasPrefix("assay: \(plan): "))
      #expect(run.error.contains(words))
    }
  }

  @Test("A12 a plan without a current model is not judged without absolute criteria")
  func noBaseline() throws {
    let folder = TemporaryFolder()
    let plan = try folder.file(
      "plan.yaml",
      VerdictLog.plan.replacing("control: a, treatments: [b]", with: "treatments: [b]")
        + "\nbaseline: none\n")
    let log = try folder.file("log.csv", VerdictLog.promote.log)
    let run = try CommandLineRun.assay("gate", plan, "--log", log)
    #expect(run.code == 78)
    #expect(run.error.contains("absolute criteria"))
  }
}
