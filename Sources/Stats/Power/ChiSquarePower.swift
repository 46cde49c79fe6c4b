/// Power, sample size and detectable effect of chi-square tests.
///
/// Sample sizes count all observations of the table. The effect is Cohen's w, √Σ(pᵢ − p₀ᵢ)²/p₀ᵢ
/// over its cells, p₀ the probabilities under the null.
///
/// Reference: Cohen (1988), chapter 7; Patnaik (1949), Biometrika 36, 202–232.
public struct ChiSquarePower: PowerCalculation, Equatable, Codable {
  /// Those of the test: cells − 1 for goodness of fit, (rows − 1)(columns − 1) for independence.
  public let degreesOfFreedom: Double
  /// The level of the test.
  public let significance: Double

  /// Creates a calculation.
  ///
  /// - Throws: `StatsError.invalidParameter` for degrees of freedom that are not positive, or a
  ///   level not between 0 and 1.
  public init(degreesOfFreedom: Double, significance: Double = 0.05) throws(StatsError) {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    try Domain.openProbability("significance", significance)
    (self.degreesOfFreedom, self.significance) = (degreesOfFreedom, significance)
  }

  /// Sizes are totals already.
  public var totalPerSampleSize: Double { 1 }

  /// One observation.
  public var smallestSampleSize: Double { 1 }

  /// From the null up.
  public var effects: ClosedRange<Double> { 0...Double.infinity }

  /// The probability of rejecting, given all observations and Cohen's w.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    try Domain.positive("sampleSize", n)
    let critical = try ChiSquared(degreesOfFreedom: degreesOfFreedom)
      .quantile(upperTail: significance)
    return try NoncentralChiSquared(
      degreesOfFreedom: degreesOfFreedom, noncentrality: n * effect * effect
    ).upperTail(critical)
  }
}
