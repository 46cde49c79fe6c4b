internal import Stats
internal import Summaries

extension ClassicalComparison {
  /// The textbook test that fits the data: two proportions, Welch, or the delta method.
  ///
  /// - Parameters:
  ///   - contrast: The estimates of both arms.
  ///   - pairs: Per-unit numerators and denominators of control and treatment, where the metric is a ratio.
  ///   - isShare: Each row contributes 0 or 1.
  ///   - significance: One minus the interval's level.
  /// - Throws: `StatsError` where the test has no value, as for constant data.
  init(
    _ contrast: StratifiedContrast, pairs: (BivariateMoments, BivariateMoments)?, isShare: Bool,
    significance: Double
  ) throws(StatsError) {
    guard let (control, treatment) = pairs, control.isPlainMean, treatment.isPlainMean else {
      try self.init(delta: contrast, significance: significance)
      return
    }
    if isShare {
      let test = TwoProportionZTest()
      let (c, t) = (try control.binomialCount, try treatment.binomialCount)
      let result = try test.evaluate(control: c, treatment: t)
      let interval = try NewcombeInterval(level: 1 - significance)
        .interval(control: c, treatment: t)
      self.init(
        method: result.method, statistic: result.statistic, degreesOfFreedom: nil,
        pValue: result.pValue, interval: Bounds(lower: interval.lower, upper: interval.upper),
        intervalMethod: "Newcombe score interval")
    } else {
      let result = try WelchTTest().evaluate(
        control: control.momentsX, treatment: treatment.momentsX)
      let interval = try result.confidenceInterval(level: 1 - significance)
      self.init(
        method: result.method, statistic: result.statistic,
        degreesOfFreedom: result.degreesOfFreedom, pValue: result.pValue,
        interval: Bounds(lower: interval.lower, upper: interval.upper),
        intervalMethod: "Welch interval")
    }
  }

  private init(delta contrast: StratifiedContrast, significance: Double) throws(StatsError) {
    // Neither clock nor planned variance bears on a single look.
    let score = ScoreEstimate(contrast, on: .difference, clock: .units, plannedVariance: 1)
    let (effect, standardError) = (score.effect, score.standardError)
    guard standardError > 0 else { throw .zeroVariance }
    let statistic = effect / standardError
    let width = try Normal().quantile(upperTail: significance / 2) * standardError
    self.init(
      method: "z-test of the difference, delta method", statistic: statistic,
      degreesOfFreedom: nil, pValue: min(1, 2 * (try Normal().upperTail(statistic.magnitude))),
      interval: Bounds(lower: effect - width, upper: effect + width),
      intervalMethod: "delta-method interval")
  }
}

extension BivariateMoments {
  /// Every denominator is one, so that the ratio of sums is the mean of x.
  var isPlainMean: Bool { meanY == 1 && centralSum(0, 2) == 0 }

  var binomialCount: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: Int((meanX * Double(count)).rounded()), trials: count)
    }
  }
}

extension TestResult {
  fileprivate var degreesOfFreedom: Double? {
    if case .studentT(let degrees) = reference { degrees } else { nil }
  }
}
