internal import Stats

/// What a few rollouts of a plan say before any data is seen: whether its own looks, sample and rules can do
/// what it hopes for.
struct SimulationLint {
  /// A lint answers at once: this many drawn values, and no fewer rollouts than tell a half from nothing.
  private static let mostValues = 1_000_000
  private static let rollouts = 25...100

  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  /// Nothing where the plan cannot be simulated, or not at once.
  var findings: [LintFinding] {
    var settings = SimulationSettings()
    // Quantiles of returning units read every row again at each look.
    guard !ScanLayout(plan).needsSecondPass,
      let sketch = try? SimulationStudy(plan, settings: settings), sketch.looks.count <= 100,
      let hoped = sketch.kinds.firstIndex(of: .improvement)
    else { return [] }
    let values = max(1, sketch.units * plan.metrics.count * (sketch.unitsReturn ? 3 : 1))
    settings.rollouts = min(Self.rollouts.upperBound, Self.mostValues / values)
    guard settings.rollouts >= Self.rollouts.lowerBound,
      let study = try? SimulationStudy(plan, settings: settings)
    else { return [] }
    let judge = study.judge
    let promoted = (0..<settings.rollouts).count {
      study.rollout($0, scenario: hoped, judge: judge).isTrulyPromoted
    }
    let interval = try? ClopperPearsonInterval(level: 0.98)
      .interval(BinomialCount(successes: promoted, trials: settings.rollouts))
    guard let most = interval?.upper, most < plan.inference.power else { return [] }
    return [
      LintFinding(
        path: "inference",
        issue: .rarelyPromoted(
          promoted: promoted, rollouts: settings.rollouts, most: most, power: plan.inference.power,
          units: study.units))
    ]
  }
}
