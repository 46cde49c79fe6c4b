internal import Foundation
internal import Stats
internal import Summaries

/// Compares few clusters of each variant by Student's t.
///
/// A metric is a ratio of sums over clusters, its standard error that of the delta method over them, and the
/// reference t with as many degrees of freedom as the smaller side has clusters, less one: fewer than Welch's
/// and so never less careful. Looks are counted, and look j holds 6/(π²j²) of each error rate, which sum to the
/// whole: the bounds hold over all looks, however many there will be.
struct ClusterAnalyzer {
  /// Below three clusters on a side their spread is not known well enough for any answer.
  static let fewest = 3

  var plan: Plan
  /// By metric of the plan, the clusters of each side.
  var control: [[ClusterSum]]
  var treatment: [[ClusterSum]]
  /// The part of each error rate that this look holds.
  var harmShare: Double
  var promotionShare: Double

  /// Look j's part of an error rate, from 1.
  static func share(ofLook look: Int) -> Double {
    6 / (Double.pi * Double.pi * Double(look) * Double(look))
  }

  /// The smaller side's clusters, less one.
  var degreesOfFreedom: Double? {
    let sides = plan.metrics.indices.compactMap { moments(control[$0], treatment[$0]) }
    return sides.map { Double(min($0.control.count, $0.treatment.count) - 1) }.min()
  }

  func analyze(metric index: Int) -> MetricAnalysis {
    let metric = plan.metrics[index]
    var analysis = MetricAnalysis(
      name: metric.name, kind: metric.kind, role: metric.role, better: metric.better,
      critical: metric.critical,
      estimand: Estimand(
        definition: definition(of: metric), aggregation: metric.per,
        errorRows: metric.errorRows, scale: metric.scale, clock: .units, window: nil,
        maturity: nil, rule: metric.role == .success ? metric.rule : nil),
      control: nil, treatment: nil, result: .notComputable(.noVariation))
    let sides = [(control[index], plan.variants[0]), (treatment[index], plan.variants[1])]
    for (clusters, variant) in sides {
      let count = clusters.count { $0.y > 0 }
      guard count < Self.fewest else { continue }
      analysis.result = .notComputable(
        count == 0 ? .noRows(variant: variant) : .tooFewUnits(variant: variant, units: count))
      return analysis
    }
    do throws(StatsError) {
      guard let contrast = try contrast(control[index], treatment[index]) else { return analysis }
      (analysis.control, analysis.treatment) = (contrast.control, contrast.treatment)
      analysis.result = try compare(contrast, index, harm: ErrorShares(plan).harm[index])
    } catch {
      analysis.result = .notComputable(.statistics(error.cause))
    }
    return analysis
  }

  private func definition(of metric: MetricPlan) -> String {
    let definition = metric.definition(unitColumn: plan.clusterWord)
    return metric.kind == .quantile ? "mean over clusters of the \(definition)" : definition
  }

  /// The sides as ratios of sums over clusters; nil below three clusters on a side.
  func contrast(
    _ control: [ClusterSum], _ treatment: [ClusterSum]
  ) throws(StatsError) -> PhaseContrast? {
    guard let moments = moments(control, treatment) else { return nil }
    return PhaseContrast(
      control: ArmEstimate(try RatioEstimate(moments: moments.control)),
      treatment: ArmEstimate(try RatioEstimate(moments: moments.treatment)))
  }

  private func moments(
    _ control: [ClusterSum], _ treatment: [ClusterSum]
  ) -> (control: BivariateMoments, treatment: BivariateMoments)? {
    func moments(_ clusters: [ClusterSum]) -> BivariateMoments {
      var moments = BivariateMoments()
      for cluster in clusters where cluster.y > 0 { moments.add((cluster.x, cluster.y)) }
      return moments
    }
    let sides = (moments(control), moments(treatment))
    return min(sides.0.count, sides.1.count) < Self.fewest ? nil : sides
  }

  private func compare(
    _ contrast: PhaseContrast, _ index: Int, harm: Double
  ) throws(StatsError) -> MetricAnalysis.Result {
    let metric = plan.metrics[index]
    if isFlawless(contrast, metric) { return .computed(try flawless(contrast, index)) }
    let isPositive = contrast.control.value > 0 && contrast.treatment.value > 0
    if metric.scale == .logRatio, !isPositive {
      let low = contrast.control.value > 0 ? 1 : 0
      return .notComputable(
        .notPositive(
          variant: plan.variants[low],
          value: min(contrast.control.value, contrast.treatment.value)))
    }
    let difference = contrast.effect(on: .difference)
    guard difference.standardError > 0 else { return .notComputable(.noVariation) }
    let reference = StudentT(
      degreesOfFreedom: Double(min(contrast.control.units, contrast.treatment.units) - 1))
    let width =
      try reference.quantile(upperTail: plan.inference.significance * harmShare / 2)
    func interval(_ scale: Estimand.Scale) -> Bounds {
      let (value, error) = contrast.effect(on: scale)
      return Bounds(lower: value - width * error, upper: value + width * error)
    }
    let relative = isPositive ? interval(.logRatio) : nil
    let clusters = Double(contrast.control.units + contrast.treatment.units)
    return .computed(
      Comparison(
        difference: difference.value, differenceStandardError: difference.standardError,
        relativeChange: isPositive ? contrast.treatment.value / contrast.control.value - 1 : nil,
        differenceInterval: interval(.difference),
        relativeInterval: relative.map {
          Bounds(lower: exp($0.lower) - 1, upper: exp($0.upper) - 1)
        },
        clock: clusters, targetClock: clusters,
        tests: try tests(contrast, index, reference, harm: harm)))
  }

  private func tests(
    _ contrast: PhaseContrast, _ index: Int, _ reference: StudentT, harm: Double
  ) throws(StatsError) -> [ThresholdTest] {
    let (metric, shares) = (plan.metrics[index], ErrorShares(plan))
    switch metric.role {
    case .monitor: return []
    case .success:
      let minimum = metric.rule == .estimate ? Threshold.zero : metric.minimumImprovement
      return [
        try test(
          .superiority, minimum, contrast, metric, reference, shares.superiority, promotionShare),
        try test(.harm, metric.harm, contrast, metric, reference, harm, harmShare),
      ]
    case .guardrail:
      return [
        try nonInferiority(contrast, index),
        try test(.harm, metric.harm, contrast, metric, reference, harm, harmShare),
      ]
    }
  }

  func test(
    _ question: ThresholdTest.Question, _ threshold: Threshold, _ contrast: PhaseContrast,
    _ metric: MetricPlan, _ reference: StudentT, _ significance: Double, _ share: Double
  ) throws(StatsError) -> ThresholdTest {
    let scale = metric.scale(of: threshold)
    let (value, error) = contrast.effect(on: scale)
    let effect = metric.sign * value
    let null =
      question == .superiority
      ? metric.improvement(by: threshold) : metric.deterioration(by: threshold)
    let direction: Double = question == .harm ? -1 : 1
    let statistic = direction * (effect - null) / error
    // Told for all looks together: a p-value that this look's part of the error rate was taken off.
    let pValue = min(1, try reference.tails(at: statistic).upper / share)
    let width = try reference.quantile(upperTail: significance * share)
    return ThresholdTest(
      question: question, method: .clusters, threshold: threshold.text, scale: scale,
      effect: effect, nullEffect: null, standardError: error,
      limit: effect - direction * width * error, logEValue: nil, pValue: pValue,
      significance: significance, holds: pValue <= significance, tooFewEffectiveUnits: nil)
  }
}

extension ArmEstimate {
  fileprivate init(_ ratio: RatioEstimate) {
    self.init(
      units: ratio.count, value: ratio.ratio, standardError: ratio.standardError,
      effectiveUnits: ratio.effectiveUnits)
  }
}

extension Plan {
  /// What clusters are called in an estimand.
  var clusterWord: String { log.unit ?? "block of time" }
}
