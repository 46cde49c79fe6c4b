/// Intervals of all the shares of a sample by category, which hold at once.
///
/// Wilson's interval of each category at 1 − α/k.
///
/// Reference: Goodman (1965), Technometrics 7, 247–254. Matches statsmodels'
/// `multinomial_proportions_confint(method="goodman")`.
public struct GoodmanIntervals: Sendable {
  /// The probability that all intervals hold.
  public var level: Double

  /// Creates intervals of a joint level.
  public init(level: Double = 0.95) { self.level = level }

  /// The interval of each category's share.
  ///
  /// - Throws: `StatsError` for negative counts, or none at all.
  public func intervals(_ counts: [Int]) throws(StatsError) -> [ConfidenceInterval] {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let wilson = WilsonInterval(level: 1 - significance / Double(max(1, counts.count)))
    let total = counts.reduce(0, +)
    var intervals: [ConfidenceInterval] = []
    for count in counts {
      var interval = try wilson.interval(BinomialCount(successes: count, trials: total))
      interval.level = level
      intervals.append(interval)
    }
    return intervals
  }
}
