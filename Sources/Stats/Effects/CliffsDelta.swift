internal import Summaries

/// How often treatment is above control less how often it is below, over all pairs.
///
/// P(treatment > control) − P(treatment < control), from −1 to 1; the rank-biserial correlation of
/// Mann & Whitney's test, 2U/(nm) − 1.
///
/// Reference: Cliff (1993), Psychological Bulletin 114, 494–509.
public struct CliffsDelta: Equatable, Codable, Sendable {
  /// δ.
  public let value: Double
  /// The root of Cliff's unbiased variance, which is not let fall below (1 − δ²)/(nm − 1).
  public let standardError: Double
  private let degreesOfFreedom: Double
  /// The size of the smaller sample.
  private let smallerCount: Double

  /// Compares two samples of at least two observations.
  public init(control: WeightedValues, treatment: WeightedValues) throws(StatsError) {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 1 else {
        throw .tooFewObservations(arm: arm, needed: 2, found: sample.count)
      }
    }
    let (n, m) = (Double(control.count), Double(treatment.count))
    let above = treatment.placements(among: control)
    let below = control.placements(among: treatment)
    let delta = 2 * above.mean - 1
    // A row's or a column's mean dominance is 2·placement − 1, up to its sign.
    let rows = 4 * above.centeredSquares
    let columns = 4 * below.centeredSquares
    let pairs = n * m - Double(control.pairsTied(with: treatment)) - n * m * delta * delta
    let unbiased =
      (n * n * rows + m * m * columns - pairs) / (n * m * (n - 1) * (m - 1))
    value = delta
    standardError = max(unbiased, (1 - delta * delta) / (n * m - 1)).squareRoot()
    degreesOfFreedom = n + m - 2
    smallerCount = min(n, m)
  }

  /// δ with its standard error.
  public var estimate: Estimate { Estimate(value, standardError: standardError) }

  /// Feng & Cliff's asymmetric interval, which stays between −1 and 1.
  ///
  /// Where the samples do not overlap at all it ends at δ, and begins where so many pairs of
  /// observations would still be likely not to.
  ///
  /// Reference: Feng & Cliff (2004), Journal of Modern Applied Statistical Methods 3, 322–332.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let t = try StudentT(degreesOfFreedom: degreesOfFreedom).quantile(upperTail: significance / 2)
    let rest = (1 - value) * (1 + value)
    guard rest > 0 else {
      let bound = value * (smallerCount - t * t) / (smallerCount + t * t)
      return ConfidenceInterval(
        lower: min(value, bound), upper: max(value, bound), level: level)
    }
    let noise = t * standardError
    let reach = noise * (rest * rest + noise * noise).squareRoot()
    let scale = rest + noise * noise
    return ConfidenceInterval(
      lower: (value * rest - reach) / scale, upper: (value * rest + reach) / scale, level: level)
  }
}

extension WeightedValues {
  /// How many pairs of an observation of each sample are equal.
  fileprivate func pairsTied(with other: WeightedValues) -> Int {
    var (pairs, next) = (0, 0)
    for (value, count) in zip(values, counts) {
      while next < other.values.count, other.values[next] < value { next += 1 }
      if next < other.values.count, other.values[next] == value {
        pairs += count * other.counts[next]
      }
    }
    return pairs
  }
}
