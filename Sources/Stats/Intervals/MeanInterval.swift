public import Summaries

/// Student's interval of a mean.
///
/// Matches R's `t.test(x)$conf.int`.
public struct MeanInterval: Sendable {
  /// The coverage.
  public var level: Double

  /// Creates an interval of the given coverage.
  public init(level: Double = 0.95) { self.level = level }

  /// The interval of the mean of at least two observations; a point when they are constant.
  public func interval(_ sample: Moments) throws(StatsError) -> ConfidenceInterval {
    let squaredError = try sample.squaredErrorOfMean(arm: "sample")
    return try Estimate(sample.mean, standardError: squaredError.squareRoot())
      .confidenceInterval(
        level: level, reference: .studentT(degreesOfFreedom: Double(sample.count - 1)))
  }
}
