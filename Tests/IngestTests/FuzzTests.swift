import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Ingest

/// No input crashes the scanner: bounds are checked in debug builds, so that this test can fail.
struct FuzzTests {
  @Test(arguments: [
    "good.csv", "malformed.csv", "adversarial.csv", "adversarial.jsonl", "good.csv.gz",
    "good.csv.zst",
  ])
  func mutatedLogsAreReadOrRefused(_ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/logs")
    let original = try Array(Data(contentsOf: folder.appendingPathComponent(name)))
    var random = SplitMix64(seed: 77)
    let interesting = Array("\"\\,\n\r{}[]:-+.eE019 \u{0}\t".utf8) + [0xFF, 0x80, 0xEF]
    var wanted = plan(
      time: name.hasPrefix("good") ? "timestamp" : "time", unit: "variant", variant: "variant",
      variants: ["A", "B"], measures: [Measure(.number(column: "variant"))],
      pairs: [UnitPair(.sum(measure: 0), .one)])
    wanted.everyColumn = ScanPlan.Distribution(column: "")
    for round in 0..<150 {
      var bytes = original
      for _ in 0...Int.random(in: 0...5, using: &random) {
        let at = Int.random(in: 0..<max(bytes.count, 1), using: &random)
        switch Int.random(in: 0...3, using: &random) {
        case 0 where !bytes.isEmpty: bytes[at] = interesting.randomElement(using: &random) ?? 0
        case 1:
          bytes.insert(interesting.randomElement(using: &random) ?? 0, at: min(at, bytes.count))
        case 2 where !bytes.isEmpty: bytes.removeSubrange(at..<min(at + 9, bytes.count))
        default: bytes.append(contentsOf: bytes[min(at, bytes.count)...])
        }
      }
      let log = try TemporaryLog(bytes, name: name)
      var options = ScanOptions(threads: 1 + round % 2, blockSize: 1 + round)
      options.sizes.chunk = Int.random(in: 1...300, using: &random)
      options.sizes.block = Int.random(in: 1...300, using: &random)
      do throws(IngestError) {
        let rows = try LogScanner([.path(log.path)], options: options).scan(wanted).rows
        #expect(rows.used + rows.failed + rows.filtered + rows.outsidePeriod <= rows.read)
      } catch {
        #expect(error.category == .data && !error.message.isEmpty)
      }
    }
  }
}
