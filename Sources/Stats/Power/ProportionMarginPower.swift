/// Power, sample size and detectable difference of non-inferiority, or superiority by a margin, of
/// two proportions.
///
/// H0: the difference of proportions treatment − control is at most `nullDifference`, more being
/// better. The test is the one-sided `TwoProportionZTest`, whose variance is the one that the null
/// allows; effects are true differences.
///
/// Reference: Farrington & Manning (1990), Statistics in Medicine 9, 1447–1454, method 3.
public struct ProportionMarginPower: PowerCalculation, Equatable, Codable {
  /// The difference under the null: minus a margin of non-inferiority, or plus one of superiority.
  public let nullDifference: Double
  /// Control's proportion.
  public let control: Double
  /// The level of the one-sided test.
  public let significance: Double
  /// Treatment's size over control's.
  public let ratio: Double

  /// Creates a calculation.
  ///
  /// - Throws: `StatsError.invalidParameter` for a null difference not between −1 and 1, a
  ///   proportion that is none, a level not between 0 and 1, or a ratio that is not positive.
  public init(
    nullDifference: Double, control: Double, significance: Double = 0.05, ratio: Double = 1
  ) throws(StatsError) {
    guard nullDifference > -1, nullDifference < 1 else {
      throw .invalidParameter(
        name: "nullDifference", value: nullDifference, expected: "between -1 and 1")
    }
    try Domain.proportion("control", control)
    try Domain.openProbability("significance", significance)
    try Domain.positive("ratio", ratio)
    (self.nullDifference, self.control) = (nullDifference, control)
    (self.significance, self.ratio) = (significance, ratio)
  }

  /// Both arms over control.
  public var totalPerSampleSize: Double { 1 + ratio }

  /// One observation.
  public var smallestSampleSize: Double { 1 }

  /// From the null difference, or treatment without success, to successes alone.
  public var effects: ClosedRange<Double> {
    let largest = 1 - control
    return min(max(nullDifference, -control), largest)...largest
  }

  /// The probability of showing that the difference exceeds its null, at a true difference.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    let spread = try ProportionSpread(
      control: control, difference: effect, nullDifference: nullDifference, ratio: ratio)
    try Domain.positive("sampleSize", n)
    let critical = try Normal().quantile(upperTail: significance)
    let excess = n.squareRoot() * (effect - nullDifference) - critical * spread.null
    guard spread.alternative > 0 else { return excess > 0 ? 1 : 0 }
    return try Normal().lowerTail(excess / spread.alternative)
  }
}

/// √n times the standard error of a difference of proportions, n being control's size.
struct ProportionSpread {
  /// As the test estimates it, by the pair at the null difference that fits the true one best.
  let null: Double
  /// As it is.
  let alternative: Double

  init(
    control: Double, difference: Double, nullDifference: Double, ratio: Double
  ) throws(StatsError) {
    let treatment = control + difference
    try Domain.proportion("treatment", treatment)
    let restricted = RestrictedProportions(
      control: (control, 1), treatment: (ratio * treatment, ratio), difference: nullDifference)
    null = restricted.squaredError.squareRoot()
    alternative =
      (control * (1 - control) + treatment * (1 - treatment) / ratio).squareRoot()
  }
}
