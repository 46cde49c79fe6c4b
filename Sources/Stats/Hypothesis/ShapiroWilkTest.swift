internal import Foundation
internal import Summaries

/// Tests whether a sample is normal, by how straight its order statistics lie.
///
/// The estimate is W, at most one; small values are evidence. The statistic is Royston's normal
/// score of 1 − W; for three observations, where the distribution is known, it is W. With thousands
/// of observations departures that harm no t-test are significant.
///
/// Reference: Shapiro & Wilk (1965), Biometrika 52, 591–611; Royston (1995), Applied Statistics 44,
/// 547–551, algorithm AS R94. Matches R's `shapiro.test`.
public struct ShapiroWilkTest: Sendable {
  /// Creates a test.
  public init() {}

  /// Tests a sample of 3 to 5,000 observations.
  ///
  /// - Throws: `StatsError.zeroVariance` when all are equal, and for sizes outside the algorithm's.
  public func evaluate(_ sample: WeightedValues) throws(StatsError) -> TestResult {
    let n = sample.count
    guard n >= 3 else { throw .tooFewObservations(arm: "sample", needed: 3, found: n) }
    guard n <= 5_000 else {
      throw .invalidParameter(name: "observations", value: Double(n), expected: "at most 5000")
    }
    let (least, largest) = (sample.values[0], sample.values[sample.values.count - 1])
    guard largest > least else { throw .zeroVariance }
    // From the least value and in units of the range, so that no offset or scale costs digits.
    let sorted = zip(sample.values, sample.counts).flatMap { value, count in
      repeatElement((value - least) / (largest - least), count: count)
    }
    let (straightness, shortfall) = fit(sorted, try weights(n))
    var result = TestResult(
      method: "Shapiro–Wilk normality test", estimate: straightness, standardError: nil,
      nullValue: 1, statistic: straightness, reference: .exact, alternative: .less, pValue: 1)
    if n == 3 {
      result.pValue = max(0, 6 / .pi * (asin(straightness.squareRoot()) - .pi / 3))
    } else {
      result.reference = .normal
      result.statistic = score(log(shortfall), Double(n))
      result.pValue = try result.reference.pValue(of: result.statistic, .greater)
    }
    return result
  }

  /// Tests a sample given by its observations.
  public func evaluate(_ sample: some Sequence<Double>) throws(StatsError) -> TestResult {
    try evaluate(WeightedValues(sample))
  }

  /// The weights of the largest half of the order statistics, the largest first.
  private func weights(_ n: Int) throws(StatsError) -> [Double] {
    guard n > 3 else { return [Double(0.5).squareRoot()] }
    var scores: [Double] = []
    for i in 1...(n / 2) {
      scores.append(try Normal().quantile(upperTail: (Double(i) - 0.375) / (Double(n) + 0.25)))
    }
    let squares = 2 * scores.reduce(0) { $0 + $1 * $1 }
    let u = 1 / Double(n).squareRoot()
    var exact = [
      scores[0] / squares.squareRoot()
        + polynomial([0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056], u)
    ]
    if n > 5 {
      exact.append(
        scores[1] / squares.squareRoot()
          + polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u))
    }
    let restOfScores = squares - 2 * scores.prefix(exact.count).reduce(0) { $0 + $1 * $1 }
    let restOfWeights = 1 - 2 * exact.reduce(0) { $0 + $1 * $1 }
    let scale = (restOfScores / restOfWeights).squareRoot()
    return exact + scores.dropFirst(exact.count).map { $0 / scale }
  }

  /// W and 1 − W, the squared correlation of the sample with its weights and what is missing from it.
  private func fit(_ sorted: [Double], _ weights: [Double]) -> (w: Double, shortfall: Double) {
    let moments = Moments(sorted)
    let last = sorted.count - 1
    let covariance = weights.indices.reduce(0) {
      $0 + weights[$1] * (sorted[last - $1] - sorted[$1])
    }
    let size = (2 * weights.reduce(0) { $0 + $1 * $1 } * moments.centeredSquares).squareRoot()
    let shortfall = (size - covariance) * (size + covariance) / (size * size)
    return (1 - shortfall, shortfall)
  }

  /// The normal score of ln(1 − W).
  private func score(_ logShortfall: Double, _ n: Double) -> Double {
    if n <= 11 {
      let ceiling = -2.273 + 0.459 * n
      let mean = polynomial([0.5440, -0.39978, 0.025054, -6.714e-4], n)
      let spread = exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n))
      return (-log(ceiling - logShortfall) - mean) / spread
    }
    let mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], log(n))
    let spread = exp(polynomial([-0.4803, -0.082676, 0.0030302], log(n)))
    return (logShortfall - mean) / spread
  }

  /// Coefficients from the constant up.
  private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * x + $1 }
  }
}
