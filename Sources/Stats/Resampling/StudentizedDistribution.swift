/// An estimate, and how many of their own standard errors its resamples lie from it.
///
/// The bootstrap-t: second-order correct like BCa, and better for small skewed samples, at the price of
/// a standard error for each resample.
///
/// Reference: Efron (1982); Hall (1988), Annals of Statistics 16, 927–953.
public struct StudentizedDistribution: Equatable, Sendable {
  /// The estimate from the sample itself.
  public let estimate: Estimate
  /// (replicate − estimate)/standard error of the replicate, in the order of their streams.
  ///
  /// Infinite where a replicate has no spread, on its own side of the estimate.
  public let pivots: [Double]

  /// Creates a distribution from the estimates of resamples.
  ///
  /// - Throws: `StatsError.zeroVariance` without a positive standard error of the estimate itself.
  public init(estimate: Estimate, replicates: [Estimate]) throws(StatsError) {
    guard estimate.standardError > 0 else { throw .zeroVariance }
    self.estimate = estimate
    pivots = replicates.map { replicate in
      let deviation = replicate.value - estimate.value
      return deviation == 0 ? 0 : deviation / replicate.standardError
    }
  }

  /// The estimate − quantiles of the pivots · its standard error.
  ///
  /// Matches R's `boot.ci(type = "stud")`, whose quantiles are interpolated on the normal scale.
  ///
  /// - Throws: `StatsError` for a level not between 0 and 1, or fewer replicates than its tails need.
  public func interval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: level) / 2
    let quantiles = try NormalScaleQuantiles(pivots)
    return ConfidenceInterval(
      lower: estimate.value - estimate.standardError * (try quantiles.value(1 - tail)),
      upper: estimate.value - estimate.standardError * (try quantiles.value(tail)), level: level)
  }
}
