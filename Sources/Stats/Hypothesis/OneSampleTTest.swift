public import Summaries

/// Tests whether a mean equals a given value.
///
/// Reference: Student (1908). Matches R's `t.test(x, mu = …)`.
public struct OneSampleTTest: Sendable {
  /// Which departures from the null mean count.
  public var alternative: Alternative
  /// The mean under the null.
  public var nullMean: Double

  /// Creates a test of `mean == nullMean`.
  public init(alternative: Alternative = .twoSided, nullMean: Double = 0) {
    (self.alternative, self.nullMean) = (alternative, nullMean)
  }

  /// Tests a sample of at least two observations that is not constant.
  public func evaluate(_ sample: Moments) throws(StatsError) -> TestResult {
    try evaluate(sample, method: "One-sample t-test")
  }

  /// Tests a sample, summarized on the way.
  public func evaluate(_ sample: some Sequence<Double>) throws(StatsError) -> TestResult {
    try evaluate(Moments(sample))
  }

  func evaluate(_ sample: Moments, method: String) throws(StatsError) -> TestResult {
    let squaredError = try sample.squaredErrorOfMean(arm: "sample")
    guard squaredError > 0 else { throw .zeroVariance }
    return try TestResult(
      method: method, estimate: sample.mean, standardError: squaredError.squareRoot(),
      nullValue: nullMean, reference: .studentT(degreesOfFreedom: Double(sample.count - 1)),
      alternative: alternative)
  }
}
