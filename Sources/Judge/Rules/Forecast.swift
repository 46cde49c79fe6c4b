internal import Stats
internal import Summaries

/// When a question would be answered if the present estimate were the truth.
struct Forecast {
  /// Units still to come, in all variants together.
  var unitsMissing: Int
  /// At the log's own pace.
  var expectedAt: Timestamp?

  /// Nil where the present estimate does not reach what is asked.
  init?(_ test: ThresholdTest, of metric: MetricAnalysis, in file: CaseFile) {
    guard case .computed(let comparison) = metric.result, test.method == .confidenceSequence,
      test.effect - (test.missingBound ?? 0) > test.nullEffect
    else { return nil }
    let mixture = NormalMixture(
      significance: test.significance, targetClock: comparison.targetClock, sides: .one)
    let z = (test.effect - (test.missingBound ?? 0) - test.nullEffect) / test.standardError
    func isProven(atGrowth growth: Double) -> Bool {
      mixture.pValue(standardized: z * growth.squareRoot(), clock: comparison.clock * growth)
        <= test.significance
    }
    var growth = 1.0
    while !isProven(atGrowth: growth) {
      growth *= 1.05
      guard growth < 1e4 else { return nil }
    }
    unitsMissing = Int((file.judgedUnits(metric) * (growth - 1)).rounded(.up))
    let delay = metric.complete == nil ? 0 : metric.estimand.delay
    expectedAt = file.time(atGrowth: growth, delay: delay)
  }
}

extension Estimand {
  /// Seconds from a unit's first row until it is complete.
  var delay: Double { (window ?? 0) + (maturity ?? 0) }
}
