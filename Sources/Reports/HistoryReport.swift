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

  private var isStaged: Bool { history.looks.contains { $0.decision.stage != nil } }

  private var table: Table {
    var columns: [Table.Column] = [
      .init("look", .right), .init("rows before"), .init("rows", .right), .init("units", .right),
    ]
    columns +=
      isStaged
      ? [Table.Column("stage", .right), Table.Column("action")] : [Table.Column("verdict")]
    columns += treatments.map {
      Table.Column("p to promote \(InertText.name($0, limit: 24))", .right)
    }
    return Table(
      columns: columns, rows: history.looks.indices.map { row($0, history.looks[$0]) })
  }

  /// Before a switch is seen there is nothing to compare.
  private var treatments: [String] {
    history.looks.map { $0.decision.treatments.map(\.variant) }.max { $0.count < $1.count } ?? []
  }

  private func row(_ index: Int, _ look: DecisionHistory.Look) -> [Phrase] {
    let (sample, verdict) = (look.decision.sample, look.decision.verdict)
    let isFirst = index == history.firstDecisive
    var row = [
      Phrase("\(index + 1)"), Phrase(TimeText.minute(look.until)),
      Phrase(NumberText.count(sample.rows.used)),
      Phrase(NumberText.count(sample.arms.map(\.units).reduce(0, +))),
    ]
    let stage = look.decision.stage
    if isStaged { row.append(Phrase(stage.map { "\($0.stage) of \($0.count)" } ?? "")) }
    let answer = stage?.action.rawValue ?? verdict.rawValue
    row.append(Phrase(answer + (isFirst ? "  ← first" : ""), isFirst ? verdict.tone : .plain))
    return row
      + treatments.map { name in
        let pValue = look.decision.treatments.first { $0.variant == name }?.promotionPValue
        return Phrase(pValue.map(NumberText.pValue) ?? "")
      }
  }
}
