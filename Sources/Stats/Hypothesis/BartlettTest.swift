internal import Foundation
public import Summaries

/// Tests whether several normal samples have one variance.
///
/// Not to be trusted for data that are not normal, however many; `LeveneTest` is. The estimate is
/// the largest variance over the smallest.
///
/// Reference: Bartlett (1937). Matches R's `bartlett.test`.
public struct BartlettTest: SeveralSampleTest {
  /// Creates a test.
  public init() {}

  /// Compares at least two samples of at least two observations, none constant.
  public func evaluate(_ groups: [Moments]) throws(StatsError) -> TestResult {
    try GroupMoments.validate(groups, atLeast: 2)
    let variances = groups.compactMap(\.variance)
    guard let least = variances.min(), let largest = variances.max(), least > 0 else {
      throw .zeroVariance
    }
    let degrees = groups.map { Double($0.count - 1) }
    let total = degrees.reduce(0, +)
    let pooled = groups.reduce(0) { $0 + $1.centeredSquares } / total
    let (k, spread) = (
      Double(groups.count), zip(degrees, variances).reduce(0) { $0 + $1.0 * log(pooled / $1.1) }
    )
    let correction = 1 + (degrees.reduce(0) { $0 + 1 / $1 } - 1 / total) / (3 * (k - 1))
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: k - 1)
    let statistic = max(0, spread / correction)
    return TestResult(
      method: "Bartlett's test of variances", estimate: largest / least, standardError: nil,
      nullValue: 1, statistic: statistic, reference: reference, alternative: .greater,
      pValue: try reference.pValue(of: statistic, .greater))
  }
}
