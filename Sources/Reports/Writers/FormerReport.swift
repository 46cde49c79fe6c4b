internal import Foundation
public import Judge
internal import Summaries

/// What a JSON report of a gate still says to a later one: its plan, and a rollback, which is final.
public struct FormerReport: Equatable, Sendable {
  /// The hash of the plan that was judged.
  public var planHash: String
  public var verdict: Verdict
  /// The rollback, where one was told.
  public var rollback: FormerRollback?

  /// Reads a report as `JSONReport` wrote it; nil where the text is none.
  public init?(json: String) {
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(json.utf8)),
      document.kind == "decision", document.schemaVersion == Decision.schemaVersion,
      let verdict = Verdict(rawValue: document.verdict)
    else { return nil }
    planHash = document.plan.hash
    self.verdict = verdict
    guard verdict == .rollback else { return }
    let told = document.reasons.first { $0.code == "rolledBackBefore" }
    let newest = told.map(\.newest) ?? document.sample.lastTime
    let time = newest.flatMap(TimeText.instant)
    guard newest == nil || time != nil else { return nil }
    rollback = FormerRollback(newest: time)
  }

  private struct Document: Decodable {
    var kind: String
    var schemaVersion: Int
    var verdict: String
    var plan: Plan
    var reasons: [Reason]
    var sample: Sample
  }

  private struct Plan: Decodable { var hash: String }

  private struct Reason: Decodable {
    var code: String
    var newest: String?
  }

  private struct Sample: Decodable { var lastTime: String? }
}

extension TimeText {
  /// The instant that `iso8601` wrote.
  fileprivate static func instant(_ text: String) -> Timestamp? {
    guard let parts = text.wholeMatch(of: #/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{6}))?Z/#),
      let date = try? Date(parts.1 + "Z", strategy: .iso8601)
    else { return nil }
    let microseconds = parts.2.flatMap { Int64($0) } ?? 0
    return Timestamp(
      microseconds: Int64(date.timeIntervalSince1970.rounded()) * 1_000_000 + microseconds)
  }
}
