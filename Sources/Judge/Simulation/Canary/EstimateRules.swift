internal import Summaries

/// The limits of a canary's stages as operations documents apply them.
///
/// At the end of each stage the estimates of its own rows are compared, and one that lies beyond its limit
/// rolls back, whatever its error. What has no value does not roll back, time alone ends a stage, and the
/// last one promotes.
struct EstimateRules {
  /// Numbers that are equal must not differ by how they were rounded.
  private static let rounding = 1e-12

  let layout: ScanLayout
  let staged: StagedPlan

  /// Whether a stage that is over rolls back.
  func rollsBack(_ summary: LogSummary) -> Bool {
    guard staged.stage.isConcurrent, let phase = layout.phases(of: summary).last else {
      return false
    }
    return staged.original.metrics.indices.contains { index in
      let metric = staged.original.metrics[index]
      guard let limit = staged.stage.limit(of: metric),
        let control = value(index, 0, phase, summary),
        let treatment = value(index, 1, phase, summary)
      else { return false }
      let tolerated = limit.unit == .absolute ? limit.value : limit.value * abs(control)
      return metric.sign * (treatment - control) < -tolerated - Self.rounding
    }
  }

  private func value(
    _ index: Int, _ variant: Int, _ phase: Phase, _ summary: LogSummary
  ) -> Double? {
    switch layout.slots[index] {
    case .ratio(let pair, _):
      let moments = summary.pair(pair, variant: variant, phase)
      return moments.count > 0 && moments.meanY != 0 ? moments.meanX / moments.meanY : nil
    case .quantile(let distribution):
      let probability = staged.original.metrics[index].probability ?? 0.5
      return summary.distribution(distribution, variant: variant, phase).histogram
        .quantile(probability)?.value
    // No rollout is drawn for it.
    case .area: return nil
    }
  }
}

extension StagePlan {
  /// How much worse a metric may be at this stage; nil where it rolls nothing back.
  func limit(of metric: MetricPlan) -> Threshold? {
    rollback[metric.name] ?? (metric.watchesRollback ? metric.harm : nil)
  }
}
