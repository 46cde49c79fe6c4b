import AssayTestSupport
import Experiment
import Foundation
import Testing

/// What a monitor must not be fooled by: answers that are not given, labels that are not there yet, and clocks.
@Suite struct MonitorSurvivorTests {
  private let roles = ", prediction: prediction, label: label, error: error"
  private let accuracy =
    "name: accuracy, kind: accuracy, below: 85%, over: 1h, severity: high"

  /// 1,000 labelled rows, of which some fail without an answer and 50 in a thousand are wrong.
  private func log(
    failing: Int, prediction: String = "", error: String = "true"
  ) throws
    -> TemporaryLog
  {
    try HourlyLog.log("prediction,label,error", rows: 1000, last: "1,1,false") { _, row in
      guard row >= failing else { return "\(prediction),1,\(error)" }
      return "\(row % 20 == 0 ? 0 : 1),1,false"
    }
  }

  private func state(
    _ trigger: String, _ log: TemporaryLog, monitor: String = ""
  ) async throws -> TriggerState {
    let plan = try HourlyLog.plan([trigger], roles: roles, monitor: monitor)
    return try #require(try await MonitorCheck(plan).decide([.path(log.path)]).triggers.first)
  }

  @Test("K1 an accuracy that improves because hard rows fail is not clear")
  func survivors() async throws {
    let file = try ReferenceFile.load("monitor_shares", as: [String: [String: Double]].self)
    let expected = try #require(file["unanswered"])
    let found = try await state(accuracy, log(failing: 200))
    #expect(found.window?.estimate == expected["estimate"])
    #expect(agree(try #require(found.window?.unanswered), 0.2, relative: 1e-12))
    #expect(
      agree(
        try #require(found.window?.withinPValue), try #require(expected["within"]), relative: 1e-9))
    #expect(found.status == .cannotTell)
    #expect(found.causes == [.unanswered(share: found.window?.unanswered ?? 0)])
    // Ten rows cannot spoil it, and none is none.
    let few = try await state(accuracy, log(failing: 10))
    #expect(few.status == .clear)
    #expect(agree(try #require(few.window?.unanswered), 0.01, relative: 1e-12))
    let none = try await state(accuracy, log(failing: 0))
    #expect(none.status == .clear)
    #expect(none.window?.unanswered == nil)
  }

  @Test("K1 the same where errors have a prediction and are left out, and by a threshold")
  func otherWays() async throws {
    let excluded = accuracy + ", error_rows: excluded"
    let guessed = try log(failing: 200, prediction: "1")
    #expect(try await state(excluded, guessed).status == .cannotTell)
    // Counted, they are answers like others.
    #expect(try await state(accuracy, guessed).status == .clear)
    // As failures they are wrong: 760 of 1,000 are right.
    let failures = try await state(accuracy + ", error_rows: failure", log(failing: 200))
    #expect(failures.status == .raised)
    #expect(failures.window?.estimate == 0.76)
    let threshold = try await state(
      accuracy, log(failing: 200), monitor: ", rule: threshold")
    #expect(threshold.status == .cannotTell)
    #expect(
      try await state(accuracy, log(failing: 10), monitor: ", rule: threshold").status == .clear)
  }

  @Test("K1 a request that fails and never gets a label is no less unanswered")
  func unlabelledFailures() async throws {
    let log = try HourlyLog.log("prediction,label,error", rows: 1000, last: "1,1,false") { _, row in
      row < 200 ? ",,true" : "\(row % 20 == 0 ? 0 : 1),1,false"
    }
    #expect(try await state(accuracy, log).status == .cannotTell)
    // Rows that only wait for their label hide nothing that an answer did not say.
    let waiting = try HourlyLog.log("prediction,label,error", rows: 1000, last: "1,1,false") {
      _, row in row < 200 ? "1,,false" : "\(row % 20 == 0 ? 0 : 1),1,false"
    }
    #expect(try await state(accuracy, waiting).status == .clear)
  }

  // MARK: Clocks

  private let rate = "name: errors, kind: rate, column: error, above: 50%, over: 1h, severity: high"

  private func decide(
    _ more: [String], tolerated: String = "0", unit: String = "none"
  ) async throws -> MonitorDecision {
    let plan = try HourlyLog.plan(
      [rate], unit: unit, more: "tolerated_row_errors: \(tolerated)")
    let log = try HourlyLog.log("error,user", hours: 2, rows: 400, last: "false,u", more: more) {
      _, row in "\(row % 100 == 0),u\(row)"
    }
    return try await MonitorCheck(plan).decide([.path(log.path)])
  }

  @Test(
    "K1 a row of another century is named and not believed",
    arguments: ["2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
    ["none", "user"])
  func strayRow(time: String, unit: String) async throws {
    let found = try await decide(["\(time),true,u"], unit: unit)
    #expect(found.verdict == .invalid)
    #expect(found.reasons == [.rowErrors(rows: 1, share: 1.0 / 802, tolerated: 0)])
    // A header, 800 rows and one that ends the last hour.
    #expect(
      found.rowErrors?.examples.map { [$0.line, $0.kind == .strayTime ? 1 : 0] } == [[803, 1]])
    #expect(found.rowErrors?.examples.first?.text == time)
    let tolerant = try await decide(["\(time),true,u"], tolerated: "1%", unit: unit)
    // Four events of 400 users show no rate to be small; that is no matter of clocks.
    #expect(tolerant.verdict == (unit == "none" ? .stable : .cannotTell))
    #expect(tolerant.reasons.isEmpty)
    #expect(tolerant.triggers[0].judgedWindows == 2)
    #expect(tolerant.present == Timestamp(seconds: Int64(HourlyLog.begin) + 7200))
  }

  @Test("K1 a season without traffic, and a month between batches, are no strays")
  func pauses() async throws {
    func rows(_ days: Double, _ count: Int) -> [String] {
      (0..<count).map { "\(HourlyLog.time(days * 24 + Double($0) / 60)),false,u\($0)" }
    }
    for more in [rows(60, 5), rows(400, 120), rows(10, 1)] {
      let found = try await decide(more)
      #expect(found.verdict != .invalid)
      #expect(found.rowErrors?.total == 0)
    }
  }

  // MARK: Labels

  @Test("K1 labels that come late: a window whose labels have time to come is cannot tell")
  func lateLabels() async throws {
    let log = try HourlyLog.log("id,prediction", hours: 6, rows: 100, last: "end,1") { hour, row in
      "\(hour)-\(row),1"
    }
    var labels = ["id,label,known"]
    for hour in 0..<6 {
      for row in 0..<100 {
        // Those that come first are the easy ones: wrong predictions are known after four hours, right ones at once.
        let isWrong = row % 4 == 0
        labels.append(
          "\(hour)-\(row),\(isWrong ? 0 : 1),\(HourlyLog.time(Double(hour) + (isWrong ? 4 : 0.5)))")
      }
    }
    let file = try TemporaryLog(labels.joined(separator: "\n") + "\n")
    func found(_ maturity: String) async throws -> TriggerState {
      let plan = try HourlyLog.plan(
        [accuracy.replacing("85%", with: "90%")], roles: ", prediction: prediction",
        more: "labels: {file: l.csv, key: id, value: label, time: known, coverage: 70%\(maturity)}")
      let noon = Timestamp(seconds: Int64(HourlyLog.begin) + 6 * 3600)
      let check = MonitorCheck(plan, asOf: noon, labels: [.path(file.path)])
      return try #require(try await check.decide([.path(log.path)]).triggers.first)
    }
    // Three quarters have their label, all of them right.
    #expect(try await found("").window?.estimate == 1)
    let mature = try await found(", maturity: 5h")
    #expect(mature.status == .raised)
    #expect(
      mature.causes.contains(
        .labelsNotDue(until: Timestamp(seconds: Int64(HourlyLog.begin) + 11 * 3600))))
    // Only the first hour had five hours for its labels.
    #expect(mature.judgedWindows == 1)
    #expect(try await found(", maturity: 7h").status == .cannotTell)
  }
}
