/// Tests whether paired differences, or a sample, are symmetric about a value.
///
/// H0: the distribution is symmetric about `nullLocation`. Values equal to it are dropped. The
/// estimate is the pseudomedian, the median of all averages of two values; the statistic is z, or
/// the sum V of positive ranks where it is exact. By itself it is exact below 50 values, ties and
/// dropped ones included, when R approximates; two-sided p-values double the smaller tail.
///
/// Reference: Wilcoxon (1945); Hodges & Lehmann (1963). Matches R's `wilcox.test(d)` without ties
/// or asymptotically, and the enumeration of all signs with them.
public struct WilcoxonSignedRankTest: Sendable {
  /// Which departures from the null location count.
  public var alternative: Alternative
  /// The center of symmetry under the null.
  public var nullLocation: Double
  /// How the p-value is found.
  public var method: PValueMethod
  /// Whether z is moved half a rank towards zero.
  public var continuity: ContinuityCorrection

  /// Creates a test of symmetry about `nullLocation`.
  public init(
    alternative: Alternative = .twoSided, nullLocation: Double = 0,
    method: PValueMethod = .automatic, continuity: ContinuityCorrection = .yates
  ) {
    (self.alternative, self.nullLocation) = (alternative, nullLocation)
    (self.method, self.continuity) = (method, continuity)
  }

  /// Tests a sample of differences treatment − control.
  ///
  /// - Throws: `StatsError.zeroVariance` when every value equals the null location.
  public func evaluate(differences: WeightedValues) throws(StatsError) -> TestResult {
    let deviations = try differences.shifted(by: -nullLocation)
    let negative = deviations.values.prefix { $0 < 0 }.count
    let positive = deviations.values.firstIndex { $0 > 0 } ?? deviations.values.count
    let ranks = PooledRanks([
      WeightedValues(
        ascending: Array(deviations.values[positive...]),
        counts: Array(deviations.counts[positive...])),
      WeightedValues(
        ascending: deviations.values[..<negative].reversed().map { -$0 },
        counts: deviations.counts[..<negative].reversed()),
    ])
    guard ranks.count > 0 else { throw .zeroVariance }
    let v = ranks.rankSums[0]
    let n = Double(ranks.count)
    let isExact = try method.isExact(automatically: ranks.count < 50, steps: n * n * (n + 1))
    var result = TestResult(
      method: PValueMethod.title("Wilcoxon signed-rank test", isExact: isExact),
      estimate: PairwiseValues(averagesOf: deviations).median + nullLocation, standardError: nil,
      nullValue: nullLocation, statistic: v, reference: .exact, alternative: alternative,
      pValue: 1)
    if isExact {
      result.pValue = RankSumDistribution.pValue(
        RankSumDistribution.signedSums(of: ranks.doubledMidranks), Int(2 * v), alternative)
      return result
    }
    let variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieCorrection / 48
    let standardized = continuity.standardize(
      v - n * (n + 1) / 4, standardError: variance.squareRoot(), alternative)
    (result.statistic, result.reference) = (standardized, .normal)
    result.pValue = try result.reference.pValue(of: standardized, alternative)
    return result
  }

  /// The centers of symmetry that leave V within its critical values, as if without ties.
  ///
  /// Bounds are averages of two values: exactly below 50 values, else by the normal approximation of
  /// their ranks.
  ///
  /// Reference: Tukey (1949). Matches R's `wilcox.test(d, conf.int = TRUE)` where that is exact.
  public func confidenceInterval(
    differences: WeightedValues, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let tail = alternative == .twoSided ? significance / 2 : significance
    guard differences.count > 0 else {
      throw .tooFewObservations(arm: "differences", needed: 1, found: 0)
    }
    let n = Double(differences.count)
    let isExact = try method.isExact(automatically: n < 50, steps: n * n * (n + 1))
    let excluded =
      isExact
      ? RankSumDistribution.quantile(
        RankSumDistribution.signedSums(of: Array(1...differences.count)), lowerTail: tail)
      : try RankSumDistribution.normalQuantile(
        mean: n * (n + 1) / 4, variance: n * (n + 1) * (2 * n + 1) / 24, lowerTail: tail)
    return PairwiseValues(averagesOf: differences)
      .interval(excluding: excluded, alternative, level: level)
  }

  /// Tests two samples of equal length, paired by position.
  public func evaluate(control: [Double], treatment: [Double]) throws(StatsError) -> TestResult {
    guard control.count == treatment.count else {
      throw .invalidParameter(
        name: "treatment", value: Double(treatment.count),
        expected: "\(control.count) observations, one for each of control")
    }
    return try evaluate(differences: WeightedValues(zip(treatment, control).map { $0 - $1 }))
  }
}
