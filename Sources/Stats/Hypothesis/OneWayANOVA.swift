public import Summaries

/// Tests whether several means are equal, assuming that all groups have one variance.
///
/// The estimate is η², the share of the variance that the groups explain.
///
/// Reference: Fisher (1925). Matches R's `oneway.test(y ~ g, var.equal = TRUE)`.
public struct OneWayANOVA: SeveralSampleTest {
  /// Creates a test.
  public init() {}

  /// Compares at least two groups, none empty, with more observations than groups.
  ///
  /// - Throws: `StatsError.zeroVariance` when every group is constant.
  public func evaluate(_ groups: [Moments]) throws(StatsError) -> TestResult {
    try evaluate(groups, method: "One-way analysis of variance")
  }

  func evaluate(_ groups: [Moments], method: String) throws(StatsError) -> TestResult {
    let residual = try GroupMoments.residualVariance(groups)
    let between = GroupMoments.between(groups)
    let within = residual.value * residual.degreesOfFreedom
    let (k, degrees) = (Double(groups.count), residual.degreesOfFreedom)
    let statistic = between / (k - 1) / residual.value
    let reference = ReferenceDistribution.fisherF(numerator: k - 1, denominator: degrees)
    return TestResult(
      method: method, estimate: between / (between + within), standardError: nil, nullValue: 0,
      statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
