internal import Foundation
internal import Stats
internal import Summaries

/// Guardrails that are held against a rate known from before, in place of the control's.
extension MetricAnalyzer {
  /// Asks whether the treatment's rate is beyond a limit that is counted from the known rate.
  ///
  /// The known rate has an error of its own, which is paid once: half of the significance goes to its exact
  /// bound (Clopper and Pearson 1934) on the side that speaks against the answer, and the other half to the
  /// evidence of the treatment's rows against the limit counted from there, at any number of looks (the
  /// one-sided Bernoulli mixture). An e-value halved so may be merged with others like any.
  ///
  /// - Parameters:
  ///   - question: Harm, or non-inferiority.
  ///   - known: The rate and the rows it was counted in.
  ///   - index: The metric.
  ///   - treatment: An index into the plan's variants.
  ///   - significance: The error budget of this one question.
  ///   - level: Where Holm's procedure has let the question have more than that: how much.
  /// - Returns: The answer; nothing is shown where limits leave no room or rows do not tell of their events.
  /// - Throws: `StatsError` where the significance is out of range.
  func knownRateTest(
    _ question: ThresholdTest.Question, _ known: KnownRate, metric index: Int, treatment: Int,
    significance: Double, level: Double? = nil
  ) throws(StatsError) -> ThresholdTest {
    let metric = plan.metrics[index]
    let level = level ?? significance
    let isHarm = question == .harm
    let threshold = isHarm ? metric.harm : metric.margin
    func moved(_ rate: Double) -> Double {
      threshold.unit == .relative ? rate * (1 + threshold.value) : rate + threshold.value
    }
    let bounds = try ClopperPearsonInterval(level: 1 - significance)
      .interval(BinomialCount(successes: known.events, trials: known.rows))
    let anchor = isHarm ? bounds.upper : bounds.lower
    let counts = rows(metric: index, treatment: treatment, isHarm: isHarm)
    var logEValue = -Double.infinity
    if moved(anchor) > 0, moved(anchor) < 1, counts.rows > 0 {
      logEValue =
        try BernoulliMixture(nullProbability: moved(anchor), side: isHarm ? .greater : .less)
        .logEValue(successes: counts.events, failures: counts.rows - counts.events) - log(2)
    }
    let pValue = BernoulliMixture.pValue(logEValue: logEValue)
    let share = counts.rows > 0 ? Double(counts.events) / Double(counts.rows) : 0
    let errors =
      share * (1 - share) / Double(max(1, counts.rows))
      + known.rate * (1 - known.rate) / Double(known.rows)
    var limit: Double?
    if counts.rows > 0 {
      let interval = try BernoulliMixture.interval(
        successes: counts.events, failures: counts.rows - counts.events, level: 1 - level)
      limit = anchor - (isHarm ? interval.lower : interval.upper)
    }
    return ThresholdTest(
      question: question, method: .knownRate, threshold: threshold.text, scale: .difference,
      effect: known.rate - share, nullEffect: known.rate - moved(known.rate),
      standardError: errors.squareRoot(), limit: limit,
      logEValue: logEValue > -.infinity ? logEValue : nil, pValue: pValue, significance: level,
      holds: pValue <= level, tooFewEffectiveUnits: nil)
  }

  /// The treatment's rows and those with the event; none where blanks may hide events from a proof of safety.
  private func rows(
    metric index: Int, treatment: Int, isHarm: Bool
  ) -> (events: Int, rows: Int) {
    guard case .ratio(let pair, _) = arms.layout.slots[index],
      isHarm || tellsEvents(metric: index, treatment: treatment, through: .max)
    else { return (0, 0) }
    let moments = arms.first.pair(pair, variant: treatment)
    let count = Double(moments.count)
    return (Int((moments.meanX * count).rounded()), Int((moments.meanY * count).rounded()))
  }
}
