internal import Stats

/// What a few rollouts of a plan say before any data is seen: whether its own looks, sample and rules can do
/// what it hopes for, and what they let pass.
struct SimulationLint {
  /// At once are this many drawn values a question, and no fewer rollouts than tell a half from nothing.
  static let valuesAtOnce = 1_000_000
  private static let rollouts = 25...100

  let plan: Plan
  /// The most values that one question may draw.
  let mostValues: Int

  init(_ plan: Plan, mostValues: Int = Self.valuesAtOnce) {
    (self.plan, self.mostValues) = (plan, mostValues)
  }

  /// Nothing where the plan cannot be simulated, or not with so few values.
  var findings: [LintFinding] { hopes + peeking + estimates + returningUsers }

  /// So many of some rollouts, with one-sided 99 % limits of the share.
  struct Tally {
    var outcomes: [RolloutOutcome]
    var count: Int
    var lower: Double
    var upper: Double
    /// Units that a rollout draws, in all variants.
    var units: Int
    var looks: Int

    init(_ study: SimulationStudy, _ outcomes: [RolloutOutcome], _ count: Int) {
      let interval = try? ClopperPearsonInterval(level: 0.98)
        .interval(BinomialCount(successes: count, trials: outcomes.count))
      (self.outcomes, self.count) = (outcomes, count)
      (lower, upper) = (interval?.lower ?? 0, interval?.upper ?? 1)
      (units, looks) = (study.units, study.looks.count)
    }

    var rollouts: Int { outcomes.count }
  }

  /// Counts the rollouts of a truth that end in a certain way.
  ///
  /// - Parameters:
  ///   - kind: The truth.
  ///   - drawn: The plan that rollouts are drawn from; the plan itself where nil.
  ///   - settings: How they are drawn.
  ///   - judged: The plan that decides about them; the one they are drawn from where nil.
  ///   - isCounted: Whether an outcome counts.
  /// - Returns: The count; nil where the truth cannot be drawn, or takes too many values.
  func tally(
    _ kind: SimulationScenario.Kind, drawn: Plan? = nil,
    settings: SimulationSettings = SimulationSettings(), judged: Plan? = nil,
    where isCounted: (RolloutOutcome) -> Bool
  ) -> Tally? {
    var settings = settings
    let drawn = drawn ?? plan
    // Quantiles of returning units read every row again at each look.
    guard !ScanLayout(judged ?? drawn).needsSecondPass,
      let sketch = try? SimulationStudy(drawn, settings: settings), sketch.looks.count <= 100,
      let scenario = sketch.kinds.firstIndex(of: kind)
    else { return nil }
    let values = max(1, sketch.units * plan.metrics.count * (sketch.unitsReturn ? 3 : 1))
    settings.rollouts = min(Self.rollouts.upperBound, mostValues / values)
    guard settings.rollouts >= Self.rollouts.lowerBound,
      let study = try? SimulationStudy(drawn, settings: settings)
    else { return nil }
    let judge = judged.map { SimulationStudy.judge(of: $0) } ?? study.judge
    let outcomes = (0..<settings.rollouts).map {
      study.rollout($0, scenario: scenario, judge: judge)
    }
    return Tally(study, outcomes, outcomes.count(where: isCounted))
  }

  /// Whether twice the minimum improvement is found, and whether there is ever enough to judge by.
  private var hopes: [LintFinding] {
    guard let found = tally(.improvement, where: \.isTrulyPromoted) else { return [] }
    var issues: [(String, LintIssue)] = []
    if found.upper < plan.inference.power {
      issues.append(
        (
          "inference",
          .rarelyPromoted(
            promoted: found.count, rollouts: found.rollouts, most: found.upper,
            power: plan.inference.power, units: found.units)
        ))
    }
    // A verdict that ended a rollout had its sample, or needed none.
    let short = found.outcomes.filter { $0.lacksSample && $0.verdict == .continue }
    if 2 * short.count > found.rollouts {
      issues.append(
        (
          "inference.minimum_sample",
          .sampleRarelyReached(
            short: short.count, rollouts: found.rollouts,
            units: short.map(\.fewestUnits).max() ?? 0, required: plan.inference.minimumSample)
        ))
    }
    return issues.map { LintFinding(path: $0, issue: $1) }
  }
}
