import Foundation
import Ingest
import Summaries
import Testing

/// The logs under fixtures/logs, with what they were written to show.
struct FixtureLogTests {
  private func scan(_ name: String, _ plan: ScanPlan) throws -> LogSummary {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/logs")
    return try LogScanner([.path(folder.appendingPathComponent(name).path)]).scan(plan)
  }

  @Test func good() throws {
    let summary = try scan(
      "good.csv",
      plan(
        time: "timestamp", unit: "user_id", variant: "variant",
        variants: ["champion", "challenger"],
        measures: [Measure(.number(column: "latency_ms")), Measure(.one)],
        pairs: [UnitPair(.sum(measure: 0), .sum(measure: 1))]))
    #expect(summary.errors.total == 0)
    #expect(summary.cells.map(\.rows) == [2, 2])
    #expect(summary.cells.map(\.units) == [1, 2])
    #expect(summary.cells[0].pairs[0].meanX == 93.5)
    #expect(summary.cells[1].pairs[0].meanX == 19.125)
    // Half past midnight in Berlin's winter is before midnight in UTC.
    #expect(summary.firstTime == Timestamp(seconds: 1_767_225_600 - 3598))
    #expect(summary.lastTime == Timestamp(seconds: 1_767_225_603))
  }

  @Test(arguments: ["good.csv.gz", "good.csv.zst"])
  func compressedIsTheSame(_ name: String) throws {
    var wanted = plan(time: "timestamp")
    wanted.everyColumn = ScanPlan.Distribution(column: "")
    #expect(try scan(name, wanted) == scan("good.csv", wanted))
  }

  @Test(arguments: ["good.csv.gz", "good.csv.zst"])
  func cutAnywhereItIsDamage(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/logs")
    let whole = try Array(Data(contentsOf: folder.appendingPathComponent(name)))
    for count in 20..<whole.count {
      let log = try TemporaryLog(whole.prefix(count), name: name)
      do throws(IngestError) {
        let summary = try LogScanner([.path(log.path)]).scan(plan(time: "timestamp"))
        #expect(summary.damage.count == 1, "\(count)")
        #expect(summary.rows.failed == 0, "\(count)")
      } catch {
        // Not even the header could be read.
        #expect(error.category == .data, "\(count)")
      }
    }
  }

  @Test func malformed() throws {
    let summary = try scan(
      "malformed.csv",
      plan(
        time: "timestamp", unit: "user_id", variant: "variant", variants: ["A", "B"],
        measures: [
          Measure(.number(column: "latency_ms")),
          Measure(.agreement(prediction: "score", label: "label", threshold: 0.5)),
        ]))
    #expect(
      summary.errors.examples.map { "\($0.line) \($0.kind) \($0.column ?? "-")" } == [
        "3 tooFewFields -", "4 tooManyFields -", "5 notATime timestamp", "6 missingKey user_id",
        "7 missingVariant variant", "8 notANumber score", "9 notABoolean label",
        "10 nonFinite latency_ms", "11 missingTime timestamp", "13 strayQuote -",
      ])
    #expect(summary.rows.read == 12)
    #expect(summary.rows.used == 1)
    #expect(summary.unknownVariants.counts == ["C": 1])
  }

  @Test(arguments: ["adversarial.csv", "adversarial.jsonl"])
  func adversarial(_ name: String) throws {
    let isCSV = name.hasSuffix("csv")
    let summary = try scan(
      name,
      plan(
        time: "time", variant: "variant", variants: ["A", "B"],
        measures: [Measure(.number(column: isCSV ? "ms" : "response.ms"))],
        pairs: [UnitPair(.sum(measure: 0), .one)]))
    #expect(summary.firstTime == Timestamp(seconds: 1_767_225_600))
    if isCSV {
      #expect(summary.errors.total == 0)
      #expect(summary.lastTime == Timestamp(seconds: 1_767_225_603))
      #expect(summary.cells.map(\.pairs[0].meanX) == [2, 3])
    } else {
      #expect(
        summary.errors.examples.map { "\($0.line) \($0.kind)" } == ["5 nonFinite", "6 invalidJSON"])
      #expect(summary.cells.map(\.pairs[0].meanX) == [0.5, 2])
    }
  }
}
