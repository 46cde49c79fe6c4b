/// Power, group size and detectable effect of the one-way analysis of variance.
///
/// Sample sizes are those of each group, all of one size. The effect is Cohen's f, the standard
/// deviation of the groups' means, √(Σ(μᵢ − μ)²/k), over that of an observation.
///
/// Reference: Cohen (1988), chapter 8. Matches R's `power.anova.test`, whose `between.var` divides
/// by k − 1: f² = (k − 1)/k · between.var/within.var.
public struct ANOVAPower: PowerCalculation, Equatable, Codable {
  /// The number of groups.
  public let groups: Int
  /// The level of the test.
  public let significance: Double

  /// Creates a calculation for at least two groups.
  ///
  /// - Throws: `StatsError.invalidParameter` for fewer groups or a level not between 0 and 1.
  public init(groups: Int, significance: Double = 0.05) throws(StatsError) {
    guard groups > 1 else {
      throw .invalidParameter(name: "groups", value: Double(groups), expected: "at least 2")
    }
    try Domain.openProbability("significance", significance)
    (self.groups, self.significance) = (groups, significance)
  }

  /// All groups over one.
  public var totalPerSampleSize: Double { Double(groups) }

  /// Two a group.
  public var smallestSampleSize: Double { 2 }

  /// From equal means up.
  public var effects: ClosedRange<Double> { 0...Double.infinity }

  /// The probability of rejecting, given the size of each group and Cohen's f.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    guard n > 1, n.isFinite else {
      throw .invalidParameter(name: "sampleSize", value: n, expected: "above 1, and finite")
    }
    let k = Double(groups)
    let (numerator, denominator) = (k - 1, k * (n - 1))
    let critical = try FDistribution(numerator: numerator, denominator: denominator)
      .quantile(upperTail: significance)
    return try NoncentralF(
      numerator: numerator, denominator: denominator, noncentrality: k * n * effect * effect
    ).upperTail(critical)
  }
}
