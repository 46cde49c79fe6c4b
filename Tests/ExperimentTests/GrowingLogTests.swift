import Experiment
import Foundation
import Synchronization
import Testing

/// Logs that are written while they are judged.
@Suite struct GrowingLogTests {
  private let plan = """
    name: growing
    strategy: ab
    log: {time: at, unit: user, variant: arm, latency: ms}
    variants: {control: a, treatments: [b]}
    metrics:
      - {name: p95, kind: quantile, column: latency, q: 0.95, better: lower, role: success, minimum_improvement: 0%}
    """

  private let start: Int64 = 1_772_409_600

  private func rows(_ minutes: Range<Int>) -> String {
    minutes.map { minute in
      "\(start + 60 * Int64(minute)),u\(minute % 37),\(minute % 37 % 2 == 0 ? "a" : "b"),"
        + "\(minute * 7919 % 101)\n"
    }.joined()
  }

  /// Judges a log to which more rows are written once it has been read for the first time.
  private func decide(until: Timestamp? = nil) async throws -> Decision {
    let log = try TemporaryLog("at,user,arm,ms\n" + rows(0..<1400))
    let (path, more) = (log.path, Data(rows(1440..<1700).utf8))
    let isWritten = Mutex(false)
    let options = ScanOptions(threads: 2) { done, total in
      let isFirst = isWritten.withLock { wasWritten in
        defer { wasWritten = wasWritten || done == total }
        return !wasWritten && done == total
      }
      guard isFirst else { return }
      // Another file in the same place: who has the log open reads the old one to its end.
      let whole = (try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data()
      try? (whole + more).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
    return try await Gate(Plan(yaml: plan, file: "growing.yaml"), options: options, until: until)
      .decide([.path(path)])
  }

  @Test func aLogThatChangesBetweenTwoReadingsHasNoVerdict() async throws {
    let error = await #expect(throws: ExperimentError.self) { try await decide() }
    #expect(error?.exitCode == 75)
    #expect(error?.message.contains("it had 1400 rows, and 1660 when it was read again") == true)
  }

  @Test func rowsAfterThePeriodMayCome() async throws {
    let decision = try await decide(until: Timestamp(seconds: start + 86_400))
    #expect(decision.sample.rows.used == 1400)
  }
}
