/// What a planned test will find: its power, the sample it needs, and the effect it can detect.
///
/// Sample sizes are those of the control arm, of the one sample, or of each group, as the type says.
/// They need not be whole; round up what is planned. Power grows with the size and, within
/// `effects`, with the effect, so that the other two questions are answered by finding its root.
public protocol PowerCalculation: Sendable {
  /// The observations of all arms together for each one that a sample size counts.
  var totalPerSampleSize: Double { get }
  /// The smallest size at which there is a test.
  var smallestSampleSize: Double { get }
  /// The effects between which power grows, from the null on.
  var effects: ClosedRange<Double> { get }

  /// The probability that the test rejects, given the size and the true effect.
  func power(sampleSize: Double, effect: Double) throws(StatsError) -> Double
}

extension PowerCalculation {
  /// No sample is searched for beyond this size.
  private var largestSampleSize: Double { 1e12 }

  /// The size at which an effect is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` for a power not between 0 and 1, or an effect that no
  ///   sample up to 10¹² finds.
  public func sampleSize(effect: Double, power: Double = 0.8) throws(StatsError) -> Double {
    try Domain.openProbability("power", power)
    func miss(_ size: Double) throws(StatsError) -> Double {
      try self.power(sampleSize: size, effect: effect) - power
    }
    let least = smallestSampleSize
    if try miss(least) >= 0 { return least }
    var high = 2 * least
    while try miss(high) < 0 {
      high *= 2
      guard high < largestSampleSize else {
        throw .invalidParameter(
          name: "effect", value: effect, expected: "one that a sample of at most 1e12 finds")
      }
    }
    return try BracketedRoot.find(in: max(least, high / 2)...high, accuracy: high * 1e-13, miss)
  }

  /// The smallest effect that is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` for a power not between 0 and 1, or one that even the
  ///   null exceeds or that no effect reaches at this size.
  public func detectableEffect(sampleSize: Double, power: Double = 0.8) throws(StatsError) -> Double
  {
    try Domain.openProbability("power", power)
    let (null, largest) = (effects.lowerBound, effects.upperBound)
    func miss(_ distance: Double) throws(StatsError) -> Double {
      try self.power(sampleSize: sampleSize, effect: null + distance) - power
    }
    guard try miss(0) < 0 else {
      throw .invalidParameter(name: "power", value: power, expected: "above that of no effect")
    }
    var high = min(1, largest - null)
    while try miss(high) < 0 {
      guard high < largest - null, high < 1e100 else {
        throw .invalidParameter(name: "power", value: power, expected: "attainable at this size")
      }
      high = min(2 * high, largest - null)
    }
    // A bracket of the effect's own size, which may be far from one.
    while high > 1e-100, try miss(high / 2) >= 0 { high /= 2 }
    return null + (try BracketedRoot.find(in: 0...high, accuracy: high * 1e-14, miss))
  }
}

extension Domain {
  /// Checks a probability that excludes both certainties.
  static func openProbability(_ name: String, _ value: Double) throws(StatsError) {
    guard value > 0, value < 1 else {
      throw .invalidParameter(name: name, value: value, expected: "between 0 and 1")
    }
  }
}

extension Alternative {
  /// The share of a test's significance that lies on the side of the effect.
  func tail(ofSignificance significance: Double) -> Double {
    self == .twoSided ? significance / 2 : significance
  }
}
