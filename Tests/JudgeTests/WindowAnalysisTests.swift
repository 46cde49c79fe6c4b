import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

@Suite struct WindowAnalysisTests {
  private static let hour: Int64 = 3_600_000_000
  private static let day = 24 * hour

  private func plan() -> Plan {
    var plan = Plan(name: "w", strategy: .drift, control: nil, treatments: [])
    plan.log.time = "t"
    return plan
  }

  /// A log of days, each a column of two codes.
  private func log(_ days: [(a: Int, b: Int)], from start: Int = 20_000) -> LogSummary {
    var summary = LogSummary()
    summary.columns = ["c"]
    summary.cells = days.enumerated().map { index, day in
      let column = DriftSample.categories(["a": day.a, "b": day.b], named: "c")
      return LogSummary.Cell(
        variant: 0, bucket: start + index, rows: column.rows, units: column.rows, pairs: [],
        distributions: [column])
    }
    summary.rows.used = summary.cells.reduce(0) { $0 + $1.rows }
    summary.rows.read = summary.rows.used
    return summary
  }

  private func decide(_ reference: LogSummary?, _ current: LogSummary) throws -> DriftDecision {
    let plan = plan()
    return try WindowAnalysis(plan, window: .seconds(86_400), identity: plan.identity)
      .decide(reference: reference, current: current)
  }

  @Test("D4 a change on the eighth day is drift, with a trend that says when it began")
  func change() throws {
    let days = (0..<14).map { $0 < 7 ? (a: 2_000, b: 2_000) : (a: 3_600, b: 400) }
    let decision = try decide(log([(a: 20_000, b: 20_000)]), log(days))
    #expect(decision.verdict == .drift)
    let column = try #require(decision.columns.first)
    #expect(column.trend?.count == 14)
    #expect(column.trend?.map { $0.status == .drift } == (0..<14).map { $0 >= 7 })
    #expect(
      column.changeBegan == Timestamp(microseconds: Int64(20_007) * Self.day))
    #expect(decision.timeline?.windows.count == 14)
    #expect(decision.timeline?.windows.last?.drifted == 1)
    #expect(decision.timeline?.reference == .given)
    #expect(column.causes.contains { if case .windowsDrifted(7, _) = $0 { true } else { false } })
  }

  @Test("D4 days that cancel over the whole log are drift by themselves")
  func cancelling() throws {
    let days = (0..<10).map { $0 % 2 == 0 ? (a: 3_000, b: 1_000) : (a: 1_000, b: 3_000) }
    let decision = try decide(log([(a: 20_000, b: 20_000)]), log(days))
    #expect(decision.verdict == .drift)
    let column = try #require(decision.columns.first)
    #expect((column.psi ?? 1) < 1e-3)
  }

  @Test("D4 without a reference the first window is one, and is not judged")
  func firstWindow() throws {
    let decision = try decide(
      nil, log([(a: 2_000, b: 2_000)] + .init(repeating: (a: 2_010, b: 1_990), count: 4)))
    #expect(decision.verdict == .stable)
    #expect(decision.referenceRows == 4_000)
    #expect(decision.currentRows == 16_000)
    #expect(decision.timeline?.reference == .firstWindow)
    #expect(decision.timeline?.windows.count == 4)
    let alone = try decide(nil, log([(a: 2_000, b: 2_000)]))
    #expect(alone.verdict == .cannotTell)
  }

  @Test("D4 over windows drift without any is claimed at most as often as the plan says")
  func falseDrift() throws {
    var generator = SplitMix64(seed: 4)
    let plan = plan()
    var drifts = 0
    let runs = 60
    for _ in 0..<runs {
      func days(_ count: Int, _ rows: Int) -> [(a: Int, b: Int)] {
        (0..<count).map { _ in
          let a = generator.binomial(rows, 0.5)
          return (a: a, b: rows - a)
        }
      }
      var strict = plan
      // Where the tolerance is next to nothing the null is at its edge.
      strict.drift.psi = 1e-9
      strict.drift.categoryFactor = 1.0001
      let decision = try WindowAnalysis(strict, window: .seconds(86_400), identity: plan.identity)
        .decide(reference: log(days(1, 8_000)), current: log(days(7, 1_000)))
      if decision.verdict == .drift { drifts += 1 }
    }
    #expect(Double(drifts) / Double(runs) <= binomialBound(plan.drift.significance, runs: runs))
  }

  @Test("D4 windows of months and weeks begin where the calendar has them")
  func calendar() throws {
    func start(_ window: DriftWindow, _ text: String) throws -> String? {
      let date = try Date(text, strategy: .iso8601)
      let bucket = window.buckets.index(
        of: Timestamp(seconds: Int64(date.timeIntervalSince1970)))
      return window.buckets.instants(of: bucket).map {
        Date(timeIntervalSince1970: Double($0.lowerBound.microseconds) / 1e6).ISO8601Format()
      }
    }
    #expect(try start(.month, "2024-02-29T23:59:59Z") == "2024-02-01T00:00:00Z")
    #expect(try start(.month, "2024-03-01T00:00:00Z") == "2024-03-01T00:00:00Z")
    #expect(try start(.month, "1970-01-15T00:00:00Z") == "1970-01-01T00:00:00Z")
    #expect(try start(.month, "2100-03-01T00:00:00Z") == "2100-03-01T00:00:00Z")
    // 2026-03-02 is a Monday.
    #expect(try start(.seconds(604_800), "2026-03-08T12:00:00Z") == "2026-03-02T00:00:00Z")
    #expect(try start(.seconds(86_400), "2026-03-08T12:00:00Z") == "2026-03-08T00:00:00Z")
  }

  @Test("N1 an hour beyond three standard deviations of its hour of the week is unusual traffic")
  func traffic() throws {
    // Four weeks: 100 rows by night and 400 by day, the same every week but for ± 10.
    func calendar(_ weeks: Int, from week: Int, change: (Int) -> Int = { _ in 0 }) -> LogSummary {
      var log = log([(a: 500, b: 500)])
      log.calendar = (0..<weeks * 168).map { hour in
        let usual = hour % 24 < 8 ? 100 : 400
        let wobble = (hour / 168 + week) % 2 == 0 ? 10 : -10
        let bucket = week * 168 + hour
        return LogSummary.CalendarCell(
          bucket: bucket, variant: 0, rows: usual + wobble + change(hour),
          first: Timestamp(microseconds: Int64(bucket) * Self.hour),
          last: Timestamp(microseconds: Int64(bucket) * Self.hour + 1))
      }
      return log
    }
    let decision = try decide(
      calendar(4, from: 2_900), calendar(1, from: 2_904) { $0 == 50 ? -390 : 0 })
    let traffic = try #require(decision.timeline?.traffic)
    #expect(traffic.norm == .hourOfWeek)
    #expect(traffic.hours == 166)
    #expect(traffic.unusualCount == 1)
    let hour = try #require(traffic.unusual.first)
    #expect(hour.expected == 100 || hour.expected == 400)
    #expect(hour.standardDeviations < -3)
    let short = try decide(calendar(1, from: 2_900), calendar(1, from: 2_904))
    #expect(short.timeline?.traffic?.norm == .hourOfDay)
  }

  @Test("D4 the step that fits a series best is where it left zero")
  func changePoint() {
    func index(_ values: [Double?]) -> Int? {
      ChangePoint(values.map { ChangePoint.Value(weight: 1, value: $0) }).index
    }
    #expect(index([0, 0.01, -0.01, 0.4, 0.5, 0.45]) == 3)
    #expect(index([0.4, 0.5, 0.45]) == 0)
    #expect(index([0, nil, 0.4, nil, 0.4]) == 2)
    #expect(index([-0.1, -0.2]) == nil)
    #expect(index([]) == nil)
  }
}
