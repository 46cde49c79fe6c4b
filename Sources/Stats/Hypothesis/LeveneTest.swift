internal import Summaries

/// Tests whether several samples have one variance, by the distances from their centers.
///
/// About medians it is Brown & Forsythe's test, which stands up to skewed data. The estimate is η²
/// of the distances.
///
/// Reference: Levene (1960); Brown & Forsythe (1974), JASA 69, 364–367. Matches R's
/// `car::leveneTest`.
public struct LeveneTest: SeveralSampleTest {
  /// What distances are measured from.
  public enum Center: String, Codable, Sendable, CaseIterable {
    /// The sample's median.
    case median
    /// The sample's mean.
    case mean
  }

  /// What distances are measured from.
  public var center: Center

  /// Creates a test about medians, unless told otherwise.
  public init(center: Center = .median) { self.center = center }

  /// Compares at least two samples, none empty.
  ///
  /// - Throws: `StatsError.zeroVariance` when all distances within each sample are equal.
  public func evaluate(_ samples: [WeightedValues]) throws(StatsError) -> TestResult {
    var distances: [Moments] = []
    for sample in samples {
      guard sample.count > 0 else {
        throw .tooFewObservations(arm: "sample", needed: 1, found: 0)
      }
      let middle = try center == .median ? sample.quantile(0.5) : sample.moments.mean
      var moments = Moments()
      for (value, count) in zip(sample.values, sample.counts) {
        moments.add(abs(value - middle), times: count)
      }
      distances.append(moments)
    }
    return try OneWayANOVA().evaluate(
      distances,
      method: center == .median ? "Brown–Forsythe test of variances" : "Levene's test of variances")
  }
}
