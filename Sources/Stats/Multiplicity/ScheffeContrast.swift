public import Summaries

/// A contrast of several means that may have been chosen after looking at them.
///
/// The intervals of all contrasts there are hold at once. Assumes normal samples of one variance.
///
/// Reference: Scheffé (1953), Biometrika 40, 87–104.
public struct ScheffeContrast: Equatable, Codable, Sendable {
  /// Σ weight·mean with its standard error.
  public let estimate: Estimate
  private let reference: ReferenceDistribution
  private let numerator: Double

  /// Contrasts groups by weights that sum to zero, one a group and not all zero.
  ///
  /// - Throws: `StatsError` for other weights, groups as `TukeyKramer.evaluate` refuses.
  public init(_ groups: [Moments], weights: [Double]) throws(StatsError) {
    let residual = try GroupMoments.residualVariance(groups)
    let size = weights.reduce(0) { $0 + $1.magnitude }
    // A dozen ulps, for weights such as thirds.
    guard weights.count == groups.count, size > 0,
      weights.reduce(0, +).magnitude <= 12 * size.ulp
    else {
      throw .invalidParameter(
        name: "weights", value: weights.reduce(0, +),
        expected: "\(groups.count) that sum to zero, not all zero")
    }
    var (value, squares) = (0.0, 0.0)
    for (weight, group) in zip(weights, groups) {
      value += weight * group.meanDifference(from: groups[0])
      squares += weight * weight / Double(group.count)
    }
    estimate = Estimate(value, standardError: (residual.value * squares).squareRoot())
    numerator = Double(groups.count - 1)
    reference = .fisherF(numerator: numerator, denominator: residual.degreesOfFreedom)
  }

  /// The p-value of a contrast of zero, adjusted for all contrasts.
  public var pValue: Double {
    get throws(StatsError) {
      let t = estimate.value / estimate.standardError
      return try reference.pValue(of: t * t / numerator, .greater)
    }
  }

  /// The interval of the contrast; all contrasts' intervals hold at once with probability `level`.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let critical = try reference.criticalValue(upperTail: significance)
    let margin = (numerator * critical).squareRoot() * estimate.standardError
    return ConfidenceInterval(
      lower: estimate.value - margin, upper: estimate.value + margin, level: level)
  }
}
