/// Tests whether values in treatment tend to be larger than in control.
///
/// H0: both have one distribution, shifted by `nullShift`. The estimate is Hodges & Lehmann's shift,
/// the median of all differences treatment − control; the statistic is z, or U where it is exact.
/// By itself it is exact below 50 observations an arm without ties, and up to 50 in all with them,
/// when R approximates; `exact` goes to 200 an arm. Two-sided p-values double the smaller tail.
///
/// Reference: Mann & Whitney (1947); Hodges & Lehmann (1963). Matches R's `wilcox.test(y, x)`
/// without ties or asymptotically, and the enumeration of all orders with them.
public struct MannWhitneyTest: TwoSampleTest {
  /// Which departures from the null shift count.
  public var alternative: Alternative
  /// The shift treatment − control under the null.
  public var nullShift: Double
  /// How the p-value is found.
  public var method: PValueMethod
  /// Whether z is moved half a pair towards zero.
  public var continuity: ContinuityCorrection

  /// Creates a test of `treatment - control == nullShift`.
  public init(
    alternative: Alternative = .twoSided, nullShift: Double = 0,
    method: PValueMethod = .automatic, continuity: ContinuityCorrection = .yates
  ) {
    (self.alternative, self.nullShift) = (alternative, nullShift)
    (self.method, self.continuity) = (method, continuity)
  }

  /// Compares two samples that are not empty.
  ///
  /// - Throws: `StatsError.zeroVariance` when all values are equal.
  public func evaluate(
    control: WeightedValues, treatment: WeightedValues
  ) throws(StatsError) -> TestResult {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    let shifted = try nullShift == 0 ? treatment : treatment.shifted(by: -nullShift)
    let ranks = PooledRanks([control, shifted])
    let (n, m) = (Double(control.count), Double(treatment.count))
    // U counts the pairs in which treatment is larger, equal ones half.
    let u = ranks.rankSums[1] - m * (m + 1) / 2
    let hasTies = ranks.tieCorrection > 0
    let isExact = try method.isExact(
      automatically: hasTies
        ? ranks.count <= 50 : control.count < 50 && treatment.count < 50,
      // With ties a table of sums by size, once for each observation.
      steps: hasTies
        ? min(n, m) * n * m * 2 * (n + m)
        : RankSumDistribution.mannWhitneySteps(control.count, treatment.count))
    var result = TestResult(
      method: PValueMethod.title("Mann–Whitney test", isExact: isExact),
      estimate: PairwiseValues(treatment, minus: control).median, standardError: nil,
      nullValue: nullShift, statistic: u, reference: .exact, alternative: alternative, pValue: 1)
    if isExact {
      guard ranks.tieSizes.count > 1 else { throw .zeroVariance }
      result.pValue = exactPValue(ranks, control.count, treatment.count)
      return result
    }
    let total = n + m
    let variance = n * m / 12 * (total + 1 - ranks.tieCorrection / (total * (total - 1)))
    guard variance > 0 else { throw .zeroVariance }
    let standardized = continuity.standardize(
      u - n * m / 2, standardError: variance.squareRoot(), alternative)
    (result.statistic, result.reference) = (standardized, .normal)
    result.pValue = try result.reference.pValue(of: standardized, alternative)
    return result
  }

  /// The shifts treatment − control that leave U within its critical values, as if without ties.
  ///
  /// Bounds are differences of two observations: exactly below 50 observations an arm, else by the
  /// normal approximation of their ranks.
  ///
  /// Reference: Hodges & Lehmann (1963); Moses (1965). Matches R's
  /// `wilcox.test(y, x, conf.int = TRUE)` where that is exact.
  public func confidenceInterval(
    control: WeightedValues, treatment: WeightedValues, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let tail = alternative == .twoSided ? significance / 2 : significance
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    let (n, m) = (Double(control.count), Double(treatment.count))
    let isExact = try method.isExact(
      automatically: control.count < 50 && treatment.count < 50,
      steps: RankSumDistribution.mannWhitneySteps(control.count, treatment.count))
    let excluded =
      isExact
      ? RankSumDistribution.quantile(
        RankSumDistribution.mannWhitney(control.count, treatment.count), lowerTail: tail)
      : try RankSumDistribution.normalQuantile(
        mean: n * m / 2, variance: n * m * (n + m + 1) / 12, lowerTail: tail)
    return PairwiseValues(treatment, minus: control)
      .interval(excluding: excluded, alternative, level: level)
  }

  /// The share of the orders of the pooled sample, ties kept, that are as extreme.
  private func exactPValue(_ ranks: PooledRanks, _ n: Int, _ m: Int) -> Double {
    guard ranks.tieCorrection > 0 else {
      let u = Int(ranks.rankSums[1]) - m * (m + 1) / 2
      return RankSumDistribution.pValue(
        RankSumDistribution.mannWhitney(n, m), u, alternative)
    }
    let scores = ranks.doubledMidranks
    // The smaller arm is drawn, which is less work; control's ranks are high where treatment's are low.
    return m <= n
      ? RankSumDistribution.pValue(
        RankSumDistribution.sums(of: scores, drawing: m), Int(2 * ranks.rankSums[1]), alternative)
      : RankSumDistribution.pValue(
        RankSumDistribution.sums(of: scores, drawing: n), Int(2 * ranks.rankSums[0]),
        alternative.reversed)
  }
}

extension ContinuityCorrection {
  /// A deviation of ranks over its standard error, moved half a step towards the null.
  func standardize(
    _ deviation: Double, standardError: Double, _ alternative: Alternative
  ) -> Double {
    let step =
      switch (self, alternative) {
      case (.none, _): 0.0
      case (.yates, .greater): 0.5
      case (.yates, .less): -0.5
      case (.yates, .twoSided): deviation == 0 ? 0 : (deviation > 0 ? 0.5 : -0.5)
      }
    return (deviation - step) / standardError
  }
}
