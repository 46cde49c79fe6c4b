public import Summaries

/// Compares every pair of several means, with intervals that all hold at once.
///
/// Assumes normal samples of one variance; exact for samples of one size, else a little wide
/// (Hayter 1984).
///
/// Reference: Tukey (1953); Kramer (1956), Biometrics 12, 307–310. Matches R's `TukeyHSD`.
public struct TukeyKramer: Sendable {
  /// Two of the groups compared.
  public struct Comparison: Equatable, Codable, Sendable {
    /// The position of the group that is subtracted.
    public let first: Int
    /// The position of the group that it is subtracted from, after `first`.
    public let second: Int
    /// The second mean − the first.
    public let difference: Double
    /// The difference's interval, at the joint level.
    public let interval: ConfidenceInterval
    /// The p-value of equality, adjusted for all pairs.
    public let pValue: Double
  }

  /// The probability that all intervals hold.
  public var level: Double

  /// Creates comparisons at a joint level.
  public init(level: Double = 0.95) { self.level = level }

  /// Compares at least two groups, none empty, with more observations than groups.
  ///
  /// - Throws: `StatsError.zeroVariance` when every group is constant.
  public func evaluate(_ groups: [Moments]) throws(StatsError) -> [Comparison] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let residual = try GroupMoments.residualVariance(groups)
    let range = StudentizedRange(
      means: groups.count, degreesOfFreedom: residual.degreesOfFreedom)
    let critical = try range.quantile(upperTail: significance)
    var comparisons: [Comparison] = []
    for first in groups.indices {
      for second in groups.indices.dropFirst(first + 1) {
        let difference = groups[second].meanDifference(from: groups[first])
        let inverseCounts = 1 / Double(groups[first].count) + 1 / Double(groups[second].count)
        let scale = (residual.value * inverseCounts / 2).squareRoot()
        comparisons.append(
          Comparison(
            first: first, second: second, difference: difference,
            interval: ConfidenceInterval(
              lower: difference - critical * scale, upper: difference + critical * scale,
              level: level),
            pValue: try range.upperTail(difference.magnitude / scale)))
      }
    }
    return comparisons
  }
}
