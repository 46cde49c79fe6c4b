/// Tests whether several samples have one distribution, by their ranks.
///
/// The estimate is ε², the share of the rank variance that the groups explain, H/(N − 1).
///
/// Reference: Kruskal & Wallis (1952), JASA 47, 583–621. Matches R's `kruskal.test`.
public struct KruskalWallisTest: SeveralSampleTest {
  /// Creates a test.
  public init() {}

  /// Compares at least two samples, none empty.
  ///
  /// - Throws: `StatsError.zeroVariance` when all values are equal.
  public func evaluate(_ samples: [WeightedValues]) throws(StatsError) -> TestResult {
    guard samples.count > 1 else {
      throw .tooFewObservations(arm: "samples", needed: 2, found: samples.count)
    }
    for (index, sample) in samples.enumerated() where sample.count == 0 {
      throw .tooFewObservations(arm: "sample \(index + 1)", needed: 1, found: 0)
    }
    let ranks = PooledRanks(samples)
    let n = Double(ranks.count)
    let tieFactor = 1 - ranks.tieCorrection / (n * (n * n - 1))
    guard tieFactor > 0 else { throw .zeroVariance }
    // About the mean rank, so that the large sums of squares do not cancel.
    let spread = zip(samples, ranks.rankSums).reduce(0.0) { sum, pair in
      let (size, rankSum) = (Double(pair.0.count), pair.1)
      let deviation = rankSum / size - (n + 1) / 2
      return sum + size * deviation * deviation
    }
    let statistic = 12 * spread / (n * (n + 1)) / tieFactor
    let reference = ReferenceDistribution.chiSquared(
      degreesOfFreedom: Double(samples.count - 1))
    return TestResult(
      method: "Kruskal–Wallis rank sum test", estimate: statistic / (n - 1), standardError: nil,
      nullValue: 0, statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
