/// Power, sample size and detectable effect of t-tests.
///
/// Effects are standardized: the difference over the standard deviation of an observation, or, for
/// one sample and pairs, over that of a difference. For non-inferiority give the true difference
/// plus the margin as the effect of a one-sided test.
///
/// Reference: Cohen (1988). Matches R's `power.t.test`, which like this leaves out rejections in
/// the wrong direction.
public struct TTestPower: Equatable, Codable, Sendable {
  /// What is compared.
  public enum Design: Equatable, Codable, Sendable {
    /// One mean, or the mean of paired differences.
    case oneSample
    /// Two independent arms, treatment `ratio` times as large as control.
    case twoSample(ratio: Double)
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
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    if case .twoSample(let ratio) = design, !(ratio > 0 && ratio.isFinite) {
      throw .invalidParameter(name: "ratio", value: ratio, expected: "positive and finite")
    }
    (self.design, self.significance) = (design, significance)
    tail = alternative == .twoSided ? significance / 2 : significance
  }

  /// The probability of rejecting at a standardized effect, its sign aside.
  ///
  /// The sample size is that of control, or of the one sample; it need not be whole.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    let (degrees, scale) = degreesAndScale(n)
    guard degrees > 0, n.isFinite else {
      throw .invalidParameter(
        name: "sampleSize", value: n, expected: "enough for a variance, and finite")
    }
    let critical = try StudentT(degreesOfFreedom: degrees).quantile(upperTail: tail)
    return try NoncentralT(
      degreesOfFreedom: degrees, noncentrality: abs(effect) * scale
    ).upperTail(critical)
  }

  /// The size of control, or of the one sample, at which an effect is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` for an effect of zero or a power that is not between
  ///   the level and 1.
  public func sampleSize(effect: Double, power: Double = 0.8) throws(StatsError) -> Double {
    guard effect != 0, effect.isFinite else {
      throw .invalidParameter(name: "effect", value: effect, expected: "not zero, and finite")
    }
    try validate(power)
    let least = smallestSampleSize
    func miss(_ n: Double) throws(StatsError) -> Double {
      try self.power(sampleSize: n, effect: effect) - power
    }
    if try miss(least) >= 0 { return least }
    var high = 2 * least
    while try miss(high) < 0 { high *= 2 }
    return try BracketedRoot.find(in: max(least, high / 2)...high, accuracy: high * 1e-13, miss)
  }

  /// The smallest standardized effect that is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` for a power that is not between the level and 1.
  public func detectableEffect(sampleSize: Double, power: Double = 0.8) throws(StatsError) -> Double
  {
    try validate(power)
    func miss(_ effect: Double) throws(StatsError) -> Double {
      try self.power(sampleSize: sampleSize, effect: effect) - power
    }
    var high = 1.0
    while try miss(high) < 0 { high *= 2 }
    return try BracketedRoot.find(in: 0...high, accuracy: high * 1e-14, miss)
  }

  /// The degrees of freedom, and the noncentrality of a standardized effect of one.
  private func degreesAndScale(_ n: Double) -> (degrees: Double, scale: Double) {
    switch design {
    case .oneSample: (n - 1, n.squareRoot())
    case .twoSample(let ratio): (n * (1 + ratio) - 2, (n * ratio / (1 + ratio)).squareRoot())
    }
  }

  private var smallestSampleSize: Double {
    switch design {
    case .oneSample: 2
    case .twoSample(let ratio): 3 / (1 + ratio)
    }
  }

  private func validate(_ power: Double) throws(StatsError) {
    guard power > tail, power < 1 else {
      throw .invalidParameter(name: "power", value: power, expected: "between \(tail) and 1")
    }
  }
}
