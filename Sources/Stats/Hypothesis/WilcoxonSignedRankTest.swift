/// Tests whether paired differences, or a sample, are symmetric about a value.
///
/// H0: the distribution is symmetric about `nullLocation`. Values equal to it are dropped. The
/// estimate is the pseudomedian, the median of all averages of two values; the statistic is z, or
/// the sum V of positive ranks where it is exact.
///
/// Reference: Wilcoxon (1945); Hodges & Lehmann (1963). Matches R's `wilcox.test(d)`.
public struct WilcoxonSignedRankTest: Sendable {
  /// Which departures from the null location count.
  public var alternative: Alternative
  /// The center of symmetry under the null.
  public var nullLocation: Double
  /// How the p-value is found.
  public var method: RankTestMethod
  /// Whether z is moved half a rank towards zero.
  public var continuity: ContinuityCorrection

  /// Creates a test of symmetry about `nullLocation`.
  public init(
    alternative: Alternative = .twoSided, nullLocation: Double = 0,
    method: RankTestMethod = .automatic, continuity: ContinuityCorrection = .yates
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
    var result = TestResult(
      method: "Wilcoxon signed-rank test",
      estimate: PairwiseMedian(averagesOf: deviations).value + nullLocation, standardError: nil,
      nullValue: nullLocation, statistic: v, reference: .exact, alternative: alternative,
      pValue: 1)
    let isExact =
      method == .automatic && ranks.tieCorrection == 0 && ranks.count == differences.count
      && ranks.count < 50
    if isExact {
      result.pValue = RankSumCounts.pValue(
        RankSumCounts.signedRank(ranks.count), Int(v), alternative)
      return result
    }
    let n = Double(ranks.count)
    let variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieCorrection / 48
    let standardized = continuity.standardize(
      v - n * (n + 1) / 4, standardError: variance.squareRoot(), alternative)
    (result.statistic, result.reference) = (standardized, .normal)
    result.pValue = try result.reference.pValue(of: standardized, alternative)
    return result
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
