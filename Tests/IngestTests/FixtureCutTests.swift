import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// The logs under fixtures/logs, cut at every byte and looked at in blocks of every size: row by row what readers
/// find that are slow and obvious.
struct FixtureCutTests {
  /// What is in a log.
  struct Rows: Equatable {
    /// The fields of each row, or what its keys stand for.
    var rows: [[String]] = []
    var failures: [String] = []
    /// Why it cannot be read, or not to its end.
    var cause: String?
  }

  private static let folder = repositoryRoot.appending(path: "fixtures/logs")
  /// What is longer would take minutes; its parts are like those of the shorter ones.
  private static let longest = 4096

  /// The paths of logs with one of these endings.
  private static func files(_ endings: [String]) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (all ?? []).filter { path in
      let size = (try? Data(contentsOf: folder.appending(path: path)).count) ?? .max
      return endings.contains { path.hasSuffix($0) } && size <= longest
    }.sorted()
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    try Array(Data(contentsOf: folder.appending(path: path)))
  }

  /// Keeps what a reader of rows gives.
  private final class Collector: RowConsumer {
    var found = Rows()
    /// The keys of JSON Lines in the order of their slots.
    var keys: [String]?

    func fold(_ batch: RowBatch) {
      for row in 0..<batch.count {
        let texts = batch.slots.map { batch.bytes.text($0.start(row)..<$0.end(row)) }
        guard let keys else {
          found.rows.append(texts)
          continue
        }
        found.rows.append(FixtureCutTests.members(zip(keys, texts).map { ($0, $1) }))
      }
    }

    func fail(_ failure: RowFailure) { found.failures.append(failure.kind.rawValue) }

    func finishBlock(_ bytes: Bytes, lines: Int) {}

    func discover(_ column: String) -> Int? {
      keys?.append(column)
      return keys.map { $0.count - 1 }
    }
  }

  /// The keys that have a value, those of one meaning written alike.
  private static func members(_ found: [(key: String, text: String)]) -> [String] {
    let truths = ["true": "1.0", "false": "0.0"]
    return found.filter { !$0.text.isEmpty }.map { key, text in
      "\(key): " + (truths[text] ?? Double(text).map { "\($0)" } ?? text)
    }.sorted()
  }

  /// What the fast readers find.
  private func read(_ path: String, _ sizes: Sizes, blockSize: Int) -> Rows {
    var options = ScanOptions(threads: 1, blockSize: blockSize)
    options.sizes = sizes
    let log = LogInput.path(Self.folder.appending(path: path).path)
    let reader = ChunkReader([log], format: .detect, options: options)
    let (buffer, collector) = (Storage<UInt8>(1 << 12, zero: 0, padding: 64), Collector())
    let delimited = DelimitedRows(sizes)
    var objects = JSONRows(slots: [], scanner: sizes.scanner)
    do throws(IngestError) {
      while let chunk = try reader.next(into: buffer) {
        if chunk.file.format == .jsonLines {
          collector.keys = collector.keys ?? []
          objects.read(chunk, into: collector)
        } else {
          delimited.read(chunk, into: collector)
        }
      }
      collector.found.cause = reader.damage.first?.cause
    } catch {
      collector.found = Rows(cause: "\(error)")
    }
    return collector.found
  }

  private func expectEverywhere(_ path: String, _ expected: Rows) throws {
    let size = try Self.bytes(path).count
    for cut in 1...max(size + 1, 1) {
      // In turns, as each is tried on every cut of other texts by DifferentialTests.
      let scanner = cut % 2 == 0 ? DelimitedStructure.Scanner.portable : .best
      let sizes = Sizes(chunk: cut, block: max(1, (size - cut) % 613), scanner: scanner)
      let found = read(path, sizes, blockSize: 1 + cut % 97)
      #expect(found == expected, "\(path) in chunks of \(cut), \(scanner)")
      // The first of a thousand differences tells enough.
      if found != expected { return }
    }
  }

  @Test(arguments: files([".csv", ".tsv"]))
  func delimitedLogs(_ path: String) throws {
    let whole = read(path, Sizes(), blockSize: 1 << 18)
    var expected = whole
    if whole.cause == nil {
      let delimiter = UInt8(ascii: path.hasSuffix("tsv") ? "\t" : ",")
      let reference = CSVReference(try Self.bytes(path), delimiter: delimiter)
      expected.rows = reference.rows.filter { $0.failure == nil }.map(\.fields)
      expected.failures = reference.rows.compactMap(\.failure)
      #expect(whole == expected)
    }
    try expectEverywhere(path, expected)
  }

  @Test(arguments: ["plain.csv.gz", "plain.csv.zst", "members.csv.gz", "frames.csv.zst"])
  func compressedLogs(_ name: String) throws {
    let path = "good/\(name)"
    let reference = CSVReference(try Self.bytes("good/plain.csv"))
    #expect(reference.rows.count == 12)
    for cut in 1...810 {
      let sizes = Sizes(chunk: cut, block: 1 + cut % 613)
      let found = read(path, sizes, blockSize: 1 + cut % 97)
      #expect(found.rows == reference.rows.map(\.fields) && found.cause == nil, "\(cut)")
    }
  }

  @Test(arguments: files([".jsonl"]))
  func jsonLines(_ path: String) throws {
    var expected = read(path, Sizes(), blockSize: 1 << 18)
    // Foundation has no word for NaN, keeps any of two equal keys, and gives up nesting sooner.
    if !path.contains("adversarial") {
      let lines = try Self.bytes(path).split(separator: 0x0A)
      let objects = lines.map { line in
        (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
      }
      let rows = objects.compactMap { $0.map { Self.members(Self.leaves($0)) } }
      #expect(expected.rows == rows)
      #expect(expected.failures.count == objects.count { $0 == nil })
      expected.rows = rows
    }
    #expect(!expected.rows.isEmpty && expected.cause == nil)
    try expectEverywhere(path, expected)
  }

  /// What stands at the ends of an object's paths.
  private static func leaves(_ object: [String: Any]) -> [(key: String, text: String)] {
    object.flatMap { key, value -> [(key: String, text: String)] in
      switch value {
      case let inner as [String: Any]: leaves(inner).map { ("\(key).\($0.key)", $0.text) }
      case let text as String: [(key, text)]
      case let number as NSNumber: [(key, "\(number.doubleValue)")]
      default: []
      }
    }
  }
}
