internal import Judge

/// Scenarios and shapes as sentences.
enum SimulationText {
  /// What is true, to follow `where`.
  static func truth(_ kind: SimulationScenario.Kind) -> String {
    switch kind {
    case .successAtMinimum: "success is at its minimum"
    case .guardrailAtMargin(let metric): "\(InertText.name(metric, limit: 30)) is at its margin"
    case .atHarmLimit(let correlation):
      correlation == 0
        ? "all metrics are at their harm limits"
        : "all are at their harm limits, correlated \(NumberText.significant(correlation, digits: 2))"
    case .oneWinner: "one treatment is better, the others at the minimum"
    case .improvement: "success is twice its minimum"
    case .identical: "the treatment is the same as the control"
    case .beyondLimit(let metric):
      "\(InertText.name(metric, limit: 30)) is worse by twice its limit"
    }
  }

  static func shape(_ shape: SimulationSettings.Shape) -> String {
    switch shape {
    case .planned: "Levels and spreads as the plan states them, or silent plans are taken to mean."
    case .rare: "Events in 0.5% of rows, whatever the plan states."
    case .common: "Events in 5% of rows, whatever the plan states."
    case .heavy: "Numbers whose logarithm has a standard deviation of 2, whatever the plan states."
    case .clustered: "Levels as the plan states them, rows in clusters of very unequal sizes."
    }
  }
}
