internal import Stats
internal import Summaries

/// Metrics whose units enter once they are complete.
extension MetricAnalyzer {
  /// How many units of a comparison are complete.
  func completeUnits(treatment: Int, through last: Int) -> CompleteUnits {
    CompleteUnits(
      control: arms.first.units(variant: 0, through: last),
      treatment: arms.first.units(variant: treatment, through: last),
      units: arms.first.units(variant: 0) + arms.first.units(variant: treatment))
  }

  /// Harm on all there is so far: promotion can wait for units to be complete, a rollback cannot.
  ///
  /// Units still accrue rows within their windows, so the bounds run on the variance. Nil where it cannot
  /// be computed: then nothing is shown.
  func harmSoFar(metric index: Int, treatment: Int) -> ThresholdTest? {
    guard plan.metrics[index].role != .monitor,
      case .success(let contrast) = contrast(metric: index, treatment: treatment)
    else { return nil }
    let adjusted = AdjustedContrast(arms, contrast, metric: index, treatment: treatment)
    let evidence = Evidence(
      contrast: adjusted?.contrast ?? contrast, metric: plan.metrics[index], clock: plan.clock,
      targetClock: plan.targetClock(treatment: treatment))
    return try? harmTest(evidence, metric: index, treatment: treatment)
  }
}
