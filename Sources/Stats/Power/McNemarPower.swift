/// Power, number of pairs and detectable difference of McNemar's test.
///
/// Sample sizes count pairs, concordant ones included. The effect is the difference of the shares of
/// pairs on which only treatment, and only control, succeeded: the difference of the proportions.
///
/// Reference: Connor (1987), Biometrics 43, 207–211.
public struct McNemarPower: PowerCalculation, Equatable, Codable {
  /// The share of pairs that are discordant.
  public let discordant: Double
  /// The level of the test.
  public let significance: Double
  private let tail: Double

  /// Creates a calculation.
  ///
  /// - Throws: `StatsError.invalidParameter` for a share not in (0, 1] or a level not between 0 and 1.
  public init(
    discordant: Double, significance: Double = 0.05, alternative: Alternative = .twoSided
  ) throws(StatsError) {
    guard discordant > 0, discordant <= 1 else {
      throw .invalidParameter(
        name: "discordant", value: discordant, expected: "above 0 and at most 1")
    }
    try Domain.openProbability("significance", significance)
    (self.discordant, self.significance) = (discordant, significance)
    tail = alternative.tail(ofSignificance: significance)
  }

  /// A pair is one.
  public var totalPerSampleSize: Double { 1 }

  /// One pair.
  public var smallestSampleSize: Double { 1 }

  /// From no difference to all discordant pairs on one side.
  public var effects: ClosedRange<Double> { 0...discordant }

  /// The probability of rejecting in the direction of a difference, given the number of pairs.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    try Domain.positive("sampleSize", n)
    guard abs(effect) <= discordant else {
      throw .invalidParameter(
        name: "effect", value: effect, expected: "at most the discordant share \(discordant)")
    }
    let critical = try Normal().quantile(upperTail: tail)
    let excess = n.squareRoot() * abs(effect) - critical * discordant.squareRoot()
    let variance = discordant - effect * effect
    guard variance > 0 else { return excess > 0 ? 1 : 0 }
    return try Normal().lowerTail(excess / variance.squareRoot())
  }
}
