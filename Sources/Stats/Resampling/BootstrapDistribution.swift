internal import Summaries

/// A statistic, and its values in the resamples that a bootstrap drew.
public struct BootstrapDistribution: Equatable, Codable, Sendable {
  /// How an interval is read off the replicates.
  public enum IntervalMethod: Equatable, Codable, Sendable {
    /// Corrected for bias, ± normal quantile · standard deviation of the replicates.
    case normal
    /// Quantiles of the replicates.
    case percentile
    /// Quantiles of the replicates, reflected at the statistic.
    case basic
    /// BCa: quantiles of the replicates, corrected for median bias and for the skewness that the
    /// acceleration, of ``JackknifeEstimate``, measures. Replicates equal to the statistic count as
    /// above it, as in R.
    ///
    /// Reference: Efron (1987), Journal of the American Statistical Association 82, 171–185.
    case accelerated(Double)
  }

  /// The statistic of the sample itself.
  public let value: Double
  /// The statistic of each resample, in the order of their streams.
  public let replicates: [Double]

  /// Creates a distribution from its parts.
  public init(value: Double, replicates: [Double]) {
    (self.value, self.replicates) = (value, replicates)
  }

  /// The mean of the replicates − the statistic.
  ///
  /// - Throws: `StatsError` without replicates, or when one is not finite.
  public var bias: Double {
    get throws(StatsError) {
      guard !replicates.isEmpty else {
        throw .tooFewObservations(arm: "replicates", needed: 1, found: 0)
      }
      let bias = Moments(replicates.map { $0 - value }).mean
      try Domain.finite("bias", bias)
      return bias
    }
  }

  /// The standard deviation of the replicates.
  ///
  /// - Throws: `StatsError` below two replicates, or when one is not finite.
  public var standardError: Double {
    get throws(StatsError) {
      guard let variance = Moments(replicates.map { $0 - value }).variance else {
        throw .tooFewObservations(arm: "replicates", needed: 2, found: replicates.count)
      }
      try Domain.finite("variance of the replicates", variance)
      return variance.squareRoot()
    }
  }

  /// An interval of what the statistic estimates.
  ///
  /// Matches R's `boot.ci`, whose quantiles are interpolated on the normal scale.
  ///
  /// - Throws: `StatsError` for a level not between 0 and 1; for fewer replicates than its tails need;
  ///   for the BCa interval, when all replicates lie on one side of the statistic.
  public func interval(
    _ method: IntervalMethod, level: Double = 0.95
  ) throws(StatsError) -> ConfidenceInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: level) / 2
    switch method {
    case .normal:
      return try Estimate(value - bias, standardError: standardError)
        .confidenceInterval(level: level)
    case .percentile:
      let quantiles = try NormalScaleQuantiles(replicates)
      return ConfidenceInterval(
        lower: try quantiles.value(tail), upper: try quantiles.value(1 - tail), level: level)
    case .basic:
      let quantiles = try NormalScaleQuantiles(replicates)
      return ConfidenceInterval(
        lower: 2 * value - (try quantiles.value(1 - tail)),
        upper: 2 * value - (try quantiles.value(tail)), level: level)
    case .accelerated(let acceleration):
      return try acceleratedInterval(acceleration, tail: tail, level: level)
    }
  }

  private func acceleratedInterval(
    _ acceleration: Double, tail: Double, level: Double
  ) throws(StatsError) -> ConfidenceInterval {
    let below = replicates.count { $0 < value }
    guard below > 0, below < replicates.count else {
      throw .invalidParameter(
        name: "replicates below the statistic", value: Double(below),
        expected: "some on either side, of \(replicates.count)")
    }
    let medianBias = try Normal().quantile(
      lowerTail: Double(below) / Double(replicates.count))
    let quantiles = try NormalScaleQuantiles(replicates)
    /// The replicate that stands where the normal quantile z would without bias and skewness.
    func endpoint(_ z: Double) throws(StatsError) -> Double {
      let moved = medianBias + z
      let scale = 1 - acceleration * moved
      guard scale > 0 else {
        throw .invalidParameter(
          name: "acceleration", value: acceleration, expected: "below 1/\(moved) in size")
      }
      return try quantiles.value(Normal().lowerTail(medianBias + moved / scale))
    }
    let z = try Normal().quantile(upperTail: tail)
    return ConfidenceInterval(lower: try endpoint(-z), upper: try endpoint(z), level: level)
  }
}
