internal import Stats

/// What the rollouts of one scenario came to.
public struct ScenarioResult: Equatable, Codable, Sendable {
  /// How often one error was made, and how often it may be.
  public struct ErrorRate: Equatable, Codable, Sendable {
    public var error: SimulatedError
    public var count: Int
    /// The plan's promise, over all looks.
    public var promise: Double
    /// One-sided 99 % limits of the rate (Clopper & Pearson 1934).
    public var lower: Double
    public var upper: Double
    public var standing: Standing
  }

  /// What a number of rollouts says of a promise.
  public enum Standing: String, Codable, Sendable, CaseIterable {
    /// No more often than promised, and too often to be twice as often by chance.
    case kept
    /// More rollouts are needed.
    case open
    /// More often than promised beyond chance.
    case broken
  }

  /// Quartiles over the rollouts that ended, in seconds from their start.
  public struct StoppingTime: Equatable, Codable, Sendable {
    public var lowerQuartile: Double
    public var median: Double
    public var upperQuartile: Double
  }

  public var scenario: SimulationScenario.Kind
  public var rollouts: Int
  public var errors: [ErrorRate]
  /// Rollouts that promoted a treatment that deserved it.
  public var promoted: Int
  /// First verdicts that ended a rollout, and `continue` for those that none ended.
  public var verdicts: [Verdict: Int]
  public var stoppingTime: StoppingTime?
  /// Mean units seen by then.
  public var meanUnits: Double
  /// Rollouts whose interval of the effect, on the guardrail at its margin or else on the first metric, held
  /// the truth when they ended, and at all looks, of those that had one.
  public var covered: Int
  public var alwaysCovered: Int
  public var intervals: Int
  /// How far the stages of a canary were reached; nil without stages.
  public var stages: [StageReached]?
  /// What rules on estimates made of the same rollouts, where they were asked.
  public var rules: RuleResult?
}

extension ScenarioResult {
  /// Adds up outcomes.
  init(
    _ scenario: SimulationScenario.Kind, _ outcomes: [RolloutOutcome],
    promises: [SimulatedError: Double], looks: [Double], plan: Plan? = nil
  ) {
    self.scenario = scenario
    rollouts = outcomes.count
    errors = SimulatedError.allCases.map { error in
      ErrorRate(
        error, count: outcomes.count { $0.errors.contains(error) }, of: outcomes.count,
        promise: promises[error] ?? 0)
    }
    promoted = outcomes.count(where: \.isTrulyPromoted)
    verdicts = outcomes.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 }
    stoppingTime = StoppingTime(outcomes.compactMap { $0.seconds ?? $0.look.map { looks[$0] } })
    meanUnits = Double(outcomes.reduce(0) { $0 + $1.units }) / Double(max(1, outcomes.count))
    covered = outcomes.count { $0.isCovered == true }
    alwaysCovered = outcomes.count { $0.isAlwaysCovered == true }
    intervals = outcomes.count { $0.isCovered != nil }
    (stages, rules) = (plan.flatMap { Self.stages(outcomes, of: $0) }, RuleResult(outcomes))
  }

  /// The worst standing of the four errors.
  public var standing: Standing {
    let standings = errors.map(\.standing)
    return standings.contains(.broken) ? .broken : standings.contains(.open) ? .open : .kept
  }
}

extension ScenarioResult.ErrorRate {
  /// The limits of a rate and what they say of the promise.
  ///
  /// - Parameters:
  ///   - error: Which error.
  ///   - count: Rollouts in which it was made at some look.
  ///   - rollouts: All of them.
  ///   - promise: The most often it may be made.
  init(_ error: SimulatedError, count: Int, of rollouts: Int, promise: Double) {
    // A two-sided interval at 98 % is two one-sided ones at 99 %.
    let interval = try? ClopperPearsonInterval(level: 0.98)
      .interval(BinomialCount(successes: count, trials: rollouts))
    (self.error, self.count, self.promise) = (error, count, promise)
    (lower, upper) = (interval?.lower ?? 0, interval?.upper ?? 1)
    let rate = Double(count) / Double(max(1, rollouts))
    // Below one in a hundred a thousand rollouts cannot tell a promise from its double.
    let tolerance = max(promise, 0.01)
    standing =
      lower > promise
      ? .broken : rate <= promise && upper <= promise + tolerance ? .kept : .open
  }
}

extension ScenarioResult.StoppingTime {
  /// Order statistics: the smallest times that a quarter, half and three quarters do not exceed.
  init?(_ times: [Double]) {
    guard !times.isEmpty else { return nil }
    let sorted = times.sorted()
    func quantile(_ share: Double) -> Double {
      sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }
    (lowerQuartile, median, upperQuartile) = (quantile(0.25), quantile(0.5), quantile(0.75))
  }
}
