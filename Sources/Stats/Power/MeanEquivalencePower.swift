/// Power, sample size and narrowest margin of two one-sided t-tests of equivalence.
///
/// H0: the difference of means lies at or beyond ±margin. Both t-tests share their standard
/// deviation, so the power is exact: the average over that deviation of the probability that the
/// difference lies between both critical bounds. The effect is the margin.
///
/// Reference: Schuirmann (1987); Phillips (1990), Journal of Pharmacokinetics and Biopharmaceutics
/// 18, 137–144. For Welch's design it holds as far as Satterthwaite's degrees of freedom do.
public struct MeanEquivalencePower: PowerCalculation, Equatable, Codable {
  /// The true difference treatment − control.
  public let trueDifference: Double
  /// The standard deviation of an observation in control.
  public let standardDeviation: Double
  /// The level of each of the two tests.
  public let significance: Double
  private let test: TTestPower

  /// Creates a calculation.
  ///
  /// - Parameters:
  ///   - standardDeviation: that of an observation in control, or of a paired difference.
  ///   - trueDifference: treatment − control as it is feared to be.
  ///   - design: what is compared.
  ///   - significance: the level of each test.
  /// - Throws: `StatsError.invalidParameter` for a standard deviation or ratio that is not positive,
  ///   or a level not between 0 and 1.
  public init(
    standardDeviation: Double, trueDifference: Double = 0,
    design: TTestPower.Design = .twoSample(ratio: 1), significance: Double = 0.05
  ) throws(StatsError) {
    try Domain.finite("trueDifference", trueDifference)
    try Domain.positive("standardDeviation", standardDeviation)
    (self.trueDifference, self.standardDeviation) = (trueDifference, standardDeviation)
    self.significance = significance
    test = try TTestPower(design, significance: significance, alternative: .greater)
  }

  /// All arms over control.
  public var totalPerSampleSize: Double { test.totalPerSampleSize }

  /// The size that leaves a degree of freedom for the variance.
  public var smallestSampleSize: Double { test.smallestSampleSize }

  /// Margins, from the true difference up.
  public var effects: ClosedRange<Double> { abs(trueDifference)...Double.infinity }

  /// The probability of showing that the difference lies within ±`effect`.
  public func power(sampleSize: Double, effect margin: Double) throws(StatsError) -> Double {
    try Domain.nonNegative("effect", margin)
    let t = try test.statistic(sampleSize)
    let critical = try StudentT(degreesOfFreedom: t.degreesOfFreedom)
      .quantile(upperTail: significance)
    // In standard errors of the difference: both tests reject while critical·s is below these.
    let unit = t.scale / standardDeviation
    let (above, below) = ((margin - trueDifference) * unit, (margin + trueDifference) * unit)
    let limit = critical > 0 ? (above + below) / (2 * critical) : .infinity
    return try average(upTo: limit, t.degreesOfFreedom) {
      (s) throws(StatsError) -> Double in
      let (upper, lower) = (above - critical * s, critical * s - below)
      // Both bounds on one side of zero are subtracted as tails of that side.
      return try lower > 0
        ? Normal().upperTail(lower) - Normal().upperTail(upper)
        : Normal().lowerTail(upper) - Normal().lowerTail(lower)
    }
  }

  /// The mean of a function over s up to a limit, where νs² is chi-square distributed.
  private func average(
    upTo limit: Double, _ degrees: Double, _ function: (Double) throws(StatsError) -> Double
  ) throws(StatsError) -> Double {
    let squares = ChiSquared(degreesOfFreedom: degrees)
    func deviation(_ square: Double) -> Double { (square / degrees).squareRoot() }
    // What lies outside is below the rounding of a power.
    let start = deviation(try squares.quantile(lowerTail: 1e-17))
    let end = min(limit, deviation(try squares.quantile(upperTail: 1e-17)))
    guard end > start else { return 0 }
    let panels = 8
    let width = (end - start) / Double(panels)
    var sum = 0.0
    for panel in 0..<panels {
      let from = start + Double(panel) * width
      for node in GaussLegendre.nodes(from: from, to: from + width) {
        let s = node.position
        let density = 2 * degrees * s * (try squares.density(degrees * s * s))
        sum += node.weight * density * (try function(s))
      }
    }
    return min(1, sum)
  }
}
