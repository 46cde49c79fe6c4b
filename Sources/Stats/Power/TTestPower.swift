/// Power, sample size and detectable effect of t-tests.
///
/// Effects are standardized: the difference over the standard deviation of an observation, or, for
/// one sample and pairs, over that of a difference. Their sign does not matter.
///
/// Reference: Cohen (1988). Matches R's `power.t.test`, which like this leaves out rejections in
/// the wrong direction.
public struct TTestPower: PowerCalculation, Equatable, Codable {
  /// What is compared.
  public enum Design: Equatable, Codable, Sendable {
    /// One mean, or the mean of paired differences.
    case oneSample
    /// Two independent arms of one variance, treatment `ratio` times as large as control.
    case twoSample(ratio: Double)
    /// Welch's test of two arms, treatment's standard deviation `deviationRatio` times control's,
    /// by which effects are standardized. The degrees of freedom are those of the true variances.
    case welch(ratio: Double, deviationRatio: Double)
  }

  /// What is compared.
  public let design: Design
  /// The level of the test.
  public let significance: Double
  /// The tail probability that rejects in the direction of the effect.
  private let tail: Double

  /// Creates a calculation for a test of the given design, level and sides.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1 or a ratio that is not
  ///   positive.
  public init(
    _ design: Design = .twoSample(ratio: 1), significance: Double = 0.05,
    alternative: Alternative = .twoSided
  ) throws(StatsError) {
    try Domain.openProbability("significance", significance)
    switch design {
    case .oneSample: break
    case .twoSample(let ratio): try Domain.positive("ratio", ratio)
    case .welch(let ratio, let deviationRatio):
      try Domain.positive("ratio", ratio)
      try Domain.positive("deviationRatio", deviationRatio)
    }
    (self.design, self.significance) = (design, significance)
    tail = alternative.tail(ofSignificance: significance)
  }

  /// One arm, or both arms over control.
  public var totalPerSampleSize: Double {
    switch design {
    case .oneSample: 1
    case .twoSample(let ratio), .welch(let ratio, _): 1 + ratio
    }
  }

  /// The size that leaves a degree of freedom for the variance.
  public var smallestSampleSize: Double {
    switch design {
    case .oneSample: 2
    case .twoSample(let ratio): 3 / (1 + ratio)
    case .welch(let ratio, _): max(2, 2 / ratio)
    }
  }

  /// From no difference up.
  public var effects: ClosedRange<Double> { 0...Double.infinity }

  /// The probability of rejecting at a standardized effect, its sign aside.
  ///
  /// The sample size is that of control, or of the one sample; it need not be whole.
  public func power(sampleSize: Double, effect: Double) throws(StatsError) -> Double {
    try Domain.finite("effect", effect)
    return try power(sampleSize: sampleSize, signedEffect: abs(effect))
  }

  /// The probability of rejecting in favour of a positive effect, at an effect of either sign.
  func power(sampleSize: Double, signedEffect: Double) throws(StatsError) -> Double {
    let t = try statistic(sampleSize)
    let critical = try StudentT(degreesOfFreedom: t.degreesOfFreedom).quantile(upperTail: tail)
    let noncentrality = signedEffect * t.scale
    // A statistic so far off is certain to the last bit, with one degree of freedom too.
    let certainty = 40.0
    if noncentrality > certainty * (1 + critical) { return 1 }
    if noncentrality < -certainty { return 0 }
    return try NoncentralT(
      degreesOfFreedom: t.degreesOfFreedom, noncentrality: noncentrality
    ).upperTail(critical)
  }

  /// The statistic's degrees of freedom, and its noncentrality at a standardized effect of one.
  func statistic(_ n: Double) throws(StatsError) -> (degreesOfFreedom: Double, scale: Double) {
    guard n >= smallestSampleSize, n.isFinite else {
      throw .invalidParameter(
        name: "sampleSize", value: n, expected: "at least \(smallestSampleSize), and finite")
    }
    switch design {
    case .oneSample: return (n - 1, n.squareRoot())
    case .twoSample(let ratio): return (n * (1 + ratio) - 2, (n * ratio / (1 + ratio)).squareRoot())
    case .welch(let ratio, let deviationRatio):
      // Variances of the means in units of control's variance of a mean.
      let treatment = deviationRatio * deviationRatio / ratio
      let total = 1 + treatment
      let degrees =
        total * total / (1 / (n - 1) + treatment * treatment / (ratio * n - 1))
      return (degrees, (n / total).squareRoot())
    }
  }
}
