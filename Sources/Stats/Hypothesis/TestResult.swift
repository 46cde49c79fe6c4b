/// What every test returns: enough to report it, and to derive an interval where it has one.
public struct TestResult: Equatable, Codable, Sendable {
  /// The test's name, as a textbook gives it.
  public var method: String
  /// The effect in its own units: a difference treatment − control, or a measure of association.
  public var estimate: Double
  /// The standard error in the statistic, or `nil` where the test has none.
  public var standardError: Double?
  /// The effect under the null.
  public var nullValue: Double
  /// The test statistic, to be judged by `reference`.
  public var statistic: Double
  /// The distribution of the statistic under the null.
  public var reference: ReferenceDistribution
  /// Which departures from the null were tested for.
  public var alternative: Alternative
  /// The probability of such a statistic under the null.
  public var pValue: Double

  /// Creates a result from its parts.
  public init(
    method: String, estimate: Double, standardError: Double?, nullValue: Double, statistic: Double,
    reference: ReferenceDistribution, alternative: Alternative, pValue: Double
  ) {
    (self.method, self.estimate, self.standardError) = (method, estimate, standardError)
    (self.nullValue, self.statistic, self.reference) = (nullValue, statistic, reference)
    (self.alternative, self.pValue) = (alternative, pValue)
  }

  /// The result of judging `estimate` by its standard error.
  init(
    method: String, estimate: Double, standardError: Double, nullValue: Double,
    reference: ReferenceDistribution, alternative: Alternative
  ) throws(StatsError) {
    try Domain.finite("nullValue", nullValue)
    let statistic = (estimate - nullValue) / standardError
    self.init(
      method: method, estimate: estimate, standardError: standardError, nullValue: nullValue,
      statistic: statistic, reference: reference, alternative: alternative,
      pValue: try reference.pValue(of: statistic, alternative))
  }

  /// The null values that this test would not reject: estimate ± critical value · standard error.
  ///
  /// Open on one side for a one-sided alternative. Right for tests whose standard error does not
  /// depend on the null (t-tests, z-tests with unpooled variance); proportions have their own.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1, or without a
  ///   standard error.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    guard let standardError else {
      throw .invalidParameter(name: "standardError", value: 0, expected: "a test that has one")
    }
    return try Estimate(estimate, standardError: standardError)
      .confidenceInterval(level: level, alternative, reference: reference)
  }
}
