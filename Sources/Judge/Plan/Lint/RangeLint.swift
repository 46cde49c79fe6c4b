/// Thresholds that a share cannot reach from where it is expected to be.
struct RangeLint {
  private let plan: Plan
  /// 100% less 98% are no more than 2pp.
  private static let rounding = 1e-12

  init(_ plan: Plan) { self.plan = plan }

  var findings: [LintFinding] {
    plan.metrics.enumerated().compactMap { index, metric in
      guard metric.kind.isShare, let baseline = metric.baseline, (0...1).contains(baseline) else {
        return nil
      }
      switch metric.role {
      case .success:
        let room = metric.better == .higher ? 1 - baseline : baseline
        let minimum = metric.minimumImprovement
        guard minimum.absolute(of: baseline) >= room - Self.rounding else { return nil }
        return LintFinding(
          path: "metrics[\(index)].minimum_improvement",
          issue: .improvementImpossible(
            metric: metric.name, baseline: baseline, minimum: minimum))
      case .guardrail:
        let room = metric.better == .higher ? baseline : 1 - baseline
        guard metric.margin.absolute(of: baseline) >= room - Self.rounding else { return nil }
        return LintFinding(
          path: "metrics[\(index)].margin",
          issue: .marginNeverBinds(
            metric: metric.name, baseline: baseline, margin: metric.margin))
      case .monitor: return nil
      }
    }
  }
}

extension Threshold {
  /// The change in the metric's own unit, from a value.
  fileprivate func absolute(of baseline: Double) -> Double {
    unit == .absolute ? value : value * abs(baseline)
  }
}
