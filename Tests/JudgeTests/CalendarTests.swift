import Summaries
import Testing

@testable import Judge

/// When a promotion may be acted upon.
///
/// Weekdays are those of `date -d`.
@Suite struct CalendarTests {
  private func plan(_ calendar: String) throws -> Plan {
    try Plan(yaml: PlanFixture.minimal + "calendar: \(calendar)", file: "p")
  }

  private func calendar(_ text: String) throws -> CalendarPlan {
    try #require(try plan(text).calendar)
  }

  private func time(_ text: String) throws -> Timestamp {
    let (day, clock) = (String(text.prefix(10)), text.dropFirst(11))
    let midnight = try #require(PlanValue.midnight(day))
    let parts = clock.split(separator: ":").compactMap { Double($0) }
    return midnight.advanced(by: parts[0] * 3600 + parts[1] * 60)
  }

  @Test(
    "C4 business hours, weekends and freezes move a promotion to the next opening",
    arguments: [
      // Wednesday, 18 November 2026; hours are 08:00 to 16:00 UTC.
      ("2026-11-18 07:59", "2026-11-18 08:00"), ("2026-11-18 08:00", "2026-11-18 08:00"),
      ("2026-11-18 15:59", "2026-11-18 15:59"), ("2026-11-18 16:00", "2026-11-19 08:00"),
      // Friday evening and Sunday: Monday.
      ("2026-11-20 17:00", "2026-11-23 08:00"), ("2026-11-22 12:00", "2026-11-23 08:00"),
      // The freeze ends with Sunday, 3 January 2027.
      ("2026-12-18 18:00", "2027-01-04 08:00"), ("2026-12-24 10:00", "2027-01-04 08:00"),
    ])
  func opening(now: String, expected: String) throws {
    let calendar = try calendar(
      "{timezone: \"+01:00\", hours: 09:00-17:00, days: mon-fri, freeze: [2026-12-20/2027-01-03]}")
    #expect(calendar.opening(from: try time(now)) == (try time(expected)))
  }

  @Test("C4 a local day begins at its own midnight, on either side of Greenwich")
  func offsets() throws {
    let east = try calendar("{timezone: \"+09:00\", days: mon}")
    // Monday in Tokyo begins on Sunday at 15:00 UTC.
    #expect(east.opening(from: try time("2026-11-22 14:59")) == (try time("2026-11-22 15:00")))
    let west = try calendar("{timezone: \"-05:30\", freeze: 2026-11-22}")
    #expect(west.opening(from: try time("2026-11-22 05:29")) == (try time("2026-11-22 05:29")))
    #expect(west.opening(from: try time("2026-11-22 05:30")) == (try time("2026-11-23 05:30")))
    let before = CalendarPlan(offset: 0)
    #expect(before.opening(from: Timestamp(seconds: -1)) == Timestamp(seconds: -1))
  }

  @Test("A calendar that never opens says so")
  func never() throws {
    var calendar = try calendar("{timezone: UTC, freeze: [2026-01-01/2099-12-31]}")
    #expect(calendar.opening(from: try time("2026-11-22 00:00")) == nil)
    calendar.freezes = []
    #expect(calendar.opening(from: Timestamp(microseconds: .max)) != nil)
  }

  @Test(
    "C4 outside the calendar a proven treatment continues, with the earliest time; harm does not wait"
  )
  func decisions() throws {
    var plan = Plan.sample
    plan.calendar = try calendar("{timezone: UTC, hours: 09:00-17:00}")
    plan.duration.maximum = 14 * 86_400
    let winner = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 590]])
    let night = try time("2026-11-18 03:00")
    let decision = winner.decision(under: plan, asOf: night)
    #expect(decision.verdict == .continue)
    #expect(
      decision.reasons.first
        == .outsideCalendar(
          treatment: "new", present: night, earliest: try time("2026-11-18 09:00")))
    #expect(decision.state == .ongoing)
    #expect(winner.decision(under: plan, asOf: try time("2026-11-18 09:00")).verdict == .promote)
    // Without a clock nothing shows that it is open.
    #expect(winner.decision(under: plan).verdict == .continue)
    let harmful = CountedLog(
      rows: [20_000, 20_000], hits: [[2000, 2900], [1000, 990], [600, 1200]])
    #expect(harmful.decision(under: plan, asOf: night).verdict == .rollback)
  }

  @Test(
    "A calendar that is not understood is refused",
    arguments: [
      "{hours: 09:00-17:00}", "{timezone: UTC}", "{timezone: Europe/Berlin, days: mon-fri}",
      "{timezone: \"+1\", days: mon-fri}", "{timezone: \"+19:00\", days: mon-fri}",
      "{timezone: UTC, hours: 17:00-09:00}", "{timezone: UTC, hours: 9-17}",
      "{timezone: UTC, hours: 09:60-17:00}", "{timezone: UTC, hours: 09:00-25:00}",
      "{timezone: UTC, days: fri-mon}", "{timezone: UTC, days: monday}",
      "{timezone: UTC, days: []}", "{timezone: UTC, freeze: [2027-01-03/2026-12-20]}",
      "{timezone: UTC, freeze: [2026-13-01]}", "{timezone: UTC, freeze: [christmas]}",
      "{timezone: UTC, hour: 09:00-17:00}", "always",
    ])
  func refused(text: String) {
    #expect(throws: PlanError.self) { try plan(text) }
  }

  @Test("A named zone is refused with a way out")
  func namedZone() {
    let error = #expect(throws: PlanError.self) {
      try plan("{timezone: Europe/Berlin, days: mon-fri}")
    }
    #expect(error?.description.contains("time-zone data of a machine") == true)
    #expect(error?.description.contains("+01:00") == true)
  }
}
