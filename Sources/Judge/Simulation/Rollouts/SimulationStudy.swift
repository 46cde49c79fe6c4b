internal import Summaries

/// Rollouts of a plan under known truths, each judged by the plan's own scan, analysis and rules.
///
/// Pure: a rollout depends on the plan, the settings, the scenario and its number alone.
public struct SimulationStudy: RolloutStudy {
  public let plan: Plan
  public let settings: SimulationSettings
  /// The truths that are simulated.
  public let scenarios: [SimulationScenario]
  private let model: OutcomeModel
  private let traffic: RolloutTraffic

  /// Creates a study of a plan of strategy `ab`.
  ///
  /// - Throws: `SimulationProblem` for a plan or settings that no rollout can be drawn from.
  public init(
    _ plan: Plan, settings: SimulationSettings = SimulationSettings()
  ) throws(SimulationProblem) {
    guard plan.strategy == .ab else { throw .strategy(plan.strategy) }
    guard plan.control != nil else { throw .noControl }
    guard plan.metrics.contains(where: { $0.role != .monitor }) else { throw .noMetrics }
    try settings.validate()
    (self.plan, self.settings) = (plan, settings)
    model = try OutcomeModel(plan, settings)
    traffic = try RolloutTraffic(plan, settings)
    for metric in plan.metrics {
      if let key = metric.limitsWithoutTruth(unitsReturn: traffic.returns) {
        throw .notSimulated(key)
      }
    }
    scenarios = try SimulationScenario.all(plan, model)
  }

  public var kinds: [SimulationScenario.Kind] { scenarios.map(\.kind) }
  public var source: SimulatedLog? { nil }
  /// Units that a rollout draws, in all variants.
  public var units: Int { traffic.units }
  /// Seconds from the start to each look.
  public var looks: [Double] { traffic.looks }
  /// Whether units return, so that rows are drawn one by one within them.
  public var unitsReturn: Bool { traffic.returns }

  /// The plan's own judge.
  ///
  /// A calendar says when one may act, not what is shown: it is left out.
  public var judge: any RolloutJudge { Self.judge(of: plan) }

  static func judge(of plan: Plan) -> any RolloutJudge {
    var plan = plan
    plan.calendar = nil
    return Judgement(plan, layout: ScanLayout(plan), detail: .verdict)
  }

  /// One rollout, looked at to the end: what was answered wrongly at any look, and when it would have ended.
  ///
  /// - Parameters:
  ///   - index: The number of the rollout; the same number draws the same rows for any judge.
  ///   - scenario: One of `scenarios`, by position.
  ///   - judge: What decides at each look.
  /// - Returns: What came of it.
  public func rollout(
    _ index: Int, scenario: Int, judge: any RolloutJudge
  ) -> RolloutOutcome {
    let truth = scenarios[scenario].truth
    var rollout = Rollout(
      scenarios[scenario], traffic: traffic, scan: judge.layout.scan,
      random: SplitMix64(seed: settings.seed, family: UInt64(scenario), index: index))
    var outcome = RolloutOutcome()
    let memory = LookMemory()
    for look in traffic.looks.indices {
      rollout.advance(to: look)
      let first = rollout.summary(at: look)
      let second = judge.layout.secondPass(after: first).map {
        rollout.secondPass($0, model: model, at: look)
      }
      let decision = judge.decide(first, secondPass: second, remembering: memory)
      outcome.add(decision, look: look, truth)
    }
    return outcome
  }

}

extension MetricPlan {
  /// The limits of a metric whose mean within them has no closed form, in words; nil where it has one.
  fileprivate func limitsWithoutTruth(unitsReturn: Bool) -> String? {
    guard let winsorization else { return nil }
    if kind == .ratio { return "winsorize of a ratio (\(name))" }
    guard unitsReturn else { return nil }
    switch (winsorization.level, per) {
    case (.unit, .row), (.unit, .unitMean):
      return "winsorize at: unit of units that return (\(name))"
    // Their later rows hold zeros, which limits would move.
    case (.row, .unit) where winsorization.limits.clamp(0) != 0:
      return "winsorize at: row beyond zero of what units sum to (\(name))"
    default: return nil
    }
  }
}

extension SimulationSettings {
  func validate() throws(SimulationProblem) {
    let ranges: [(String, Double, ClosedRange<Double>)] = [
      ("the number of rollouts", Double(rollouts), 1...1e7),
      ("the number of looks", Double(looks ?? 1), 1...10_000),
      ("the number of units", Double(units ?? 2), 2...Double(RolloutTraffic.mostUnits)),
      ("the unit's share", unitShare, 0...0.99), ("the chance to return", returning, 0...1),
    ]
    for (name, value, range) in ranges where !range.contains(value) {
      throw .setting(
        name: name, value: value,
        expected:
          "give \(PlanNumber.text(range.lowerBound)) to \(PlanNumber.text(range.upperBound))"
      )
    }
  }
}

extension SimulatedError {
  /// What a plan promises of each error, over all looks.
  static func promises(of plan: Plan) -> [SimulatedError: Double] {
    let inference = plan.inference
    // Each at the whole level: the sample ratio; values that are missing and rows left out for an error,
    // together; and, where the plan has them, the split of each day and the covariates before the start.
    let others = [
      plan.hasConstantSplit && plan.stages == nil, !ScanLayout(plan).covariateColumns.isEmpty,
    ]
    let integrityTests = Double(2 + others.count { $0 })
    return [
      .falsePromotion: inference.significance, .falseRollback: inference.rollbackSignificance,
      .falseStop: inference.deteriorationSignificance,
      .falseInvalid: integrityTests * inference.invalidSignificance,
    ]
  }
}
