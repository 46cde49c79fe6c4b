internal import Foundation

/// How much the ranks of paired differences favor treatment: the effect size of Wilcoxon's test.
///
/// (V₊ − V₋)/(V₊ + V₋) of the sums of positive and negative ranks, from −1 to 1; differences of
/// zero are left out. For independent samples it is `CliffsDelta`.
///
/// Reference: Kerby (2014), Comprehensive Psychology 3, 1.
public struct RankBiserialCorrelation: Equatable, Codable, Sendable {
  /// r.
  public let coefficient: Double
  /// The number of differences that are not zero.
  public let count: Int

  /// Ranks differences treatment − control, not all of them zero.
  public init(differences: WeightedValues) throws(StatsError) {
    let signed = Array(zip(differences.values, differences.counts))
    let ranks = PooledRanks([
      try WeightedValues(signed.filter { $0.0 > 0 }.map { (value: $0.0, count: $0.1) }),
      try WeightedValues(signed.filter { $0.0 < 0 }.map { (value: -$0.0, count: $0.1) }),
    ])
    guard ranks.count > 0 else { throw .zeroVariance }
    let (positive, negative) = (ranks.rankSums[0], ranks.rankSums[1])
    coefficient = (positive - negative) / (positive + negative)
    count = ranks.count
  }

  /// The interval by Fisher's transformation, with the standard error that r has under the null.
  ///
  /// - Throws: `StatsError.zeroVariance` where all differences have one sign.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    guard coefficient.magnitude < 1 else { throw .zeroVariance }
    let n = Double(count)
    let standardError = (2 * (2 * n + 1) / (3 * n * (n + 1))).squareRoot()
    let bounds = try Estimate(atanh(coefficient), standardError: standardError)
      .confidenceInterval(level: level)
    return ConfidenceInterval(lower: tanh(bounds.lower), upper: tanh(bounds.upper), level: level)
  }
}
