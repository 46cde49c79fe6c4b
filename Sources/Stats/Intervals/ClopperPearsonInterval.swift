/// The exact interval of a proportion, which covers at least at its level.
///
/// Reference: Clopper & Pearson (1934), Biometrika 26, 404–413. Matches R's `binom.test(x, n)`.
public struct ClopperPearsonInterval: Sendable {
  /// The least coverage.
  public var level: Double

  /// Creates an interval of the given coverage.
  public init(level: Double = 0.95) { self.level = level }

  /// The interval of the proportion behind a count.
  public func interval(_ count: BinomialCount) throws(StatsError) -> ConfidenceInterval {
    let tail = try ConfidenceInterval.significance(ofLevel: level) / 2
    let (x, y) = (Double(count.successes), Double(count.failures))
    return ConfidenceInterval(
      lower: x == 0 ? 0 : try BetaDistribution(alpha: x, beta: y + 1).quantile(lowerTail: tail),
      upper: y == 0 ? 1 : try BetaDistribution(alpha: x + 1, beta: y).quantile(upperTail: tail),
      level: level)
  }
}
