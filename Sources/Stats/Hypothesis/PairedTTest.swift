public import Summaries

/// Tests whether paired observations differ on average, treatment − control.
///
/// Reference: Student (1908). Matches R's `t.test(x, y, paired = TRUE)`.
public struct PairedTTest: Sendable {
  /// Which departures from the null difference count.
  public var alternative: Alternative
  /// The mean difference under the null.
  public var nullDifference: Double

  /// Creates a test of `mean(treatment - control) == nullDifference`.
  public init(alternative: Alternative = .twoSided, nullDifference: Double = 0) {
    (self.alternative, self.nullDifference) = (alternative, nullDifference)
  }

  /// Tests the moments of the differences treatment − control.
  public func evaluate(differences: Moments) throws(StatsError) -> TestResult {
    try OneSampleTTest(alternative: alternative, nullMean: nullDifference)
      .evaluate(differences, method: "Paired t-test")
  }

  /// Tests pairs by their joint moments, x control and y treatment.
  public func evaluate(pairs: BivariateMoments) throws(StatsError) -> TestResult {
    try evaluate(differences: pairs.momentsOfDifference)
  }

  /// Tests two samples of equal length, paired by position.
  public func evaluate(control: [Double], treatment: [Double]) throws(StatsError) -> TestResult {
    guard control.count == treatment.count else {
      throw .invalidParameter(
        name: "treatment", value: Double(treatment.count),
        expected: "\(control.count) observations, one for each of control")
    }
    return try evaluate(differences: Moments(zip(treatment, control).map { $0 - $1 }))
  }
}
