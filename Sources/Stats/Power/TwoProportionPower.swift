/// Power, sample size and detectable difference of the two-proportion z-test.
///
/// Effects are differences of proportions treatment − control.
///
/// Reference: Fleiss, Levin & Paik (2003), chapter 4. Matches R's `power.prop.test` at a ratio of 1.
public struct TwoProportionPower: PowerCalculation, Equatable, Codable {
  /// Control's proportion.
  public let control: Double
  /// The level of the test.
  public let significance: Double
  /// Treatment's size over control's.
  public let ratio: Double
  private let tail: Double

  /// Creates a calculation for a test of the given level, sides and allocation.
  ///
  /// - Throws: `StatsError.invalidParameter` for a proportion that is none, a level not between 0
  ///   and 1, or a ratio that is not positive.
  public init(
    control: Double, significance: Double = 0.05, alternative: Alternative = .twoSided,
    ratio: Double = 1
  ) throws(StatsError) {
    try Domain.proportion("control", control)
    try Domain.openProbability("significance", significance)
    try Domain.positive("ratio", ratio)
    (self.control, self.significance, self.ratio) = (control, significance, ratio)
    tail = alternative.tail(ofSignificance: significance)
  }

  /// Both arms over control.
  public var totalPerSampleSize: Double { 1 + ratio }

  /// One observation.
  public var smallestSampleSize: Double { 1 }

  /// From no difference to successes alone.
  public var effects: ClosedRange<Double> { 0...(1 - control) }

  /// The probability of rejecting in the direction of a difference, given control's size.
  ///
  /// - Throws: `StatsError.invalidParameter` for a size that is not positive or a difference that
  ///   leads out of [0, 1].
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    try Domain.positive("sampleSize", n)
    let treatment = control + effect
    try Domain.proportion("treatment", treatment)
    let critical = try Normal().quantile(upperTail: tail)
    let pooled = (control + ratio * treatment) / (1 + ratio)
    let null = (pooled * (1 - pooled) * (1 + 1 / ratio)).squareRoot()
    let alternative =
      (control * (1 - control) + treatment * (1 - treatment) / ratio).squareRoot()
    let excess = n.squareRoot() * abs(effect) - critical * null
    guard alternative > 0 else { return excess > 0 ? 1 : 0 }
    return try Normal().lowerTail(excess / alternative)
  }
}

extension Domain {
  /// Checks a proportion.
  static func proportion(_ name: String, _ value: Double) throws(StatsError) {
    guard value >= 0, value <= 1 else {
      throw .invalidParameter(name: name, value: value, expected: "within [0, 1]")
    }
  }
}
