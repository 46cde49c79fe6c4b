internal import Stats

/// How likely a treatment is to be promoted by an end: at most this.
///
/// Every question has to be answered, so the least likely one bounds the promotion, whatever the correlation of
/// the metrics. The questions of metrics that have no value yet, or too few units, do not lower it.
struct Prospect: Equatable {
  var probability: Double
  /// The metric whose question is the least likely to be answered.
  var limitedBy: String

  /// What is taken for the truth.
  enum Truth {
    /// The present estimate.
    case trend
    /// The better of the present estimate and of what the plan hopes for: no change at all of a guardrail, under
    /// rule `estimate` an improvement by the minimum.
    case hope
  }

  /// Nil where no question has a probability.
  init?(_ treatment: TreatmentAnalysis, of plan: Plan, by horizon: Horizon, if truth: Truth) {
    var required: [(metric: String, probability: Double)] = []
    var successes: [(metric: String, probability: Double?)] = []
    for (metric, analysis) in zip(plan.metrics, treatment.metrics) {
      let growth = horizon.growth(delay: analysis.estimand.delay)
      let probability = analysis.promotionTest.flatMap {
        Self.probability($0, of: analysis, metric: metric, growth: growth, if: truth)
      }
      switch metric.role {
      case .monitor: continue
      case .success: successes.append((metric.name, probability))
      case .guardrail: if let probability { required.append((metric.name, probability)) }
      }
    }
    if plan.inference.asksForBenefit {
      switch plan.inference.successPolicy {
      case .all:
        required += successes.compactMap { one in one.probability.map { (one.metric, $0) } }
      case .any:
        // Boole's inequality: any of them, however they are correlated.
        let known = successes.compactMap(\.probability)
        let likeliest = successes.max { ($0.probability ?? 1) < ($1.probability ?? 1) }
        if let likeliest, known.count == successes.count {
          required.append((likeliest.metric, min(1, known.reduce(0, +))))
        }
      }
    }
    guard let least = required.min(by: { $0.probability < $1.probability }) else { return nil }
    (probability, limitedBy) = (least.probability, least.metric)
  }

  /// The chance that one question is answered by a growth of the sample.
  static func probability(
    _ test: ThresholdTest, of analysis: MetricAnalysis, metric: MetricPlan, growth: Double,
    if truth: Truth
  ) -> Double? {
    guard case .computed(let comparison) = analysis.result, test.tooFewEffectiveUnits == nil,
      test.standardError > 0
    else { return nil }
    guard !test.holds else { return 1 }
    guard growth > 1 else { return 0 }
    let standardized = (test.effect - test.nullEffect) / test.standardError
    let hoped =
      switch test.question {
      case .superiority: metric.requiredEffect(test)
      case .nonInferiority, .harm: 0.0
      }
    let drift =
      switch truth {
      case .trend: standardized
      case .hope: max(standardized, (hoped - test.nullEffect) / test.standardError)
      }
    do throws(StatsError) {
      let power = try ConditionalPower(standardized: standardized, growth: growth)
      switch test.method {
      case .fixed:
        return try power.atEnd(
          bound: Normal().quantile(upperTail: test.significance), drift: drift)
      case .confidenceSequence:
        let mixture = NormalMixture(
          significance: test.significance, targetClock: comparison.targetClock, sides: .one)
        return try power.crossing(
          now: mixture.multiplier(clock: comparison.clock),
          end: mixture.multiplier(clock: comparison.clock * growth), drift: drift)
      // Looks in groups have a futility bound of their own.
      case .firstEvents, .eventShare, .knownRate, .clusters, .flawlessClusters, .discordantPairs,
        .groupSequential:
        return nil
      }
    } catch {
      return nil
    }
  }
}
