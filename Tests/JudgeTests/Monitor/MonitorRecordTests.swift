import Summaries
import Testing

@testable import Judge

@Suite struct MonitorRecordTests {
  private let rule = TriggerPlan.FailureRun(column: "error", count: 5, seconds: 60)

  /// Rows at whole seconds: a cross is a failure, a dot a success, a blank no row.
  private func runs(_ rows: String, every seconds: Double = 1) -> FailureRuns {
    let marks = rows.enumerated().filter { $0.element != " " }
    return FailureRuns(
      times: marks.map { Double($0.offset) * seconds * 1e6 },
      failed: marks.map { $0.element == "?" ? nil : $0.element == "x" ? 1 : 0 }, rule: rule)
  }

  @Test("K4 five failures in a row within 60 seconds, and neither four nor a success between")
  func failureRuns() {
    #expect(runs("..xxxxx..").count == 1)
    #expect(runs("..xxxxx..").latest?.begin == Timestamp(seconds: 2))
    #expect(runs("..xxxxx..").latest?.end == Timestamp(seconds: 6))
    #expect(runs("..xxxx.xxxx").count == 0)
    #expect(runs("xx?xxx").count == 0)
    #expect(runs("xxxxxxxxxx").count == 2)
    // 4 × 15 s are 60 s, 4 × 16 s are more.
    #expect(runs("xxxxx", every: 15).count == 1)
    #expect(runs("xxxxx", every: 16).count == 0)
  }

  @Test("K4 a long slow run counts once its last five are close together") func slowRun() {
    let times = [0.0, 100, 200, 300, 310, 320, 330, 340].map { $0 * 1e6 }
    let runs = FailureRuns(times: times, failed: times.map { _ in 1 }, rule: rule)
    #expect(runs.count == 1)
    #expect(runs.latest?.begin == Timestamp(seconds: 300))
  }

  @Test("K4 the order of the file does not matter, that of time does") func order() {
    let times = [4.0, 2, 0, 3, 1].map { $0 * 1e6 }
    #expect(FailureRuns(times: times, failed: [1, 1, 1, 1, 1], rule: rule).count == 1)
  }

  private let records = """
    {"model_version": "v38", "action": "promote", "timestamp": "2026-01-01T00:00:00Z", "success": true}
    {"model_version": "v39", "previous_version": "v38", "action": "promote", "timestamp": "2026-01-02T00:00:00Z", "success": true}

    {"model_version": "v40", "previous_version": "v39", "action": "promote", "timestamp": "2026-01-03T00:00:00Z", "success": true}
    {"model_version": "v39", "previous_version": "v40", "action": "rollback", "timestamp": "2026-01-04T00:00:00Z", "success": true}
    {"model_version": "v9", "action": "archive", "timestamp": "2026-01-05T00:00:00Z", "success": true}
    {"model_version": "v10", "action": "archive", "timestamp": "2026-01-06T00:00:00Z", "success": true}
    {"model_version": "v41", "previous_version": "v39", "action": "promote", "timestamp": "2026-01-07T00:00:00Z", "success": false}
    {"model_version": "v42", "previous_version": "v39", "action": "promote", "timestamp": "2026-01-08T00:00:00Z", "success": true}
    """

  @Test(
    "K7 the last known good is neither the present, nor one that failed or was rolled back from")
  func lastKnownGood() throws {
    let events = try DeploymentEvent.events(jsonLines: records)
    #expect(events.count == 8)
    let target = RollbackTarget(.lastKnownGood, among: events)
    #expect(target.version == "v39")
    #expect(target.present == "v42")
    // Before v42 came v39 answered, and before that v40, which was left.
    #expect(RollbackTarget(.lastKnownGood, among: Array(events.prefix(7))).version == "v38")
    #expect(RollbackTarget(.lastKnownGood, among: []).version == nil)
  }

  @Test("K7 the highest archived is compared by number, not by letter") func highestArchived()
    throws
  {
    let events = try DeploymentEvent.events(jsonLines: records)
    #expect(RollbackTarget(.highestArchived, among: events).version == "v10")
  }

  @Test("K7 a line that is no record is not passed over") func unreadable() {
    #expect(throws: DeploymentEvent.Unreadable(line: 2)) {
      try DeploymentEvent.events(jsonLines: "\n{\"model_version\": 7}\n")
    }
    #expect(throws: DeploymentEvent.Unreadable(line: 1)) {
      try DeploymentEvent.events(
        jsonLines:
          #"{"model_version":"a","action":"promote","timestamp":"yesterday","success":true}"#)
    }
  }
}
