internal import Stats

extension Evidence {
  /// The anytime p-value that two arms differ, in either direction, by no more than is tolerated.
  ///
  /// - Parameters:
  ///   - contrast: The arms.
  ///   - tolerated: The largest difference under the null hypothesis, on the difference scale.
  ///   - column: What is compared, for the record.
  ///   - clock: What the bounds run on.
  ///   - targetClock: Where they are tightest.
  ///   - significance: The error budget of this question; each direction has half.
  /// - Returns: The p-value; one where nothing can be said.
  static func differencePValue(
    _ contrast: StratifiedContrast, tolerated: Threshold, column: String, clock: Estimand.Clock,
    targetClock: Double, significance: Double
  ) -> Double {
    let values = [MetricPlan.Direction.higher, .lower].map { direction -> Double in
      var metric = MetricPlan(
        name: column, kind: .proportion, role: .guardrail, better: direction, column: column)
      metric.harm = tolerated
      let evidence = Evidence(
        contrast: contrast, metric: metric, clock: clock, targetClock: targetClock)
      // Means without variance have nothing to ask; shares without it are counted, see `constantPValue`.
      let test = try? evidence.test(
        .harm, tolerated, significance: significance / 2, method: .alwaysValid)
      return test?.pValue ?? 1
    }
    return min(1, 2 * (values.min() ?? 1))
  }
}
