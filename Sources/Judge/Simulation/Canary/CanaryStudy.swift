public import Summaries

/// Canaries under known truths, each stage of which is entered when the plan's own decision says so.
///
/// Pure: a rollout depends on the plan, the settings, the scenario and its number alone.
public struct CanaryStudy: RolloutStudy {
  /// What is asked about the same rollouts beside the plan.
  public enum Beside: Sendable {
    case nothing
    /// The same limits as rules on estimates.
    case rules
  }

  public let plan: Plan
  public let settings: SimulationSettings
  /// The truths that are simulated.
  public let scenarios: [SimulationScenario]
  private let judged: Plan
  private let traffic: CanaryTraffic
  private let beside: Beside

  /// Creates a study of a plan of strategy `canary`.
  ///
  /// - Throws: `SimulationProblem` for a plan or settings that no rollout can be drawn from.
  public init(
    _ plan: Plan, settings: SimulationSettings = SimulationSettings(), beside: Beside = .nothing
  ) throws(SimulationProblem) {
    guard plan.strategy == .canary else { throw .strategy(plan.strategy) }
    guard plan.control != nil else { throw .noControl }
    guard plan.metrics.contains(where: { $0.role != .monitor }) else { throw .noMetrics }
    try settings.validate()
    if let key = plan.notSimulatedOfCanaries { throw .notSimulated(key) }
    (self.plan, self.settings, self.beside) = (plan, settings, beside)
    let limited = plan.atStrictestLimits
    let model = try OutcomeModel(limited, settings)
    traffic = try CanaryTraffic(plan, settings)
    scenarios = try Self.scenarios(limited, model, beside)
    var judged = plan
    (judged.calendar, judged.segments, judged.freshness, judged.toleratedGap) = (nil, nil, nil, nil)
    self.judged = judged
  }

  private static func scenarios(
    _ plan: Plan, _ model: OutcomeModel, _ beside: Beside
  ) throws(SimulationProblem) -> [SimulationScenario] {
    var all: [SimulationScenario] = []
    for kind in kinds(of: plan, beside) {
      do throws(SimulationProblem) {
        all.append(try SimulationScenario(kind, plan, model))
      } catch {
        // Twice a limit may be more than a share can change by: then there is nothing to detect.
        if case .beyondLimit = kind { continue }
        throw error
      }
    }
    return all
  }

  public var kinds: [SimulationScenario.Kind] { scenarios.map(\.kind) }
  public var source: SimulatedLog? { nil }
  /// Units that come while no stage is held, in all variants.
  public var units: Int { traffic.units }
  /// Seconds from the start to each look, where no stage is held.
  public var looks: [Double] { traffic.plannedLooks }
  public var unitsReturn: Bool { traffic.returning > 0 }

  /// The plan's own judge at its first stage; each later stage has one of its own.
  public var judge: any RolloutJudge {
    let staged = StagedPlan(judged, starts: [traffic.start])
    return CanaryJudgement(
      staged, layout: staged.layout(since: nil, until: nil, asOf: nil), detail: .verdict)
  }

  /// One rollout, stage by stage, until a decision ends it or nobody asks any more.
  ///
  /// - Parameters:
  ///   - index: The number of the rollout.
  ///   - scenario: One of `scenarios`, by position.
  ///   - judge: Not asked: which judge decides depends on when stages began.
  /// - Returns: What came of it.
  public func rollout(
    _ index: Int, scenario: Int, judge: any RolloutJudge
  ) -> RolloutOutcome {
    var outcome = judgedRollout(rollout(index, scenario), scenarios[scenario].truth)
    if beside == .rules { outcome.rules = ruledRollout(rollout(index, scenario)) }
    return outcome
  }

  private func rollout(_ index: Int, _ scenario: Int) -> CanaryRollout {
    CanaryRollout(
      scenarios[scenario], judged, traffic,
      random: SplitMix64(seed: settings.seed, family: UInt64(scenario), index: index))
  }

  private func judgedRollout(
    _ start: CanaryRollout, _ truth: TrueEffects
  ) -> RolloutOutcome {
    var (rollout, outcome) = (start, RolloutOutcome())
    stages: for stage in traffic.stages.indices {
      let judgement = CanaryJudgement(rollout.staged, layout: rollout.layout, detail: .verdict)
      let known = TrueEffects(plan: rollout.staged.judged, values: truth.values)
      let begun = rollout.now
      var isOver = false
      for look in traffic.looks(ofStage: stage) where !isOver {
        rollout.advance(to: begun + look)
        let decision = judgement.decide(rollout.findings())
        outcome.add(decision, at: rollout.now, known)
        if outcome.seconds != nil { break stages }
        isOver = decision.stage?.action == .advance
      }
      guard isOver else { break }
      rollout.enterNextStage()
    }
    (outcome.stageStarts, outcome.units) = (rollout.starts, rollout.unitCount)
    return outcome
  }

  private func ruledRollout(_ start: CanaryRollout) -> RolloutOutcome.Rules {
    var rollout = start
    for stage in traffic.stages {
      rollout.advance(to: rollout.now + stage.warmUp + stage.duration)
      let rules = EstimateRules(layout: rollout.layout, staged: rollout.staged)
      if rules.rollsBack(rollout.compared(through: rollout.now)) {
        return .init(verdict: .rollback, seconds: rollout.now)
      }
      if rollout.staged.next != nil { rollout.enterNextStage() }
    }
    return .init(verdict: .promote, seconds: rollout.now)
  }

  /// The worst truths that the promises allow, the same model, and each limit exceeded twice over; beside rules, which
  /// promise nothing, the last two alone.
  private static func kinds(of plan: Plan, _ beside: Beside) -> [SimulationScenario.Kind] {
    let worst = SimulationScenario.kinds(of: plan).filter { $0 != .improvement }
    let watched = plan.metrics.filter(\.watchesRollback)
    let hoped = plan.metrics.contains { $0.role == .success }
    let plain =
      [SimulationScenario.Kind.identical] + watched.map { .beyondLimit(metric: $0.name) }
    return beside == .rules ? plain : worst + plain + (hoped ? [.improvement] : [])
  }
}

extension Plan {
  /// A part of a canary's plan whose effect is not simulated, in words; nil where there is none.
  fileprivate var notSimulatedOfCanaries: String? {
    if labels != nil { return "labels of a canary" }
    if (stages ?? []).contains(where: { $0.driftScore != nil }) { return "drift_score of stages" }
    if !(stages?.last?.levels ?? [:]).isEmpty { return "levels of stages" }
    if let metric = metrics.first(where: { $0.winsorization != nil }) {
      return "winsorize of a canary (\(metric.name))"
    }
    return nil
  }

  /// The plan with the strictest limit of each metric for all stages: what is true at it exceeds none of
  /// them.
  fileprivate var atStrictestLimits: Plan {
    var plan = self
    for index in plan.metrics.indices {
      let metric = plan.metrics[index]
      let limits = (stages ?? []).compactMap { $0.limit(of: metric) }
      guard let strictest = limits.min(by: { $0.value < $1.value }) else { continue }
      (plan.metrics[index].critical, plan.metrics[index].harm) = (true, strictest)
    }
    return plan
  }
}

extension CanaryJudgement: RolloutJudge {
  public func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision {
    decide(CanaryFindings(first, secondPass: secondPass))
  }
}
