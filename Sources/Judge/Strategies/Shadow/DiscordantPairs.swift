internal import Stats
internal import Summaries

/// How often just one of two models is right, or errs, on a request or for a unit.
struct DiscordantPairs: Equatable {
  /// Requests, or units.
  var units: Int
  /// Those for which the shadow counts more than the model in service, and those for which it counts less.
  var more: Int
  var less: Int
  var better: MetricPlan.Direction

  /// Where the shadow is behind, and where it is ahead.
  var harmed: Int { better == .higher ? less : more }
  var helped: Int { better == .higher ? more : less }

  /// Harm of any size, exactly and at any number of looks, from the discordant requests alone; nil where
  /// the plan asks for harm of a certain size.
  func harm(_ evidence: Evidence, significance: Double) throws(StatsError) -> ThresholdTest? {
    guard evidence.metric.harm.value == 0 else { return nil }
    let logEValue = try BernoulliMixture(nullProbability: 0.5, side: .greater)
      .logEValue(successes: harmed, failures: helped)
    return test(
      .harm, evidence, evidence.metric.harm, logEValue: logEValue, significance: significance,
      limit: nil)
  }

  /// Non-inferiority where too few requests are discordant for a normal limit: the shadow is worse by the
  /// margin only if it alone is wrong at least that often, which the exact process can rule out.
  func nonInferiority(_ evidence: Evidence, level: Double) throws(StatsError) -> ThresholdTest? {
    let margin = evidence.metric.margin
    guard evidence.effectiveUnits < Evidence.floor, margin.unit == .absolute,
      0 < margin.value, margin.value < 1, units > 0
    else { return nil }
    let logEValue = try BernoulliMixture(nullProbability: margin.value, side: .less)
      .logEValue(successes: harmed, failures: units - harmed)
    let limit = try BernoulliMixture.interval(
      successes: harmed, failures: units - harmed, level: 1 - 2 * level
    ).upper
    return test(
      .nonInferiority, evidence, margin, logEValue: logEValue, significance: level, limit: -limit)
  }

  private func test(
    _ question: ThresholdTest.Question, _ evidence: Evidence, _ threshold: Threshold,
    logEValue: Double, significance: Double, limit: Double?
  ) -> ThresholdTest {
    let metric = evidence.metric
    let score = evidence.score(on: .difference)
    let pValue = BernoulliMixture.pValue(logEValue: logEValue)
    return ThresholdTest(
      question: question, method: .discordantPairs, threshold: threshold.text, scale: .difference,
      effect: metric.sign * score.effect, nullEffect: -threshold.value,
      standardError: score.standardError, limit: limit,
      logEValue: logEValue > -.infinity ? logEValue : nil, pValue: pValue,
      significance: significance, holds: pValue <= significance, tooFewEffectiveUnits: nil)
  }
}

extension PairedLayout {
  /// The discordant units of a metric that counts events, or nil for one that measures sizes.
  func discordance(_ index: Int, in first: LogSummary) -> DiscordantPairs? {
    guard case .mean(let control, _, _, _, let discordant?) = slots[index] else { return nil }
    let (values, moments) = (first.pairedMoments(control), first.pairedMoments(discordant))
    let (all, n) = (Double(values.count), Double(moments.count))
    return DiscordantPairs(
      // Rows with both values; of clustered units those that have any.
      units: scan.key == .none ? Int((values.meanY * all).rounded()) : values.count,
      more: Int((moments.meanX * n).rounded()), less: Int((moments.meanY * n).rounded()),
      better: plan.metrics[index].better)
  }
}
