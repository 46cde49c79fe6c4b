internal import Stats
internal import Summaries

/// When a question would be answered if the present estimate were the truth.
struct Forecast {
  /// Units still to come, in all variants together.
  var unitsMissing: Int
  /// At the log's own pace.
  var expectedAt: Timestamp?

  /// Nil where the present estimate does not reach what is asked.
  init?(_ test: ThresholdTest, of metric: MetricAnalysis, sample: SampleAccount) {
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
    let units = metric.complete.map { Double($0.control + $0.treatment) } ?? sample.allUnits
    unitsMissing = Int((units * (growth - 1)).rounded(.up))
    // Complete units came in the time before the last windows began.
    let delay = metric.estimand.delay
    if let first = sample.firstTime, let last = sample.lastTime,
      first.seconds(to: last) > delay
    {
      expectedAt = last.advanced(by: (first.seconds(to: last) - delay) * (growth - 1))
    }
  }
}

extension Estimand {
  /// Seconds from a unit's first row until it is complete.
  var delay: Double { (window ?? 0) + (maturity ?? 0) }
}

extension SampleAccount {
  /// The units of all variants together; a unit that each variant answers counts once.
  fileprivate var allUnits: Double {
    let shares = arms.map(\.plannedShare).reduce(0, +)
    return Double(arms.map(\.units).reduce(0, +)) / (shares > 0 ? shares : 1)
  }
}
