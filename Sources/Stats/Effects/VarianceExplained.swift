public import Summaries

/// The share of the variance of an outcome that its groups explain.
///
/// Reference: Fisher (1925); Kelley (1935), PNAS 21, 554–559; Hays (1963), Statistics for
/// Psychologists.
public struct VarianceExplained: Equatable, Codable, Sendable {
  /// η², the share in the sample, above zero by chance alone.
  public let etaSquared: Double
  /// ε², which takes off what chance explains; negative where that is more than was found.
  public let epsilonSquared: Double
  /// ω², a little less biased still; negative where chance would explain more than was found.
  public let omegaSquared: Double
  private let statistic: Double
  private let numerator: Double
  private let denominator: Double

  /// Compares at least two groups, none empty, with more observations than groups.
  ///
  /// - Throws: as `OneWayANOVA.evaluate`.
  public init(_ groups: [Moments]) throws(StatsError) {
    let result = try OneWayANOVA().evaluate(groups)
    let n = Double(groups.reduce(0) { $0 + $1.count })
    (numerator, denominator) = (Double(groups.count - 1), n - Double(groups.count))
    (statistic, etaSquared) = (result.statistic, result.estimate)
    let excess = numerator * (statistic - 1)
    let total = numerator * statistic + denominator
    epsilonSquared = excess / total
    omegaSquared = excess / (total + 1)
  }

  /// The interval of the populations' share, λ/(λ + N), by inverting noncentral F.
  ///
  /// Reference: Steiger (2004), Psychological Methods 9, 164–182.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let bounds = try NoncentralityInterval.ofSquares(level: level, near: numerator * statistic) {
      (noncentrality) throws(StatsError) in
      try NoncentralF(
        numerator: numerator, denominator: denominator, noncentrality: noncentrality
      ).tails(at: statistic)
    }
    let n = numerator + denominator + 1
    return ConfidenceInterval(
      lower: bounds.lower / (bounds.lower + n), upper: bounds.upper / (bounds.upper + n),
      level: level)
  }
}
