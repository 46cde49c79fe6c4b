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
    switch stage.comparison {
    case .concurrent:
      if !stage.conditions.isEmpty { blocks.append(.table(conditions)) }
    case .none:
      blocks.append(
        .paragraph(
          Phrase(
            "All traffic is the treatment's: what this stage brings has nothing to be compared with, "
              + "and the verdict rests on the stages before it.", .caution)))
    }
    return blocks
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

  private var conditions: Table {
    let columns = [
      Table.Column("rolls back when worse on"), .init("by more than", .right), .init("shown"),
      .init("evidence e", .right),
    ]
    let rows = stage.conditions.map { condition in
      [
        Phrase(InertText.name(condition.metric, limit: 40)), Phrase(condition.threshold),
        Phrase(condition.status.words, condition.status == .exceeded ? .bad : .plain),
        Phrase(condition.logEValue.map(NumberText.evidence) ?? ""),
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
    }
  }
}
