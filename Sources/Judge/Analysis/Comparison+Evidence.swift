internal import Foundation
internal import Stats

extension Comparison {
  /// What the evidence says of the effect itself, beside the plan's questions about it.
  ///
  /// - Parameters:
  ///   - evidence: Of one metric and treatment.
  ///   - significance: That of the intervals.
  ///   - tests: The plan's questions.
  ///   - classical: The same comparison as if this were the only look.
  ///   - phases: The effect phase by phase.
  ///   - adjustment: What covariates took off, where there are some.
  ///   - beyondLimits: What lay beyond the metric's limits, where it has some.
  init(
    _ evidence: Evidence, significance: Double, tests: [ThresholdTest],
    classical: ClassicalComparison?, phases: PhaseEffects?,
    adjustment: CovariateAdjustment? = nil, beyondLimits: BeyondLimits? = nil
  ) {
    let contrast = evidence.contrast
    let score = evidence.score(on: .difference)
    // The intervals are for reading: one that has no value takes no test with it.
    let interval = { (scale: Estimand.Scale) in
      (try? evidence.interval(on: scale, significance: significance))
        ?? Bounds(lower: -.infinity, upper: .infinity)
    }
    let relative = contrast.isPositive ? interval(.logRatio) : nil
    self.init(
      difference: score.effect, differenceStandardError: score.standardError,
      relativeChange: contrast.isPositive
        ? contrast.treatment.value / contrast.control.value - 1 : nil,
      differenceInterval: interval(.difference),
      relativeInterval: relative.map {
        Bounds(lower: exp($0.lower) - 1, upper: exp($0.upper) - 1)
      },
      clock: score.clock, targetClock: evidence.targetClock, tests: tests, classical: classical,
      phases: phases, adjustment: adjustment, beyondLimits: beyondLimits)
  }
}
