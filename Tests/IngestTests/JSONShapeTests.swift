import Foundation
import Summaries
import Testing

@testable import Ingest

/// A row is read the same whatever rows came before it.
struct JSONShapeTests {
  /// Rows of few shapes, so that most are read by a shape learnt before: keys given twice, dotted and
  /// nested, arrays, escapes, numbers and words of every kind, spaces, and now and then a broken row.
  private func row(_ random: inout SplitMix64) -> String {
    let scalars = [
      "1", "-2.5", "0", "1e-05", "-0.25E+3", "12345678901234567890", "01", "1.", "-", "+1", "NaN",
      "-Infinity", "null", "nul", "true", "false", "truer", "\"\"", "\"a\"", "\"with, {braces}\"",
      #""a \"quoted\" word""#, #""\u00e9\\""#, #""bad \x""#, "\"open", "[1,2]", "[\"]\",{}]", "[1,",
      "{\"b\":3}", "{}", "\"sixteen bytes or\"",
      "\"a text that is longer than two words of a machine\"",
    ]
    let keys = ["a", "b", "a.b", "c", "k\\u0065y"]
    func scalar() -> String { scalars[Int(random.next() % UInt64(scalars.count))] }
    func plain() -> String { scalars[[0, 1, 3, 12, 14, 18, 20, 24][Int(random.next() % 8)]] }
    let shape = random.next() % 8
    let value = random.next() % 6 == 0 ? scalar() : plain()
    switch shape {
    case 0, 1, 2: return "{\"a\":\(plain()),\"b\":\(value),\"c\":\(plain())}"
    case 3: return "{\"a\": {\"b\": \(value), \"d\": \(plain())}, \"c\": \(plain())}"
    case 4: return "{\"a.b\":\(plain()),\"a\":\(value),\"c\":\(plain())}"
    case 5: return "{\"b\":\(value),\"b\":\(plain())}"
    case 6: return " {\"a\":\(value)}\r"
    default:
      let key = keys[Int(random.next() % UInt64(keys.count))]
      return "{\"\(key)\":\(value),\"c\":\(plain())\(random.next() % 20 == 0 ? "," : "")}"
    }
  }

  @Test func rowsAreReadAsIfEachWereAlone() throws {
    var random = SplitMix64(seed: 31)
    for _ in 0..<20 {
      let rows = (0..<60).map { _ in row(&random) }
      let whole = try values(of: rows.map { $0 + "\n" }.joined())
      let alone = try rows.flatMap { try values(of: $0 + "\n") }
      #expect(whole.count == alone.count)
      for (a, b) in zip(whole, alone) { #expect(a == b) }
    }
  }

  @Test func numbersAndWordsAreCheckedInEveryRow() throws {
    let good = #"{"a":1,"b":"x"}"#
    for bad in ["01", "1.", "-", "1.e3", "nulx", "tru", "0x1", "\"x", "", "1 2", "{", "[1"] {
      let text = [good, good, "{\"a\":\(bad),\"b\":\"x\"}", good].joined(separator: "\n") + "\n"
      let log = try TemporaryLog(text, name: "log.jsonl")
      var wanted = ScanPlan(log: ScanPlan.Source(role: .log))
      wanted.distributions = [ScanPlan.Distribution(column: "b")]
      let summary = try log.scan(wanted)
      #expect(summary.rows.failed == 1 && summary.rows.used == 3, "\(bad)")
      #expect(summary.errors.examples.first?.line == 3)
    }
  }

  @Test func rowsOfOneShapeAreReadAlikeByAllScanners() throws {
    var random = SplitMix64(seed: 44)
    let long = String(repeating: "long ", count: 30)
    let values = [
      "1", "-2.5", "0", "0.125", "12345678901234567890", "null", "true", "false", "\"\"", "\"a\"",
      "\"\(long)\"", "123456789012345678901234567890123456789012345678901234567890.5",
    ]
    let odd = [
      "1e5", "01", "-", "1.", ".5", "1.2.3", "nulx", "\"x\\n\"", "[1]", "{\"k\":1}", "\"open",
    ]
    func value() -> String {
      let isOdd = random.next() % 50 == 0
      let all = isOdd ? odd : values
      return all[Int(random.next() % UInt64(all.count))]
    }
    let key = String(repeating: "k", count: 20)
    let keys = ["a", "b", "nested.\(key)"]
    let rows = (0..<700).map { row in
      "{\"a\":\(value()),\"b\": \(value()) ,\"nested\":{\"\(key)\":\(value())}}"
        + (row % 100 == 99 ? "\n" : "")
    }
    let log = try TemporaryLog(rows.joined(separator: "\n") + "\n", name: "log.jsonl")
    var wanted = ScanPlan(log: ScanPlan.Source(role: .log))
    wanted.distributions = keys.map { ScanPlan.Distribution(column: $0) }
    var found: [LogSummary] = []
    for scanner in DelimitedStructure.Scanner.allCases
    where scanner.rawValue <= DelimitedStructure.Scanner.best.rawValue {
      for block in [1, 100, 1 << 14] {
        var options = ScanOptions(threads: 2, blockSize: 1000)
        options.sizes = Sizes(chunk: 1 << 13, block: block, scanner: scanner)
        found.append(try LogScanner([.path(log.path)], options: options).scan(wanted))
      }
    }
    #expect(found.allSatisfy { $0 == found[0] })
    #expect(found[0].rows.read == 700 && found[0].rows.failed > 10)
  }

  /// The values by column of the rows that can be read.
  private func values(of text: String) throws -> [[String: String]] {
    let log = try TemporaryLog(text, name: "log.jsonl")
    return try LogSample(.path(log.path), format: .jsonLines, limit: 1000).rows
  }
}
