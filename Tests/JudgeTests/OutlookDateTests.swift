import Summaries
import Testing

@testable import Judge

/// The dates that a report names, worked out by hand.
@Suite struct OutlookDateTests {
  private let day = 86_400.0
  private let first = Timestamp(seconds: 1_772_409_600)

  private func plan(_ change: (inout Plan) -> Void = { _ in }) -> Plan {
    var plan = Plan.sample
    plan.log.time = "time"
    (plan.duration.minimum, plan.duration.maximum) = (21 * day, 28 * day)
    change(&plan)
    return plan
  }

  /// Rows on some days of a fortnight, each from midnight to midnight, and at a wrong time where one is given.
  private func summary(_ plan: Plan, days: [Int], wrong: Timestamp? = nil) -> LogSummary {
    let log = CountedLog(rows: [900, 900], hits: [[90, 110], [45, 44], [60, 59]])
    var summary = log.summary(for: plan)
    func cell(
      _ bucket: Int, _ from: Timestamp, _ to: Timestamp, variant: Int = 0, rows: Int = 90
    ) -> LogSummary.CalendarCell {
      LogSummary.CalendarCell(bucket: bucket, variant: variant, rows: rows, first: from, last: to)
    }
    summary.calendar = days.flatMap { index in
      let start = first.advanced(by: Double(index) * day)
      return (0...1).map { cell(index, start, start.advanced(by: day - 1), variant: $0) }
    }
    (summary.firstTime, summary.lastTime) = (
      summary.calendar.first?.first, summary.calendar.last?.last
    )
    if let wrong {
      summary.calendar.append(cell(10_000, wrong, wrong, rows: 1))
      summary.lastTime = wrong
    }
    return summary
  }

  private func decision(_ plan: Plan, _ summary: LogSummary) -> Decision {
    Judgement(plan, layout: ScanLayout(plan)).decide(summary)
  }

  @Test("Days without rows are no time that has passed: what is missing comes after the last row")
  func pauses() throws {
    // Two working weeks: ten days with rows, of which the last ends on the twelfth.
    let plan = plan()
    let found = decision(plan, summary(plan, days: [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]))
    let last = first.advanced(by: 12 * day - 1)
    let outlook = try #require(found.treatments[0].outlook)
    // 900 units came in ten days: a hundred more take a ninth of them.
    #expect(
      outlook.needs.first
        == .units(variant: "old", missing: 100, expectedAt: last.advanced(by: 10 * day / 9)))
    #expect(outlook.needs[2] == .time(seconds: 11 * day, until: last.advanced(by: 11 * day)))
    #expect(outlook.by == last.advanced(by: 18 * day))
    #expect(
      found.reasons.contains(
        .minimumDuration(
          elapsedSeconds: 10 * day, requiredSeconds: 21 * day, plannedSeconds: 21 * day,
          until: last.advanced(by: 11 * day))))
  }

  @Test("One wrong time makes no date later")
  func wrongTime() throws {
    let plan = plan()
    let found = decision(
      plan, summary(plan, days: Array(0..<10), wrong: first.advanced(by: 70 * day)))
    let outlook = try #require(found.treatments[0].outlook)
    // Eleven days hold rows, one of them by mistake; the log goes up to the tenth.
    let last = first.advanced(by: 10 * day - 1)
    #expect(outlook.needs[2] == .time(seconds: 10 * day, until: last.advanced(by: 10 * day)))
    #expect(outlook.by == last.advanced(by: 17 * day))
  }

  @Test("Units that are complete came before the last windows began, and more come at that pace")
  func windows() throws {
    let plan = plan {
      $0.log.unit = "user"
      $0.duration.minimum = nil
      for index in $0.metrics.indices { $0.metrics[index].window = 7 * 86_400 }
    }
    // Errors at their margin in points wait for fifty effective units.
    let log = CountedLog(rows: [5000, 5000], hits: [[500, 510], [250, 248], [10, 10]])
    var summary = log.summary(for: plan)
    summary.calendar = []
    let needs = try #require(decision(plan, summary).treatments[0].outlook?.needs)
    let found = needs.lazy.compactMap { need -> (Double, Int?, Timestamp?)? in
      guard case .effectiveUnits("errors", let effective, _, let missing, let expected) = need
      else {
        return nil
      }
      return (effective, missing, expected)
    }.first
    let (effective, missing, expected) = try #require(found)
    let start = try #require(summary.firstTime)
    // All units are complete after fourteen days, so that they came in the first seven of them.
    let growth = 50 / effective
    #expect(expected == start.advanced(by: 7 * day + 7 * day * growth))
    #expect(missing == Int((10_000 * (growth - 1)).rounded(.up)))
  }
}
