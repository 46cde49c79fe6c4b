/// Wilson's score interval of a proportion.
///
/// Reference: Wilson (1927), JASA 22, 209–212. Matches R's `prop.test(x, n, correct = …)$conf.int`.
public struct WilsonInterval: Sendable {
  /// The coverage.
  public var level: Double
  /// Whether half a count is conceded.
  public var continuity: ContinuityCorrection

  /// Creates an interval of the given coverage, uncorrected unless told otherwise.
  public init(level: Double = 0.95, continuity: ContinuityCorrection = .none) {
    (self.level, self.continuity) = (level, continuity)
  }

  /// The interval of the proportion behind a count.
  public func interval(_ count: BinomialCount) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let z = try Normal().quantile(upperTail: significance / 2)
    return ConfidenceInterval(
      lower: lowerBound(Double(count.successes), Double(count.trials), z),
      upper: 1 - lowerBound(Double(count.failures), Double(count.trials), z), level: level)
  }

  /// The interval of the proportion behind a share of rows that are worth fewer independent ones.
  public func interval(_ share: EffectiveShare) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let z = try Normal().quantile(upperTail: significance / 2)
    return ConfidenceInterval(
      lower: lowerBound(share.share * share.rows, share.rows, z),
      upper: 1 - lowerBound((1 - share.share) * share.rows, share.rows, z), level: level)
  }

  /// The smaller root in π of (x/n − π)² = z²π(1 − π)/n, by the product of both roots, which does
  /// not cancel near zero.
  private func lowerBound(_ successes: Double, _ n: Double, _ z: Double) -> Double {
    // R concedes no more than the distance to one half of its own default null.
    let x = continuity == .yates ? successes - min(0.5, abs(successes - n / 2)) : successes
    guard x > 0 else { return 0 }
    let half = z * (z * z / 4 + x * (1 - x / n)).squareRoot()
    return x * x / n / (x + z * z / 2 + half)
  }
}
