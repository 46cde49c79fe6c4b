public import Judge
internal import Summaries

/// Whether a rollback took effect in time, in words.
public struct RollbackReport: Sendable {
  private let check: RollbackCheck

  /// Creates the report of a check.
  public init(_ check: RollbackCheck) { self.check = check }

  /// The whole report.
  public var report: Report {
    var facts = [
      Fact(
        "plan",
        "\(InertText.name(check.plan.name)), strategy \(check.plan.strategy.rawValue), "
          + "SHA-256 \(check.plan.hash.prefix(12))"),
      Fact("ordered", TimeText.minute(check.ordered)),
      Fact("allowed", TimeText.duration(check.allowed)),
      Fact(
        "rows since",
        "\(NumberText.count(check.treatmentRows)) of the withdrawn version, "
          + "\(NumberText.count(check.controlRows)) of the control"),
    ]
    if let last = check.lastTreatmentRow {
      facts.append(Fact("last row", "of the withdrawn version \(TimeText.iso8601(last))"))
    }
    if let last = check.lastControlRow {
      facts.append(Fact("newest row", "of the control \(TimeText.iso8601(last))"))
    }
    return Report(blocks: [headline, .facts(facts)])
  }

  /// One line: the outcome and why.
  public var line: String {
    guard case .headline(let label, let text) = headline else { return "" }
    return InertText.line("\(label.text): \(text)")
  }

  private var headline: Report.Block {
    let code = check.outcome.exitCode
    let allowed = TimeText.duration(check.allowed)
    let served =
      check.seconds.map {
        "the withdrawn version served its last row \(TimeText.duration($0)) after the order"
      } ?? "the withdrawn version served no row after the order"
    switch check.outcome {
    case .finished:
      return .headline(
        Phrase("FINISHED (\(code))", .good), "\(served), where \(allowed) is allowed.")
    case .late:
      return .headline(Phrase("LATE (\(code))", .bad), "\(served), where \(allowed) is allowed.")
    case .cannotTell:
      return .headline(
        Phrase("CANNOT TELL (\(code))", .caution),
        check.doubtful.map { "\(served), but \(Self.text($0))." }
          ?? "\(served), and the log shows no row of the control \(allowed) after it yet.")
    }
  }

  private static func text(_ doubt: RollbackCheck.Doubt) -> String {
    var parts: [String] = []
    if doubt.unknownRows > 0 {
      let names = doubt.unknownVariants.prefix(5).map { InertText.name($0) }.joined(separator: ", ")
      parts.append(
        "\(NumberText.count(doubt.unknownRows)) rows are of variants the plan does not name (\(names))"
      )
    }
    if doubt.unreadableRows > 0 {
      parts.append("\(NumberText.count(doubt.unreadableRows)) rows cannot be read")
    }
    if doubt.damagedFiles > 0 { parts.append("an input ended too early") }
    return parts.joined(separator: ", and ")
      + ", which may have been served by the withdrawn version"
  }
}

extension JSONReport {
  /// The document of a rollback's check.
  public static func text(_ check: RollbackCheck) -> String {
    JSONValue.object([
      "kind": .string("rollback"),
      "schemaVersion": .integer(Decision.schemaVersion),
      "plan": plan(check.plan),
      "outcome": .string(check.outcome.rawValue),
      "exitCode": .integer(Int(check.outcome.exitCode)),
      "ordered": .string(TimeText.iso8601(check.ordered)),
      "allowedSeconds": JSONValue(check.allowed),
      "seconds": JSONValue(check.seconds),
      "controlRows": .integer(check.controlRows),
      "treatmentRows": .integer(check.treatmentRows),
      "lastControlRow": JSONValue(check.lastControlRow.map(TimeText.iso8601)),
      "lastTreatmentRow": JSONValue(check.lastTreatmentRow.map(TimeText.iso8601)),
      "unreadableRows": .integer(check.doubtful?.unreadableRows ?? 0),
      "unknownVariants": .array(
        (check.doubtful?.unknownVariants ?? []).map(JSONValue.string)),
    ]).text
  }
}
