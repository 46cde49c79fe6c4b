public import Summaries

/// Tests whether several means are equal, without assuming equal variances.
///
/// The estimate is η², as for `OneWayANOVA`.
///
/// Reference: Welch (1951), Biometrika 38, 330–336. Matches R's `oneway.test(y ~ g)`.
public struct WelchANOVA: SeveralSampleTest {
  /// Creates a test.
  public init() {}

  /// Compares at least two groups of at least two observations, none constant.
  ///
  /// - Throws: `StatsError.zeroVariance` when a group is constant.
  public func evaluate(_ groups: [Moments]) throws(StatsError) -> TestResult {
    try GroupMoments.validate(groups, atLeast: 2)
    var weights: [Double] = []
    for group in groups {
      let squaredError = try group.squaredErrorOfMean(arm: "group")
      guard squaredError > 0 else { throw .zeroVariance }
      weights.append(1 / squaredError)
    }
    let totalWeight = weights.reduce(0, +)
    let center = zip(weights, groups).reduce(0) { $0 + $1.0 * $1.1.mean } / totalWeight
    let k = Double(groups.count)
    var (spread, correction) = (0.0, 0.0)
    for (weight, group) in zip(weights, groups) {
      let (deviation, rest) = (group.mean - center, 1 - weight / totalWeight)
      spread += weight * deviation * deviation
      correction += rest * rest / Double(group.count - 1)
    }
    correction /= k * k - 1
    let statistic = spread / ((k - 1) * (1 + 2 * (k - 2) * correction))
    let reference = ReferenceDistribution.fisherF(
      numerator: k - 1, denominator: 1 / (3 * correction))
    let (between, within) = (
      GroupMoments.between(groups), groups.reduce(0) { $0 + $1.centeredSquares }
    )
    return TestResult(
      method: "Welch's analysis of variance", estimate: between / (between + within),
      standardError: nil, nullValue: 0, statistic: statistic, reference: reference,
      alternative: .greater, pValue: try reference.pValue(of: statistic, .greater))
  }
}
