import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

struct JSONRowsTests {
  /// Every column's texts, of a log scanned in chunks of a size.
  private func texts(
    _ text: String, chunk: Int = 8 << 20, threads: Int = 2
  ) throws -> (
    LogSummary, [String: [String: Int]]
  ) {
    let log = try TemporaryLog(text, name: "log.jsonl")
    var wanted = ScanPlan(log: ScanPlan.Source(role: .log))
    wanted.everyColumn = ScanPlan.Distribution(column: "", categoryCap: 1000, textOnly: true)
    var options = ScanOptions(threads: threads, blockSize: max(1, chunk / 3))
    options.sizes.chunk = chunk
    let summary = try LogScanner([.path(log.path)], options: options).scan(wanted)
    var found: [String: [String: Int]] = [:]
    for column in summary.cells.first?.distributions ?? [] {
      found[column.column] = column.categories.counts ?? [:]
      if column.missing > 0 { found[column.column]?[""] = column.missing }
    }
    return (summary, found)
  }

  @Test func resolvesEscapes() throws {
    let (summary, found) = try texts(
      #"""
      {"a":"q\"b\\c\/d\n","k\u0065y":"\ud83e\udd8a\u00df\u20ac"}
      {"key":"\ud83e","a":"plain"}
      {"a":"\ud83e\u0041\udd8a","key":"x\ty"}
      """#)
    #expect(summary.columns == ["a", "key"])
    #expect(found["a"] == ["q\"b\\c/d\n": 1, "plain": 1, "\u{FFFD}A\u{FFFD}": 1])
    #expect(found["key"] == ["🦊ß€": 1, "\u{FFFD}": 1, "x\ty": 1])
  }

  @Test func lastOfADoubledKeyCounts() throws {
    let (_, found) = try texts(
      #"""
      {"a":1,"a":2,"b":{"c":1},"b":{}}
      {"a":"x\ny","a":"z","b":{"c":3},"b":4}
      {"a":5,"a":null,"b":6,"b":{"c":7}}
      """#)
    #expect(found["a"] == ["2": 1, "z": 1, "": 1])
    #expect(found["b.c"] == ["7": 1, "": 2])
    #expect(found["b"] == ["4": 1, "": 2])
  }

  @Test func dottedNamesAreKeysOrPaths() throws {
    let log = try TemporaryLog(
      #"""
      {"r":{"ms":1},"x":[{"r":{"ms":100}}]}
      {"r.ms":2}
      {"r":{"ms":null}}
      """#, name: "l.ndjson")
    let summary = try log.scan(
      plan(
        measures: [Measure(.number(column: "r.ms"))], pairs: [UnitPair(.sum(measure: 0), .one)]))
    #expect(summary.cells[0].pairs[0].meanX == 1)
    #expect(summary.cells[0].rows == 3)
  }

  @Test func columnsComeInTheOrderOfFirstSightWhoeverReadsThem() throws {
    var lines: [String] = []
    for i in 0..<200 {
      lines.append(
        "{\"k\(i / 10)\":\(i),\"all\":1\(i % 50 == 49 ? ",\"late\(i)\":{\"x\":\"\\u0041\"}" : "")}")
    }
    let text = lines.joined(separator: "\n")
    let (one, expected) = try texts(text, threads: 1)
    #expect(one.columns.prefix(3) == ["k0", "all", "k1"])
    #expect(one.columns.contains("late199.x"))
    #expect(expected["late199.x"] == ["A": 1, "": 199])
    #expect(expected["k7"]?[""] == 190)
    for chunk in [1, 50, 333, 1000] {
      for threads in [1, 3] {
        let (summary, found) = try texts(text, chunk: chunk, threads: threads)
        #expect(summary.columns == one.columns)
        #expect(found == expected)
      }
    }
  }

  /// JSONSerialization and this reader must agree on which lines are objects, but for what is let pass on
  /// purpose.
  @Test func refusesWhatFoundationRefuses() throws {
    var random = SplitMix64(seed: 9)
    let pieces = [
      "{", "}", "[", "]", ":", ",", "\"a\"", "\"b\"", "1", "-0.5e3", "true", "null", "\"\\n\"", " ",
      "01", "1.", "\"\\x\"", "tru", "{\"a\":1}", "[1,2]", "\"k\":",
    ]
    var valid = 0
    for _ in 0..<150 {
      // No more lines than examples are kept, so that each refusal is seen.
      let lines = (0..<RowErrors.exampleLimit).map { _ in
        "{"
          + (0..<Int.random(in: 0...6, using: &random)).map { _ in
            pieces.randomElement(using: &random) ?? ""
          }.joined() + (Bool.random(using: &random) ? "}" : "")
      }
      let refused = lines.indices.filter { line in
        !((try? JSONSerialization.jsonObject(with: Data(lines[line].utf8))) is [String: Any])
      }
      let (summary, _) = try texts(lines.joined(separator: "\n"), threads: 1)
      #expect(summary.rows.read == lines.count)
      #expect(summary.errors.examples.map(\.line) == refused.map { $0 + 1 }, "\(lines)")
      valid += lines.count - refused.count
    }
    #expect(valid > 100)
  }

  @Test func keysThatNoTwoRowsShareAreMissingInTheOthers() throws {
    let text = (0..<30).map { "{\"k\($0)\":1}" }.joined(separator: "\n") + "\n{}\n"
    for threads in [1, 3] {
      let (summary, found) = try texts(text, chunk: 40, threads: threads)
      #expect(summary.columns == (0..<30).map { "k\($0)" })
      for i in 0..<30 { #expect(found["k\(i)"] == ["1": 1, "": 30]) }
    }
  }

  @Test func deepNestingIsAnErrorOfTheRow() throws {
    let deep = String(repeating: "[", count: 100_000)
    let (summary, _) = try texts(
      "{\"a\":1}\n{\"b\":\(deep)\n{\"a\":\(deep.dropLast(99_900))1"
        + String(repeating: "]", count: 100) + "}\n")
    #expect(summary.rows.read == 3)
    #expect(summary.errors.counts == [.invalidJSON: 1])
  }
}
