internal import Judge

/// How far simulated canaries came, and what rules on estimates made of the same rollouts.
struct SimulatedStageTables {
  private let result: SimulationResult

  init(_ result: SimulationResult) { self.result = result }

  /// Nothing where there are no stages.
  var blocks: [Report.Block] {
    guard let stages = result.scenarios.first?.stages else { return [] }
    var blocks: [Report.Block] = [
      .heading("Stages begun"), .table(reached(stages.map(\.traffic))),
      .paragraph(
        Phrase(
          "The share of rollouts that began a stage, and the median time from the start to that.",
          .quiet)),
    ]
    if result.scenarios.contains(where: { $0.rules != nil }) {
      blocks += [
        .heading("Beside rules on estimates"), .table(rules),
        .paragraph(
          Phrase(
            "The same limits on the same rollouts: at the end of each stage its estimates are compared, whatever "
              + "their error; time alone ends a stage, and the last one promotes.", .quiet)),
      ]
    }
    return blocks
  }

  private func reached(_ traffic: [Double]) -> Table {
    Table(
      columns: [.init("where")] + traffic.map { .init(RolloutText.percent($0), .right) },
      rows: result.scenarios.map { scenario in
        [Phrase(SimulationText.truth(scenario.scenario))]
          + (scenario.stages ?? []).map { stage in
            let time = stage.began.map { " (\(TimeText.duration($0.median)))" } ?? ""
            return Phrase(share(stage.rollouts, scenario.rollouts) + time)
          }
      })
  }

  private var rules: Table {
    Table(
      columns: [
        .init("where"), .init("the plan rolls back", .right), .init("after", .right),
        .init("promotes", .right), .init("rules roll back", .right), .init("after", .right),
        .init("promote", .right),
      ],
      rows: result.scenarios.compactMap { scenario in
        guard let rules = scenario.rules else { return nil }
        let count = scenario.rollouts
        return [
          Phrase(SimulationText.truth(scenario.scenario)),
          Phrase(share(scenario.verdicts[.rollback] ?? 0, count)),
          Phrase(median(scenario.stoppingTime)),
          Phrase(share(scenario.verdicts[.promote] ?? 0, count)),
          Phrase(share(rules.rolledBack, count)), Phrase(median(rules.rollbackTime)),
          Phrase(share(rules.promoted, count)),
        ]
      })
  }

  /// What rollouts of a canary are made of, in sentences.
  var drawn: [String] {
    let settings = result.settings
    return [
      SimulationText.shape(settings.shape),
      result.unitsReturn
        ? "Units come evenly; a unit carries \(NumberText.percent(settings.unitShare)) of a value's variance, and "
          + "sends one more request, at once, with probability \(NumberText.percent(settings.returning))."
        : "Units of one row each, which come evenly.",
      "Each stage begins when the decision of a look says so. One that is held is looked at for "
        + "three times its length; then nobody asks any more, and the rollout is undecided.",
      "A unit has the variant of the stage it comes in; no value is missing, and no calendar forbids to act.",
      "Correlated are the normal values behind all metrics, in a row and in a unit.",
    ]
  }

  private func median(_ time: ScenarioResult.StoppingTime?) -> String {
    time.map { TimeText.duration($0.median) } ?? ""
  }

  private func share(_ count: Int, _ total: Int) -> String {
    NumberText.percent(Double(count) / Double(max(1, total)), places: 1)
  }
}
