/// A calculation for rows that come in clusters, such as requests of users.
///
/// Sample sizes count rows: by the design effect, clustered rows are worth so many times fewer
/// independent ones. Right for many clusters an arm; with few, plan with cluster means instead.
///
/// Reference: Donner, Birkett & Buck (1981), American Journal of Epidemiology 114, 906–914; for
/// unequal sizes Eldridge, Ashby & Kerry (2006).
public struct ClusteredPower<Rows: PowerCalculation>: PowerCalculation {
  /// The calculation for independent rows.
  public let rows: Rows
  /// The mean number of rows in a cluster.
  public let meanSize: Double
  /// By how much the clusters multiply the rows that are needed.
  public let designEffect: Double

  /// Creates a calculation for clusters of rows.
  ///
  /// - Parameters:
  ///   - rows: the calculation for independent rows.
  ///   - meanSize: the mean number of rows in a cluster.
  ///   - intraclassCorrelation: ρ, the correlation of two rows of a cluster.
  ///   - sizeVariation: the coefficient of variation of the clusters' sizes.
  /// - Throws: `StatsError.invalidParameter` as `ClusterDesignEffect.value`.
  public init(
    _ rows: Rows, meanSize: Double, intraclassCorrelation: Double, sizeVariation: Double = 0
  ) throws(StatsError) {
    (self.rows, self.meanSize) = (rows, meanSize)
    designEffect = try ClusterDesignEffect.value(
      meanSize: meanSize, intraclassCorrelation: intraclassCorrelation,
      sizeVariation: sizeVariation)
  }

  /// As for independent rows.
  public var totalPerSampleSize: Double { rows.totalPerSampleSize }

  /// As many rows as are worth the smallest independent sample.
  public var smallestSampleSize: Double { rows.smallestSampleSize * designEffect }

  /// As for independent rows.
  public var effects: ClosedRange<Double> { rows.effects }

  /// The probability of rejecting, given rows that come in clusters.
  public func power(sampleSize: Double, effect: Double) throws(StatsError) -> Double {
    // The smallest size, multiplied and divided again, may have lost its last digit.
    let independent = max(
      sampleSize / designEffect, sampleSize < smallestSampleSize ? 0 : rows.smallestSampleSize)
    return try rows.power(sampleSize: independent, effect: effect)
  }

  /// How many clusters hold a number of rows.
  public func clusters(sampleSize: Double) -> Double { sampleSize / meanSize }
}
