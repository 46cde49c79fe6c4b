/// What a count says of a proportion to someone with a beta prior.
///
/// For reading beside a test, not for deciding: reading it at every look promotes too often.
///
/// Reference: Gelman et al. (2013), Bayesian Data Analysis, section 2.4.
public struct BetaBinomialPosterior: Equatable, Sendable {
  /// Jeffreys' prior, Beta(½, ½).
  public static let jeffreys = BetaDistribution(alpha: 0.5, beta: 0.5)

  /// The distribution of the proportion, given count and prior.
  public let distribution: BetaDistribution

  /// Updates a prior, Jeffreys' unless told otherwise.
  ///
  /// - Throws: `StatsError.invalidParameter` for a prior whose shapes are not positive.
  public init(
    _ count: BinomialCount, prior: BetaDistribution = BetaBinomialPosterior.jeffreys
  ) throws(StatsError) {
    try Domain.positive("alpha", prior.alpha)
    try Domain.positive("beta", prior.beta)
    distribution = BetaDistribution(
      alpha: prior.alpha + Double(count.successes), beta: prior.beta + Double(count.failures))
  }

  /// The mean of the proportion.
  public var mean: Double { distribution.alpha / (distribution.alpha + distribution.beta) }

  /// The standard deviation of the proportion.
  public var standardDeviation: Double {
    let total = distribution.alpha + distribution.beta
    return (mean * (distribution.beta / total) / (total + 1)).squareRoot()
  }
}
