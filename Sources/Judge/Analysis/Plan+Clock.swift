extension Plan {
  /// The clock at which sequential bounds are tightest.
  ///
  /// Four overlap weights of control and one treatment at the planned sample: fixed by the plan, so that no
  /// look can tune it.
  func targetClock(treatment: Int) -> Double {
    let shares = tuningShares
    let (control, arm) = (shares[0], shares[treatment])
    guard control > 0, arm > 0 else { return Double(inference.minimumSample) * 2 }
    let total: Double =
      if let planned = inference.plannedSample {
        Double(planned)
      } else {
        Double(inference.minimumSample) / min(control, arm)
      }
    let (c, t) = (total * control, total * arm)
    return 4 * c * t / (c + t)
  }

  /// What a metric's bounds run on: units, where each is complete when it enters.
  func clock(of metric: MetricPlan) -> Estimand.Clock { metric.window == nil ? clock : .units }

  /// Units that keep accruing rows move on the variance clock.
  var clock: Estimand.Clock { unitColumn == nil ? .units : .variance }
}
