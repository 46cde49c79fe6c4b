import Foundation
import Summaries
import Synchronization
import Testing

@testable import Ingest

/// Inputs that are many, watched, or still written.
struct InputProgressTests {
  private let counting = plan(
    measures: [Measure(.number(column: "ms"))], pairs: [UnitPair(.sum(measure: 0), .one)])

  private func rows(_ range: ClosedRange<Int>) -> String { range.map { "\($0)\n" }.joined() }

  @Test func manySmallFilesGiveTheSameBitsAtAnyWidth() throws {
    let logs = try (0..<60).map { file in
      try TemporaryLog("ms\n" + rows(file * 50 + 1...file * 50 + 50), name: "\(file).csv")
    }
    var first: LogSummary?
    for threads in [1, 2, 8] {
      let summary = try LogScanner(
        logs.map { .path($0.path) }, options: ScanOptions(threads: threads)
      ).scan(counting)
      if let first { #expect(summary == first) } else { first = summary }
    }
    #expect(first?.rows.used == 3000)
    #expect(first?.cells[0].pairs[0].meanX == 1500.5)
  }

  @Test func progressEndsWithEveryByte() throws {
    let logs = try [1...900, 1...20_000].map { try TemporaryLog("ms\n" + rows($0)) }
    let sizes = try logs.map { try Data(contentsOf: URL(fileURLWithPath: $0.path)).count }
    let told = Mutex<[[Int?]]>([])
    let options = ScanOptions(threads: 2, blockSize: 1000) { done, total in
      told.withLock { $0.append([done, total]) }
    }
    _ = try LogScanner(logs.map { .path($0.path) }, options: options).scan(counting)
    let done = told.withLock { $0.compactMap { $0[0] } }
    #expect(done == done.sorted())
    #expect(done.last == sizes.reduce(0, +))
    #expect(done.count > 100)
    #expect(told.withLock { $0.allSatisfy { $0[1] == sizes.reduce(0, +) } })
  }

  @Test func rowsAppendedWhileItIsReadAreRead() throws {
    let log = try TemporaryLog("ms\n" + rows(1...5000))
    let appended = Mutex(false)
    let more = Data(rows(5001...6000).utf8)
    let path = log.path
    let options = ScanOptions(threads: 2, blockSize: 1000) { _, _ in
      let isFirst = appended.withLock { wasAppended in
        defer { wasAppended = true }
        return !wasAppended
      }
      guard isFirst, let file = FileHandle(forWritingAtPath: path) else { return }
      file.seekToEndOfFile()
      file.write(more)
    }
    let summary = try LogScanner([.path(path)], options: options).scan(counting)
    #expect(summary.rows.used == 6000)
    #expect(summary.rows.failed == 0)
    #expect(summary.damage == [])
    #expect(summary.cells[0].pairs[0].meanX == 3000.5)
  }
}
