import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// The fast reader against the slow one, on text cut wherever it can be cut.
struct DifferentialTests {
  /// What both readers can say of a file.
  struct Digest: Equatable {
    var columns: [String] = []
    var read = 0
    var errors: [String] = []
    /// Counts by column and text; nothing but spaces is a gap, here the empty text.
    var texts: [[String: Int]] = []

    init(_ reference: CSVReference) {
      columns = reference.header
      read = reference.rows.count
      let good = reference.rows.filter { $0.failure == nil }
      errors = reference.rows.compactMap { row in row.failure.map { "\(row.line) \($0)" } }
      texts = columns.indices.map { column in
        good.reduce(into: [:]) { counts, row in
          let text = row.fields[column]
          counts[text.allSatisfy { $0 == " " } ? "" : text, default: 0] += 1
        }
      }
    }

    init(_ summary: LogSummary) {
      columns = summary.columns
      read = summary.rows.read
      errors = summary.errors.examples.map { "\($0.line) \($0.kind.rawValue)" }
      let distributions = summary.cells.first?.distributions ?? []
      texts = columns.indices.map { _ in [:] }
      for (i, column) in distributions.enumerated() {
        texts[i] = column.categories.counts ?? [:]
        if column.missing > 0 { texts[i][""] = column.missing }
      }
    }
  }

  static let fixtures: [String] = [
    "a,b,c\n1,2,3\n4,5,6\n",
    "a,b,c\r\n1,\"2,\r\n2\",3\r\n\r\n4,5,\"6\"\r\n",
    "a,b\n\"x\"\"y\",\"\"\n,\n\"\n\n\",\"\"\"\"\n",
    "\u{FEFF}a,b\n1,2\nß,🦊",
    "a,b\n1\n1,2,3\n\n\"q\"r,2\ns\"t\"u,2\n3,4\n",
    "a,b\n1,2\n\"open,2\n3,4\n5,\"6\n7,8",
    "a\n1\n\n\"\"\n2\r\n\r\n\"3\n4\"\n",
    "a,b\n1,\"2\"\r\r\n\"1\"\r,2\n1,2\r",
    "a,b\n" + String(repeating: "x", count: 150) + ",\"" + String(repeating: "y\n", count: 90)
      + "\"\n1,2\n",
    "a,b\n" + (0..<60).map { "\($0 % 7),\"t\($0 % 3)\"\n" }.joined(),
  ]

  private let wanted: ScanPlan = {
    var wanted = ScanPlan(log: ScanPlan.Source(role: .log))
    wanted.sources[0].missing = []
    wanted.everyColumn = ScanPlan.Distribution(column: "", categoryCap: 1000, textOnly: true)
    return wanted
  }()

  private func digest(_ path: String, _ sizes: Sizes, threads: Int, blockSize: Int) throws -> Digest
  {
    var options = ScanOptions(threads: threads, blockSize: blockSize)
    options.sizes = sizes
    return Digest(try LogScanner([.path(path)], format: .csv, options: options).scan(wanted))
  }

  @Test(arguments: fixtures)
  func readsAsTheReferenceDoesWhereverItIsCut(_ text: String) throws {
    let log = try TemporaryLog(text)
    var expected = Digest(CSVReference(Array(text.utf8)))
    expected.errors = Array(expected.errors.prefix(RowErrors.exampleLimit))
    #expect(try digest(log.path, Sizes(), threads: 1, blockSize: 1 << 18) == expected)
    for chunk in 1...min(text.utf8.count + 1, 80) {
      for scanner in [DelimitedStructure.Scanner.portable, .best] {
        let sizes = Sizes(chunk: chunk, block: max(1, 97 - chunk), scanner: scanner)
        let found = try digest(log.path, sizes, threads: 1 + chunk % 3, blockSize: 1 + chunk % 29)
        #expect(found == expected, "chunks of \(chunk)")
      }
    }
  }

  @Test func readsMutationsAsTheReferenceDoes() throws {
    var random = SplitMix64(seed: 2026)
    let alphabet = Array("\"\"\",,\n\n\r\nab1 ".utf8)
    for round in 0..<400 {
      let body = (0..<Int.random(in: 1...120, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0x61
      }
      let bytes = Array("h1,h2\n".utf8) + body
      let log = try TemporaryLog(bytes)
      var expected = Digest(CSVReference(bytes))
      expected.errors = Array(expected.errors.prefix(RowErrors.exampleLimit))
      let sizes = Sizes(
        chunk: Int.random(in: 1...200, using: &random),
        block: Int.random(in: 1...200, using: &random),
        scanner: round % 2 == 0 ? .portable : .best)
      let found = try digest(log.path, sizes, threads: 1 + round % 3, blockSize: 1 + round % 64)
      #expect(found == expected, "\(String(reflecting: String(decoding: bytes, as: UTF8.self)))")
    }
  }

  @Test func readsManyQuotesAsTheReferenceDoes() throws {
    let texts = ["plain", "a \"\"quoted\"\" word", "", "\"\"", "x, y", "two\nlines", "end\"\""]
    for isEveryFieldQuoted in [true, false] {
      let rows = (0..<2500).map { row in
        let isQuoted = isEveryFieldQuoted || row % 40 == 0
        let fields = [texts[row % 7], "\(row % 5)", texts[(row / 7) % 7]]
        return (isQuoted ? fields.map { "\"\($0)\"" } : ["a", fields[1], "b"])
          .joined(separator: ",")
      }
      for end in ["\n", "\r\n"] {
        let text = "a,b,c\n" + rows.joined(separator: end) + end
        let log = try TemporaryLog(text)
        let expected = Digest(CSVReference(Array(text.utf8)))
        for scanner in [DelimitedStructure.Scanner.portable, .best] {
          let sizes = Sizes(chunk: 20_000, scanner: scanner)
          #expect(
            try digest(log.path, sizes, threads: 2, blockSize: 1 << 12) == expected,
            "\(scanner), every field quoted: \(isEveryFieldQuoted)")
        }
      }
    }
  }

  @Test func scannersAgree() {
    var random = SplitMix64(seed: 7)
    let alphabet = Array("\"\",,\n\rabcdefgh".utf8)
    for count in [0, 1, 63, 64, 65, 127, 128, 1000, 8000] {
      for _ in 0..<(count > 1000 ? 4 : 200) {
        let storage = Storage<UInt8>(count + 64, zero: 0, padding: 64)
        for i in 0..<count + 64 { storage.lane[i] = alphabet.randomElement(using: &random) ?? 0 }
        var results: [DelimitedStructure.Found] = []
        var offsets: [[UInt32]] = []
        var quotes: [[UInt32]] = []
        for scanner in DelimitedStructure.Scanner.allCases
        where scanner.rawValue <= DelimitedStructure.Scanner.best.rawValue {
          var structure = DelimitedStructure(delimiter: UInt8(ascii: ","))
          structure.scanner = scanner
          let out = Storage<UInt32>(count + 128, zero: 0)
          let listed = Storage<UInt32>(count / 2 + 64, zero: 0)
          let found = structure.scan(
            storage.lane, count: count, offsets: out.lane, quotes: listed.lane)
          results.append(found)
          offsets.append((0..<found.offsets).map { out.lane[$0] })
          quotes.append((0..<found.listed).map { listed.lane[$0] })
          for step in [1, 64, 100, 640] {
            var quoting = DelimitedStructure.Quoting()
            for end in stride(from: 0, to: count, by: step) {
              structure.follow(storage.lane, count: end, &quoting)
            }
            structure.finish(storage.lane, count: count, &quoting)
            #expect(quoting.isIrregular == found.irregular && quoting.isOpen == found.openQuote)
          }
        }
        #expect(results.allSatisfy { $0 == results[0] })
        #expect(offsets.allSatisfy { $0 == offsets[0] })
        #expect(quotes.allSatisfy { $0 == quotes[0] })
      }
    }
  }
}
