internal import Foundation
internal import Stats

/// Sides on which not one row went wrong: no cluster differs from another, and t has nothing to go by.
///
/// Their clusters are counted instead. Of n clusters that are independent, none has an event with a chance of at
/// most (1 − p)ⁿ where a cluster has one with probability p; and the share of rows is at most p times what the
/// largest cluster weighs beside the average one. Nothing is taken for granted of rows within a cluster.
extension ClusterAnalyzer {
  /// Whether every row of both sides is as good as it can be.
  func isFlawless(_ contrast: PhaseContrast, _ metric: MetricPlan) -> Bool {
    let best: Double = metric.better == .lower ? 0 : 1
    return metric.kind.isShare && metric.per == .row && contrast.control.value == best
      && contrast.treatment.value == best
  }

  /// The comparison of two such sides: a margin in points can be proven, and nothing else.
  func flawless(_ contrast: PhaseContrast, _ index: Int) throws(StatsError) -> Comparison {
    let metric = plan.metrics[index]
    let alpha = plan.inference.significance * harmShare / 2
    let (before, after) = (worst(control[index], alpha), worst(treatment[index], alpha))
    let interval = Bounds(
      lower: metric.better == .lower ? -before : -after,
      upper: metric.better == .lower ? after : before)
    let clusters = Double(contrast.control.units + contrast.treatment.units)
    let tests: [ThresholdTest] =
      switch metric.role {
      case .monitor: []
      case .success:
        [
          unanswered(.superiority, metric.minimumImprovement, metric),
          unanswered(.harm, metric.harm, metric),
        ]
      case .guardrail:
        [try nonInferiority(contrast, index), unanswered(.harm, metric.harm, metric)]
      }
    return Comparison(
      difference: 0, differenceStandardError: 0, relativeChange: nil, differenceInterval: interval,
      relativeInterval: nil, clock: clusters, targetClock: clusters, tests: tests)
  }

  /// Whether a guardrail is within its margin, whatever labels that are missing may say.
  ///
  /// The worst for the treatment and the best for the control must be within it, too (Manski 1990).
  func nonInferiority(
    _ contrast: PhaseContrast, _ index: Int
  ) throws(StatsError) -> ThresholdTest {
    let metric = plan.metrics[index]
    let plain = try withinMargin(contrast, treatment[index], metric)
    guard plan.bounds(metric) else { return plain }
    let (least, most): (ClusterSum.Extreme, ClusterSum.Extreme) =
      metric.better == .higher ? (.misses, .hits) : (.hits, .misses)
    let worst = treatment[index].map { $0.taking(least) }
    guard let bounded = try self.contrast(control[index].map { $0.taking(most) }, worst) else {
      return plain
    }
    var test = try withinMargin(bounded, worst, metric)
    guard test.scale == plain.scale else { return plain.pValue > test.pValue ? plain : test }
    // The estimate stays that of the labels there are.
    test.missingBound = plain.effect - test.effect
    test.effect = plain.effect
    return test
  }

  private func withinMargin(
    _ contrast: PhaseContrast, _ clusters: [ClusterSum], _ metric: MetricPlan
  ) throws(StatsError) -> ThresholdTest {
    let scale = metric.scale(of: metric.margin)
    let isPositive = contrast.control.value > 0 && contrast.treatment.value > 0
    let significance = ErrorShares(plan).nonInferiority
    if isFlawless(contrast, metric), scale == .difference {
      return noEvents(clusters, metric, significance)
    }
    guard contrast.effect(on: .difference).standardError > 0, scale == .difference || isPositive
    else { return unanswered(.nonInferiority, metric.margin, metric) }
    let reference = StudentT(
      degreesOfFreedom: Double(min(contrast.control.units, contrast.treatment.units) - 1))
    return try test(
      .nonInferiority, metric.margin, contrast, metric, reference, significance, promotionShare)
  }

  private func noEvents(
    _ clusters: [ClusterSum], _ metric: MetricPlan, _ significance: Double
  ) -> ThresholdTest {
    let null = metric.deterioration(by: metric.margin)
    let (count, weight) = Self.size(clusters)
    let chance = weight > 0 ? min(1, -null / weight) : 0
    let pValue = min(1, pow(1 - chance, Double(count)) / promotionShare)
    return ThresholdTest(
      question: .nonInferiority, method: .flawlessClusters, threshold: metric.margin.text,
      scale: .difference, effect: 0, nullEffect: null, standardError: 0,
      limit: -worst(clusters, significance * promotionShare), logEValue: nil, pValue: pValue,
      significance: significance, holds: pValue <= significance, tooFewEffectiveUnits: nil)
  }

  private func unanswered(
    _ question: ThresholdTest.Question, _ threshold: Threshold, _ metric: MetricPlan
  ) -> ThresholdTest {
    let null =
      question == .superiority
      ? metric.improvement(by: threshold) : metric.deterioration(by: threshold)
    return ThresholdTest(
      question: question, method: .flawlessClusters, threshold: threshold.text,
      scale: metric.scale(of: threshold), effect: 0, nullEffect: null, standardError: 0, limit: nil,
      logEValue: nil, pValue: 1, significance: ErrorShares(plan).nonInferiority, holds: false,
      tooFewEffectiveUnits: nil)
  }

  /// The largest share of bad rows that leaves all clusters without one with a chance of `alpha`.
  private func worst(_ clusters: [ClusterSum], _ alpha: Double) -> Double {
    let (count, weight) = Self.size(clusters)
    guard count > 0 else { return 1 }
    return min(1, weight * -expm1(log(alpha) / Double(count)))
  }

  /// How many clusters have rows, and what the largest weighs beside the average one.
  private static func size(_ clusters: [ClusterSum]) -> (count: Int, weight: Double) {
    let rows = clusters.map(\.y).filter { $0 > 0 }
    guard let largest = rows.max() else { return (0, 0) }
    return (rows.count, largest * Double(rows.count) / rows.reduce(0, +))
  }

  /// The clusters without an event that a margin in points needs; nil where no number would do.
  func clustersNeeded(metric index: Int) -> Int? {
    let metric = plan.metrics[index]
    let margin = -metric.deterioration(by: metric.margin)
    let (_, weight) = Self.size(treatment[index])
    guard metric.scale(of: metric.margin) == .difference, margin > 0, weight > 0 else { return nil }
    guard margin < weight else { return 1 }
    let needed =
      log(ErrorShares(plan).nonInferiority * promotionShare) / log1p(-margin / weight)
    return needed < 1e9 ? Int(needed.rounded(.up)) : nil
  }
}
