/// A number estimated from data, with its standard error.
public struct Estimate: Equatable, Codable, Sendable {
  /// The estimated value.
  public var value: Double
  /// The standard deviation of the estimate, not negative.
  public var standardError: Double

  /// Creates an estimate.
  public init(_ value: Double, standardError: Double) {
    (self.value, self.standardError) = (value, standardError)
  }

  /// Tests the estimate against a null value.
  ///
  /// - Throws: `StatsError.zeroVariance` without a positive standard error.
  public func test(
    _ alternative: Alternative = .twoSided, nullValue: Double = 0,
    reference: ReferenceDistribution = .normal
  ) throws(StatsError) -> TestResult {
    guard standardError > 0 else { throw .zeroVariance }
    return try TestResult(
      method: reference == .normal ? "Wald z-test" : "Wald test", estimate: value,
      standardError: standardError, nullValue: nullValue, reference: reference,
      alternative: alternative)
  }

  /// The estimate ± critical value · standard error, open on the side that was not tested for.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(
    level: Double = 0.95, _ alternative: Alternative = .twoSided,
    reference: ReferenceDistribution = .normal
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let tail = alternative == .twoSided ? significance / 2 : significance
    let margin = try reference.criticalValue(upperTail: tail) * standardError
    return ConfidenceInterval(
      lower: alternative == .less ? -.infinity : value - margin,
      upper: alternative == .greater ? .infinity : value + margin, level: level)
  }
}
