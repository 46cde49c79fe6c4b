/// Tests whether independent estimates are of one value.
///
/// H0: all are; Q = Σ wᵢ(θ̂ᵢ − θ̄)² with weights 1/SE² is then chi-squared with one degree of freedom less than
/// there are estimates, for standard errors known without error: each should rest on many units.
///
/// Reference: Cochran (1954). Matches the Q of R's `metafor::rma`, which is the deviance of
/// `lm(estimate ~ 1, weights = 1 / se^2)`.
public struct HeterogeneityTest: Sendable, Equatable {
  /// Creates a test.
  public init() {}

  /// Compares at least two estimates with positive standard errors; the estimate is their weighted mean.
  ///
  /// - Throws: `StatsError` with fewer than two estimates, or where one has no positive standard error.
  public func evaluate(_ estimates: [Estimate]) throws(StatsError) -> TestResult {
    guard estimates.count > 1 else {
      throw .tooFewObservations(arm: "estimates", needed: 2, found: estimates.count)
    }
    var (weights, sum) = (0.0, 0.0)
    for estimate in estimates {
      guard estimate.standardError > 0, estimate.standardError.isFinite, estimate.value.isFinite
      else { throw .zeroVariance }
      let weight = 1 / (estimate.standardError * estimate.standardError)
      weights += weight
      sum += weight * estimate.value
    }
    let mean = sum / weights
    let statistic = estimates.reduce(0) { total, estimate in
      let deviation = (estimate.value - mean) / estimate.standardError
      return total + deviation * deviation
    }
    let reference = ReferenceDistribution.chiSquared(
      degreesOfFreedom: Double(estimates.count - 1))
    return TestResult(
      method: "Cochran's test of heterogeneity", estimate: mean,
      standardError: (1 / weights).squareRoot(), nullValue: mean, statistic: statistic,
      reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
