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
    try GroupMoments.validate(groups, atLeast: 1)
    let total = groups.reduce(0) { $0 + $1.count }
    guard total > groups.count else {
      throw .tooFewObservations(arm: "all groups", needed: groups.count + 1, found: total)
    }
    let within = groups.reduce(0) { $0 + $1.centeredSquares }
    guard within > 0 else { throw .zeroVariance }
    let between = GroupMoments.between(groups)
    let (k, n) = (Double(groups.count), Double(total))
    let statistic = between / (k - 1) / (within / (n - k))
    let reference = ReferenceDistribution.fisherF(numerator: k - 1, denominator: n - k)
    return TestResult(
      method: method, estimate: between / (between + within), standardError: nil, nullValue: 0,
      statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
