/// Power, sample size and detectable difference of non-inferiority, or superiority by a margin.
///
/// H0: the difference of means treatment − control is at most `nullDifference`: minus the margin of
/// non-inferiority, or plus the margin of superiority, more being better. The test is the one-sided
/// t-test of `EquivalenceTest.nonInferiority`, and effects are true differences, in the data's units.
///
/// Reference: Julious (2004), Statistics in Medicine 23, 1921–1986.
public struct MeanMarginPower: PowerCalculation, Equatable, Codable {
  /// The difference under the null.
  public let nullDifference: Double
  /// The standard deviation of an observation in control.
  public let standardDeviation: Double
  private let test: TTestPower

  /// Creates a calculation.
  ///
  /// - Parameters:
  ///   - nullDifference: the difference that must be exceeded.
  ///   - standardDeviation: that of an observation in control, or of a paired difference.
  ///   - design: what is compared; a standard deviation of treatment's own makes it Welch's test.
  ///   - significance: the level of the one-sided test.
  /// - Throws: `StatsError.invalidParameter` for a standard deviation or ratio that is not positive,
  ///   or a level not between 0 and 1.
  public init(
    nullDifference: Double, standardDeviation: Double,
    design: TTestPower.Design = .twoSample(ratio: 1), significance: Double = 0.05
  ) throws(StatsError) {
    try Domain.finite("nullDifference", nullDifference)
    try Domain.positive("standardDeviation", standardDeviation)
    (self.nullDifference, self.standardDeviation) = (nullDifference, standardDeviation)
    test = try TTestPower(design, significance: significance, alternative: .greater)
  }

  /// All arms over control.
  public var totalPerSampleSize: Double { test.totalPerSampleSize }

  /// The size that leaves a degree of freedom for the variance.
  public var smallestSampleSize: Double { test.smallestSampleSize }

  /// From the null difference up.
  public var effects: ClosedRange<Double> { nullDifference...Double.infinity }

  /// The probability of showing that the difference exceeds its null, at a true difference.
  public func power(sampleSize: Double, effect: Double) throws(StatsError) -> Double {
    try test.power(
      sampleSize: sampleSize, signedEffect: (effect - nullDifference) / standardDeviation)
  }
}
