/// What an estimate of known standard error says of its quantity to someone with a normal prior.
///
/// For means of many observations and every other estimate that is about normal.
///
/// Reference: Gelman et al. (2013), Bayesian Data Analysis, section 2.5.
public struct NormalPosterior: Equatable, Sendable {
  /// What is believed beforehand.
  public enum Prior: Equatable, Codable, Sendable {
    /// Every value is as likely as any other.
    case flat
    /// Normal with a mean and a standard deviation.
    case normal(mean: Double, standardDeviation: Double)
  }

  /// The distribution of the quantity, given estimate and prior.
  public let distribution: Normal

  /// Updates a prior, the flat one unless told otherwise.
  ///
  /// - Throws: `StatsError.invalidParameter` for an estimate that is not finite, or a standard
  ///   error or prior standard deviation that is not positive.
  public init(_ estimate: Estimate, prior: Prior = .flat) throws(StatsError) {
    try Domain.finite("estimate", estimate.value)
    try Domain.positive("standardError", estimate.standardError)
    switch prior {
    case .flat: distribution = Normal(mean: estimate.value, sd: estimate.standardError)
    case .normal(let mean, let standardDeviation):
      try Domain.finite("mean", mean)
      try Domain.positive("standardDeviation", standardDeviation)
      // Weights by precision, through their ratio, which neither overflows nor cancels.
      let ratio = estimate.standardError / standardDeviation
      let weight = 1 / (1 + ratio * ratio)
      distribution = Normal(
        mean: weight * estimate.value + (1 - weight) * mean,
        sd: estimate.standardError * weight.squareRoot())
    }
  }
}
