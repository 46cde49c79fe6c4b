import Foundation
import Ingest
import Summaries
import Testing

struct InputTests {
  let counting = plan(
    measures: [Measure(.number(column: "ms"))], pairs: [UnitPair(.sum(measure: 0), .one)])

  /// What a command makes of text on its standard input.
  private func filtered(_ text: String, _ command: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let (input, output) = (try TemporaryLog(text), Pipe())
    process.standardInput = FileHandle(forReadingAtPath: input.path)
    process.standardOutput = output
    try process.run()
    let result = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(result)
  }

  private let text = "ms\n" + (1...1000).map { "\($0)\n" }.joined()

  @Test func readsGzipMembersOneAfterTheOther() throws {
    let half = text.index(text.startIndex, offsetBy: 500)
    let members =
      try filtered(String(text[..<half]), ["gzip", "-c"])
      + filtered(String(text[half...]), ["gzip", "-c"])
    let summary = try TemporaryLog(members, name: "log.csv.gz").scan(counting)
    #expect(summary.rows.used == 1000)
    #expect(summary.cells[0].pairs[0].meanX == 500.5)
    #expect(summary.damage == [])
  }

  @Test("D1 the same bytes have one digest, whatever their file is called and however compressed")
  func digest() throws {
    let plain = try TemporaryLog(text)
    let digest = try LogInput.digest(of: [.path(plain.path)])
    for (command, name) in [("gzip", "a.csv.gz"), ("zstd", "b.zst"), ("cat", "c")] {
      let log = try TemporaryLog(try filtered(text, [command]), name: name)
      #expect(try LogInput.digest(of: [.path(log.path)]) == digest, "\(name)")
    }
    let other = try TemporaryLog(text + "1\n")
    #expect(try LogInput.digest(of: [.path(other.path)]) != digest)
    // sha256sum of the text, and again of its hexadecimal digest: the digest of one file.
    let one = try filtered(text, ["sha256sum"]).prefix(64)
    let all = try filtered(String(decoding: one, as: UTF8.self), ["sha256sum"]).prefix(64)
    #expect(String(decoding: all, as: UTF8.self) == digest)
  }

  @Test func truncatedGzipIsDamage() throws {
    let whole = try filtered(
      "ms\n" + (1...200_000).map { "\($0 * 7919 % 100_003)\n" }.joined(), ["gzip", "-c"])
    let summary = try TemporaryLog(whole.prefix(whole.count / 2), name: "log.csv.gz").scan(counting)
    #expect(summary.damage.map(\.cause) == ["the gzip stream is truncated"])
    #expect(summary.rows.used > 1000)
    #expect(summary.rows.used < 200_000)
    #expect(summary.rows.failed == 0)
  }

  @Test(arguments: [
    ([0x50, 0x41, 0x52, 0x31, 0x15, 0x04], "Parquet"),
    ([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], "Excel"),
    ([0x4F, 0x62, 0x6A, 0x01, 0x04], "Avro"),
    ([0x42, 0x5A, 0x68, 0x39], "bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"),
    (Array("[{\"a\": 1}]".utf8), "JSON array"),
  ])
  func refusesForeignFormats(_ start: [UInt8], _ name: String) throws {
    let log = try TemporaryLog(start)
    let error = #expect(throws: IngestError.self) { try log.scan(counting) }
    #expect(error?.category == .data)
    #expect(error?.message.contains(name) == true)
    #expect(error?.message.contains("Convert it: ") == true)
  }

  @Test func saysWhatIsWrongWithAnInput() throws {
    func failure(_ log: TemporaryLog) -> IngestError? {
      #expect(throws: IngestError.self) { try log.scan(counting) }
    }
    let missing = #expect(throws: IngestError.self) {
      try LogScanner([.path("/nowhere/log.csv")]).scan(counting)
    }
    #expect(missing == .missingFile("/nowhere/log.csv"))
    #expect(missing?.category == .noInput)
    let pattern = #expect(throws: IngestError.self) {
      try LogScanner([.path("/nowhere/*.csv")]).scan(counting)
    }
    #expect(pattern?.category == .noInput)
    let folder = #expect(throws: IngestError.self) { try LogScanner([.path("/")]).scan(counting) }
    #expect(folder == .directory("/"))
    let empty = try TemporaryLog("")
    #expect(failure(empty) == .empty(empty.path))
    let blank = try TemporaryLog("\n\n")
    #expect(failure(blank) == .unreadableHeader(blank.path, cause: "there are only blanks"))
    let twice = try TemporaryLog("ms,a,b,a\n")
    #expect(failure(twice) == .duplicateColumn(twice.path, column: "a", first: 2, second: 4))
    let other = try TemporaryLog("MS,a\n1,2\n")
    #expect(failure(other) == .missingColumn(other.path, column: "ms", present: ["MS", "a"]))
    let binary = try TemporaryLog([0x6D, 0x73, 0x0A, 0x00, 0x01, 0xFF])
    #expect(failure(binary) == .notText(binary.path, byte: 3))
    let json = try TemporaryLog("{\"a\": 1}\n", name: "log.jsonl")
    #expect(failure(json) == .missingColumn(json.path, column: "ms", present: ["a"]))
  }

  @Test func headerOnlyHasNoRows() throws {
    let summary = try TemporaryLog("ms").scan(counting)
    #expect(summary.columns == ["ms"])
    #expect(summary.rows == LogSummary.Rows())
    #expect(summary.cells.isEmpty)
  }

  @Test func readsManyFilesByPattern() throws {
    let log = try TemporaryLog("\u{FEFF}a,ms\nx,1\ny,2\n", name: "1.csv")
    let folder = URL(fileURLWithPath: log.path).deletingLastPathComponent()
    try Data("ms,b\n5,1\nq,1".utf8).write(to: folder.appendingPathComponent("2.csv"))
    let summary = try LogScanner([.path(folder.path + "/*.csv")]).scan(counting)
    #expect(summary.columns == ["a", "ms"])
    #expect(summary.cells[0].rows == 3)
    #expect(summary.cells[0].pairs[0].meanX == 8.0 / 3)
    #expect(summary.errors.examples.map(\.line) == [3])
    #expect(summary.errors.examples.map(\.file) == [folder.path + "/2.csv"])
  }
}
