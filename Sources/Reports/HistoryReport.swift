public import Judge
internal import Summaries

/// What a gate would have said at each look: a table of looks, and why the first decisive one was.
public struct HistoryReport: Sendable {
  private let history: DecisionHistory

  /// Creates the report of a replay.
  public init(_ history: DecisionHistory) { self.history = history }

  /// The whole report.
  public var report: Report {
    let plan = history.plan
    let facts = [
      Fact(
        "plan",
        "\(InertText.name(plan.name)), strategy \(plan.strategy.rawValue), "
          + "SHA-256 \(plan.hash.prefix(12))"),
      Fact(
        "looks",
        "\(NumberText.count(history.looks.count)), every \(TimeText.duration(history.every))"),
    ]
    var blocks: [Report.Block] = [
      .headline(Phrase("REPLAY", .strong), outcome), .facts(facts), .heading("Looks"),
      .table(table),
    ]
    if let first {
      let texts = ReasonText(first.decision)
      blocks += [
        .heading("Why, at \(TimeText.minute(first.until))"),
        .list(first.decision.reasons.map { Phrase(texts.clause($0)) }),
      ]
    }
    return Report(blocks: blocks)
  }

  /// One line: what the first decisive look says.
  public var line: String { InertText.line("REPLAY: \(outcome)") }

  private var first: DecisionHistory.Look? { history.firstDecisive.map { history.looks[$0] } }

  private var outcome: String {
    guard let first, let index = history.firstDecisive else {
      return history.looks.isEmpty ? "the log holds no rows." : "no look would have decided."
    }
    let promoted = first.decision.promoted.map { " \(InertText.name($0))" } ?? ""
    return
      "look \(index + 1) of \(history.looks.count), at \(TimeText.minute(first.until)), would have said "
      + "\(first.decision.verdict.rawValue)\(promoted)."
  }

  private var table: Table {
    let treatments = history.looks.first?.decision.treatments ?? []
    let columns =
      [
        Table.Column("look", .right), .init("rows before"), .init("rows", .right),
        .init("units", .right), .init("verdict"),
      ] + treatments.map { .init("p to promote \(InertText.name($0.variant, limit: 24))", .right) }
    let rows = history.looks.enumerated().map { index, look in
      let sample = look.decision.sample
      let isFirst = index == history.firstDecisive
      let verdict = look.decision.verdict
      return [
        Phrase("\(index + 1)"), Phrase(TimeText.minute(look.until)),
        Phrase(NumberText.count(sample.rows.used)),
        Phrase(NumberText.count(sample.arms.map(\.units).reduce(0, +))),
        Phrase(verdict.rawValue + (isFirst ? "  ← first" : ""), isFirst ? verdict.tone : .plain),
      ]
        + look.decision.treatments.map {
          Phrase($0.promotionPValue.map { NumberText.pValue($0) } ?? "")
        }
    }
    return Table(columns: columns, rows: rows)
  }
}
