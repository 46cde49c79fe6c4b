import Ingest
import Summaries
import Testing

struct LogScannerTests {
  let latency = Measure(.number(column: "ms"))
  let error = Measure(.indicator(Condition("error", .isTrue)))

  @Test func sumsRowsByVariant() throws {
    let log = try TemporaryLog(
      "variant,ms,error\nA,1.5,0\nB,2,1\nA,2.5,true\nB,4,no\nC,9,0\nA,,f\n")
    let summary = try log.scan(
      plan(
        variant: "variant", variants: ["A", "B"], measures: [latency, error],
        pairs: [UnitPair(.sum(measure: 0), .one), UnitPair(.sum(measure: 1), .sum(measure: 0))]))
    #expect(summary.columns == ["variant", "ms", "error"])
    #expect(summary.rows.read == 6)
    #expect(summary.rows.used == 5)
    #expect(summary.rows.failed == 0)
    #expect(summary.unknownVariants.counts == ["C": 1])
    #expect(summary.cells.map(\.rows) == [3, 2])
    // Variant A: 1.5, 2.5 and a missing value, which counts as zero.
    #expect(summary.cells[0].pairs[0].meanX == 4.0 / 3)
    #expect(summary.cells[1].pairs[0].meanX == 3)
    #expect(summary.cells[1].pairs[0].varianceX == 2)
    #expect(summary.cells[1].pairs[1].covariance == -1)
  }

  @Test func sumsUnitsAcrossRows() throws {
    let log = try TemporaryLog(
      """
      user,variant,time,ms
      u1,A,2026-01-02,1
      u2,B,2026-01-01,10
      u1,B,2026-01-01,2
      u3,A,2026-01-01,5
      u2,B,2026-01-03,20
      """)
    var wanted = plan(
      time: "time", unit: "user", variant: "variant", variants: ["A", "B"], measures: [latency],
      pairs: [UnitPair(.sum(measure: 0), .one)])
    wanted.buckets = .fixed(
      origin: Timestamp(seconds: 1_767_225_600), width: 86_400_000_000)
    let summary = try log.scan(wanted)
    #expect(summary.unitsInSeveralVariants == 1)
    // u1's first row by time is the one of variant B on the first day.
    #expect(
      summary.cells.map { [$0.variant, $0.bucket, $0.rows, $0.units] } == [
        [0, 0, 1, 1], [1, 0, 4, 2],
      ])
    #expect(summary.cells[0].pairs[0].meanX == 5)
    #expect(summary.cells[1].pairs[0].meanX == 16.5)
    #expect(summary.cells[1].pairs[0].varianceX == 364.5)
    #expect(summary.firstTime == Timestamp(seconds: 1_767_225_600))
    #expect(summary.lastTime == Timestamp(seconds: 1_767_225_600 + 2 * 86_400))
  }

  @Test func readsJSONLines() throws {
    let log = try TemporaryLog(
      """
      {"variant": "A", "response": {"ms": 1.5, "x": [1, {"ms": 3}]}, "error": false}
      {"response": {"ms": 2}, "error": true, "variant": "B"}

      {"error": null, "variant": "\\u0041", "response": {"ms": 2.5}}
      {"variant": "A"}
      {"variant": "A", "response": }
      {"variant": "B", "response": {"ms": 1}, "response": {"ms": 4}}
      """, name: "log.jsonl")
    let ms = Measure(.number(column: "response.ms"))
    let summary = try log.scan(
      plan(
        variant: "variant", variants: ["A", "B"], measures: [ms, error],
        pairs: [UnitPair(.sum(measure: 0), .sum(measure: 1))]))
    #expect(
      summary.columns
        == ["variant", "response.ms", "response.x", "error"].filter { $0 != "response.x" })
    #expect(summary.rows.read == 6)
    #expect(summary.rows.failed == 1)
    #expect(summary.errors.examples.map(\.line) == [6])
    #expect(summary.cells.map(\.rows) == [3, 2])
    #expect(summary.cells[0].pairs[0].meanX == 4.0 / 3)
    #expect(summary.cells[1].pairs[0].meanX == 3)
    #expect(summary.cells[1].pairs[0].meanY == 0.5)
  }

  @Test func findsRowErrors() throws {
    let log = try TemporaryLog(
      "variant,ms\r\nA,1\r\nB\r\n\r\nA,x\r\n\"A\r\nB\",3\r\nA,1,2\r\nA,inf\r\n,1\r\nA\"b,3\r\n\"A\"x,3\r\n\"A,3"
    )
    let summary = try log.scan(
      plan(
        variant: "variant", variants: ["A", "B"], measures: [latency],
        pairs: [UnitPair(.sum(measure: 0), .one)]))
    #expect(summary.rows.read == 10)
    #expect(summary.rows.failed == 8)
    #expect(summary.unknownVariants.counts == ["A\r\nB": 1])
    let found = summary.errors.examples.map { "\($0.line) \($0.kind.rawValue) \($0.text)" }
    #expect(
      found == [
        "3 tooFewFields B", "5 notANumber x", "8 tooManyFields A,1,2", "9 nonFinite inf",
        "10 missingVariant ", "11 strayQuote A\"b,3", "12 strayQuote \"A\"x,3",
        "13 unterminatedQuote \"A,3",
      ])
  }

  @Test func countsDistributions() throws {
    let log = try TemporaryLog("x,y\n1,a\n2,b\nNA,\"a\"\"c\"\nnan,b\nq,\n2,b\n")
    var wanted = plan()
    wanted.everyColumn = ScanPlan.Distribution(column: "")
    let summary = try log.scan(wanted)
    let columns = summary.cells[0].distributions
    #expect(columns.map(\.column) == ["x", "y"])
    #expect(columns[0].rows == 6)
    #expect(
      [columns[0].numbers, columns[0].missing, columns[0].nonFinite, columns[0].texts] == [
        3, 1, 1, 1,
      ])
    #expect(columns[0].histogram.cells.map(\.count) == [1, 2])
    #expect(abs(columns[0].moments.mean - 5.0 / 3) < 1e-15)
    #expect(columns[1].categories.counts == ["a": 1, "b": 3, "a\"c": 1])
    #expect(columns[1].missing == 1)
  }

  @Test func samples() throws {
    let csv = try TemporaryLog("a,\"b,c\"\n1,\"x\"\"y\"\n,3\n")
    let sample = try LogScanner([.path(csv.path)]).sample(rows: 5)
    #expect(sample.columns == ["a", "b,c"])
    #expect(sample.rows == [["a": "1", "b,c": "x\"y"], ["b,c": "3"]])
    let json = try TemporaryLog("{\"a\":1}\n{\"b\":{\"c\":\"x\\ny\"}}\n", name: "l.jsonl")
    let keys = try LogScanner([.path(json.path)]).sample(rows: 5)
    #expect(keys.columns == ["a", "b.c"])
    #expect(keys.rows == [["a": "1"], ["b.c": "x\ny"]])
  }
}
