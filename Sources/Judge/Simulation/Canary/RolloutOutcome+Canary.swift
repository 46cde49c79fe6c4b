internal import Summaries

extension RolloutOutcome {
  /// What rules on estimates made of the same rollout.
  public struct Rules: Equatable, Sendable {
    public var verdict: Verdict
    /// Seconds from the start to that.
    public var seconds: Double
  }

  /// Adds the answer of a look at a canary; a rollback, a promotion, a stop and invalid data end it.
  mutating func add(_ decision: Decision, at seconds: Double, _ truth: TrueEffects) {
    addErrors(of: decision, truth)
    guard decision.verdict == .continue else {
      (verdict, self.seconds) = (decision.verdict, seconds)
      return
    }
    // The step to all traffic is taken on the proof of a promotion.
    guard let stage = decision.stage, stage.action == .advance, stage.next >= 100 else { return }
    var proven = decision
    proven.promoted = truth.plan.treatments.first
    if truth.isFalsePromotion(proven) { errors.insert(.falsePromotion) }
  }
}

extension ScenarioResult {
  /// How far rollouts of a canary came.
  public struct StageReached: Equatable, Codable, Sendable {
    /// The treatment's per cent of traffic.
    public var traffic: Double
    /// Rollouts that began it.
    public var rollouts: Int
    /// Seconds from the start to its beginning, over these; nil without any.
    public var began: StoppingTime?
  }

  /// What rules on estimates made of the same rollouts.
  public struct RuleResult: Equatable, Codable, Sendable {
    public var rolledBack: Int
    public var promoted: Int
    /// Seconds to the rollback, over those that were rolled back.
    public var rollbackTime: StoppingTime?
  }

  /// How far each stage was reached; nil without stages.
  static func stages(_ outcomes: [RolloutOutcome], of plan: Plan) -> [StageReached]? {
    plan.stages.map { stages in
      stages.indices.map { index in
        let began = outcomes.compactMap {
          $0.stageStarts.indices.contains(index) ? $0.stageStarts[index] : nil
        }
        return StageReached(
          traffic: stages[index].traffic, rollouts: began.count, began: StoppingTime(began))
      }
    }
  }
}

extension ScenarioResult.RuleResult {
  /// Adds up what rules said; nil where they were not asked.
  init?(_ outcomes: [RolloutOutcome]) {
    let rules = outcomes.compactMap(\.rules)
    guard !rules.isEmpty else { return nil }
    rolledBack = rules.count { $0.verdict == .rollback }
    promoted = rules.count { $0.verdict == .promote }
    rollbackTime = ScenarioResult.StoppingTime(
      rules.filter { $0.verdict == .rollback }.map(\.seconds))
  }
}
