/// Explains a canary: the experiment that it is, and the stages it goes through.
struct CanaryExplanation {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  var sections: [PlanExplanation.Section] {
    var judged = StagedPlan(plan, starts: []).judged
    // What the process over all stages leaves of the budget is that of the other questions.
    judged.inference.rollbackSignificance = plan.inference.rollbackSignificance
    judged.stages = plan.stages
    var sections = ExperimentExplanation(judged).sections
    guard !sections.isEmpty else { return sections }
    // The split is told stage by stage.
    sections[0].lines.removeAll { $0.hasPrefix("Planned traffic") }
    sections.insert(.init(title: "Stages", lines: stages + steps), at: 1)
    return sections
  }

  private var stages: [String] {
    (plan.stages ?? []).enumerated().map { index, stage in
      let warmUp =
        stage.warmUp > 0
        ? " after a warm-up of \(TimeSpan(seconds: stage.warmUp).words), whose rows do not count"
        : ""
      let start = stage.start.map { ", from \($0.words)" } ?? ""
      let length = "\(TimeSpan(seconds: stage.duration).words)\(warmUp)"
      let traffic =
        "\(index + 1). \(PlanNumber.text(stage.traffic))% of traffic for \(length)\(start)"
      let levels = plan.metrics.compactMap { metric in
        stage.levels?[metric.name].map { "\(metric.name) is \($0.words)" }
      }
      let whatever =
        levels.isEmpty ? "" : ", and, whatever the control does, when \(WordList.or(levels))"
      guard stage.isConcurrent else {
        let absolute =
          levels.isEmpty
          ? "" : " It rolls back, whatever the control did, when \(WordList.or(levels))."
        return
          "\(traffic); it is held against the control's rows of the stages before it, by blocks of time, which the hour may move as well. Promotion rests on what those stages proved, and on nothing being shown to be worse now.\(absolute)"
      }
      let limits = plan.metrics.compactMap { metric in
        (stage.rollback[metric.name] ?? (metric.critical ? metric.harm : nil)).map {
          "\(metric.name) \($0.value == 0 ? "at all" : "by more than \($0.text)")"
        }
      }
      let drift = stage.driftScore.map {
        ", and when the drift score of predictions is above \(PlanNumber.text($0))"
      }
      let conditions =
        limits.isEmpty
        ? "nothing rolls back yet" : "rolls back when worse on \(WordList.or(limits))"
      return "\(traffic); \(conditions)\(whatever)\(drift ?? "")."
    }
  }

  private var steps: [String] {
    let minimums = (plan.stages ?? []).map { String($0.minimumSample) }
    return [
      "advance (exit code 0): the stage is over, each variant has \(WordList.or(minimums.withoutRepeats)) units in it, every condition in force can be judged, and none is shown to be exceeded.",
      "The step to all traffic is a promotion: it needs what promote needs, below.",
      "hold (exit code 10): in every other case; data that is missing neither passes nor fails.",
      "Harm is asked by one process a metric over all stages, never started again, so that the chance of a false rollback holds for the whole rollout.",
    ]
  }
}

extension [String] {
  fileprivate var withoutRepeats: [String] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
