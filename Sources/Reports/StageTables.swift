internal import Judge

/// Where a canary stands: its stage, and the conditions that roll it back.
struct StageTables {
  private let stage: StageAccount
  private let arms: [SampleAccount.Arm]

  init(_ stage: StageAccount, _ arms: [SampleAccount.Arm]) {
    (self.stage, self.arms) = (stage, arms)
  }

  var blocks: [Report.Block] {
    let title = "Stage \(stage.stage) of \(stage.count)"
    var blocks: [Report.Block] = [.heading(title), .facts(facts)]
    if !stage.conditions.isEmpty, stage.comparison != .none { blocks.append(.table(conditions)) }
    if let levels = stage.levels, !levels.isEmpty { blocks.append(.table(table(of: levels))) }
    if let drift = stage.drift { blocks.append(.paragraph(Phrase(sentence(drift), drift.tone))) }
    if let caution { blocks.append(.paragraph(Phrase(caution, .caution))) }
    return blocks
  }

  private var caution: String? {
    switch stage.comparison {
    case .concurrent: nil
    case .before:
      "All traffic is the treatment's. It is held against the control's rows of the stages before it by t on "
        + (stage.blocks ?? []).map(NumberText.count).joined(separator: " and ")
        + " blocks of time: what else changed with the hour cannot be told from the treatment."
    case .none:
      "All traffic is the treatment's, and no row of it was read yet: the verdict rests on the stages before it."
    }
  }

  private func sentence(_ drift: StageAccount.Drift) -> String {
    let limit = NumberText.significant(drift.limit, digits: 3)
    let column = InertText.name(drift.column, limit: 40)
    let rows = drift.rows.map(NumberText.count).joined(separator: " and ")
    guard let score = drift.score, let lower = drift.lower, let upper = drift.upper,
      let pValue = drift.pValue
    else {
      return
        "Drift score of \(column): cannot tell on \(rows) rows; more than \(limit) rolls back. It is told when "
        + "the time of the stage is over."
    }
    func text(_ value: Double) -> String { NumberText.significant(value, digits: 3) }
    return
      "Drift score of \(column), treatment against control (Jensen-Shannon distance): \(text(score)), "
      + "\(text(lower)) to \(text(upper)), on \(rows) rows; more than \(limit) rolls back, "
      + "\(drift.status == .exceeded ? "and is shown" : "and is not shown"), p \(NumberText.pEquals(pValue))."
  }

  private var facts: [Fact] {
    let units = zip(arms, stage.units).map {
      "\(InertText.name($0.variant, limit: 40)) \(NumberText.count($1))"
    }
    return [
      Fact(
        "traffic", "\(RolloutText.percent(stage.current)), next \(RolloutText.percent(stage.next))"),
      Fact("units in it", units.joined(separator: ", ")),
      stage.started.map { Fact("began", TimeText.minute($0)) },
      stage.earliest.map { Fact("ends", "no earlier than \(TimeText.minute($0))") },
    ].compactMap(\.self)
  }

  private func table(of levels: [StageAccount.Level]) -> Table {
    let columns = [
      Table.Column("rolls back whatever the control does"), .init("where"), .init("found", .right),
      .init("shown"), .init("evidence e", .right),
    ]
    let rows = levels.map { level in
      [
        Phrase(InertText.name(level.metric, limit: 40)), Phrase(level.level),
        Phrase(found(level)),
        Phrase(level.status.words, level.status == .exceeded ? .bad : .plain),
        Phrase(level.logEValue.map(NumberText.evidence) ?? ""),
      ]
    }
    return Table(columns: columns, rows: rows)
  }

  private func found(_ level: StageAccount.Level) -> String {
    guard let value = level.value else { return "" }
    guard level.isShareBeyond || level.level.hasSuffix("%") else {
      return NumberText.significant(value, digits: 4)
    }
    return NumberText.percent(value, places: 2) + (level.isShareBeyond ? " of rows" : "")
  }

  private var conditions: Table {
    let columns = [
      Table.Column("rolls back when worse on"), .init("by more than", .right), .init("shown"),
      .init(stage.comparison == .before ? "p" : "evidence e", .right),
    ]
    let rows = stage.conditions.map { condition in
      [
        Phrase(InertText.name(condition.metric, limit: 40)), Phrase(condition.threshold),
        Phrase(condition.status.words, condition.status == .exceeded ? .bad : .plain),
        Phrase(
          condition.logEValue.map(NumberText.evidence) ?? condition.pValue.map(NumberText.pValue)
            ?? ""),
      ]
    }
    return Table(columns: columns, rows: rows)
  }
}

extension StageAccount.Condition.Status {
  fileprivate var words: String {
    switch self {
    case .exceeded: "yes"
    case .notShown: "no"
    case .unclear: "cannot tell"
    case .notCompared: "not compared"
    }
  }
}

extension StageAccount.Drift {
  fileprivate var tone: Phrase.Tone {
    switch status {
    case .exceeded: .bad
    case .notShown: .plain
    case .unclear, .notCompared: .caution
    }
  }
}
