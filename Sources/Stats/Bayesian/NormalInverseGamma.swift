public import Summaries

/// What is known of the mean and variance of normal observations, before or after seeing some.
///
/// 1/σ² has a gamma distribution with the given shape and rate; given σ², the mean is normal about
/// `location` with variance σ²/`strength`.
///
/// Reference: Gelman et al. (2013), Bayesian Data Analysis, section 3.3.
public struct NormalInverseGamma: Equatable, Codable, Sendable {
  /// The reference prior p(μ, σ²) ∝ 1/σ²: the mean's posterior is Student's t about the sample's.
  public static let reference = NormalInverseGamma(
    location: 0, strength: 0, shape: -0.5, rate: 0)

  /// The center of the mean.
  public let location: Double
  /// How many observations the knowledge of the mean is worth.
  public let strength: Double
  /// The shape of the distribution of 1/σ².
  public let shape: Double
  /// The rate of the distribution of 1/σ², in squared units of an observation.
  public let rate: Double

  /// Creates knowledge from its parameters.
  public init(location: Double, strength: Double, shape: Double, rate: Double) {
    (self.location, self.strength, self.shape, self.rate) = (location, strength, shape, rate)
  }

  /// This knowledge after seeing independent observations.
  public func updated(with sample: Moments) -> NormalInverseGamma {
    guard sample.count > 0 else { return self }
    let n = Double(sample.count)
    let (total, gap) = (strength + n, sample.mean - location)
    return NormalInverseGamma(
      location: location + gap * (n / total), strength: total, shape: shape + n / 2,
      rate: rate + sample.centeredSquares / 2 + gap * gap * (strength * n / total) / 2)
  }

  /// The distribution of the mean.
  ///
  /// - Throws: `StatsError` while it is not proper, as with the reference prior below two
  ///   observations or for constant ones.
  public var mean: LocationScaleT {
    get throws(StatsError) {
      try requireProper()
      return LocationScaleT(
        location: location, scale: (rate / shape / strength).squareRoot(),
        degreesOfFreedom: 2 * shape)
    }
  }

  /// The distribution of 1/σ².
  ///
  /// - Throws: as `mean`.
  public var precision: GammaDistribution {
    get throws(StatsError) {
      try requireProper()
      return GammaDistribution(shape: shape, scale: 1 / rate)
    }
  }

  private func requireProper() throws(StatsError) {
    for (name, value) in [("strength", strength), ("shape", shape), ("rate", rate)] {
      try Domain.positive(name, value)
    }
    try Domain.finite("location", location)
  }
}
