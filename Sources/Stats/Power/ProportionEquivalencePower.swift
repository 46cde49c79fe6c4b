/// Power, sample size and narrowest margin of two one-sided tests of equivalence of proportions.
///
/// H0: the difference of proportions lies at or beyond ±margin. Both tests are the
/// `TwoProportionZTest` with the variance that their null allows; the effect is the margin.
///
/// Reference: Farrington & Manning (1990); Chow, Shao, Wang & Lokhnygina (2017), chapter 4.
public struct ProportionEquivalencePower: PowerCalculation, Equatable, Codable {
  /// Control's proportion.
  public let control: Double
  /// The true difference treatment − control.
  public let trueDifference: Double
  /// The level of each of the two tests.
  public let significance: Double
  /// Treatment's size over control's.
  public let ratio: Double

  /// Creates a calculation.
  ///
  /// - Throws: `StatsError.invalidParameter` for a proportion that is none, a level not between 0
  ///   and 1, or a ratio that is not positive.
  public init(
    control: Double, trueDifference: Double = 0, significance: Double = 0.05, ratio: Double = 1
  ) throws(StatsError) {
    try Domain.proportion("control", control)
    try Domain.proportion("treatment", control + trueDifference)
    try Domain.openProbability("significance", significance)
    try Domain.positive("ratio", ratio)
    (self.control, self.trueDifference) = (control, trueDifference)
    (self.significance, self.ratio) = (significance, ratio)
  }

  /// Both arms over control.
  public var totalPerSampleSize: Double { 1 + ratio }

  /// One observation.
  public var smallestSampleSize: Double { 1 }

  /// Margins, from the true difference to just below one.
  public var effects: ClosedRange<Double> { min(abs(trueDifference), 1.0.nextDown)...1.0.nextDown }

  /// The probability of showing that the difference lies within ±`effect`.
  public func power(sampleSize n: Double, effect margin: Double) throws(StatsError) -> Double {
    try Domain.positive("sampleSize", n)
    guard margin >= 0, margin < 1 else {
      throw .invalidParameter(name: "effect", value: margin, expected: "from 0 to below 1")
    }
    let critical = try Normal().quantile(upperTail: significance)
    /// How far from the null difference the test rejects, and the true standard error, both by √n.
    func bound(_ nullDifference: Double) throws(StatsError) -> (null: Double, error: Double) {
      let spread = try ProportionSpread(
        control: control, difference: trueDifference, nullDifference: nullDifference, ratio: ratio)
      return (critical * spread.null, spread.alternative)
    }
    let (low, high) = (try bound(-margin), try bound(margin))
    let root = n.squareRoot()
    let lower = root * (-margin - trueDifference) + low.null
    let upper = root * (margin - trueDifference) - high.null
    guard lower < upper else { return 0 }
    guard high.error > 0 else { return lower < 0 && upper > 0 ? 1 : 0 }
    let (a, b) = (lower / high.error, upper / high.error)
    return try a > 0
      ? Normal().upperTail(a) - Normal().upperTail(b)
      : Normal().lowerTail(b) - Normal().lowerTail(a)
  }
}
