/// Power, sample size and detectable difference of the two-proportion z-test.
///
/// Reference: Fleiss, Levin & Paik (2003), chapter 4. Matches R's `power.prop.test` at a ratio of 1.
public struct TwoProportionPower: Equatable, Codable, Sendable {
  /// The level of the test.
  public let significance: Double
  /// Treatment's size over control's.
  public let ratio: Double
  private let tail: Double

  /// Creates a calculation for a test of the given level, sides and allocation.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1 or a ratio that is not
  ///   positive.
  public init(
    significance: Double = 0.05, alternative: Alternative = .twoSided, ratio: Double = 1
  ) throws(StatsError) {
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    guard ratio > 0, ratio.isFinite else {
      throw .invalidParameter(name: "ratio", value: ratio, expected: "positive and finite")
    }
    (self.significance, self.ratio) = (significance, ratio)
    tail = alternative == .twoSided ? significance / 2 : significance
  }

  /// The probability of rejecting, given control's size and both proportions.
  public func power(
    sampleSize n: Double, control: Double, treatment: Double
  ) throws(StatsError) -> Double {
    guard n > 0, n.isFinite else {
      throw .invalidParameter(name: "sampleSize", value: n, expected: "positive and finite")
    }
    let spread = try spreads(control, treatment)
    let critical = try Normal().quantile(upperTail: tail)
    return try Normal().lowerTail(
      (n.squareRoot() * abs(treatment - control) - critical * spread.null) / spread.alternative)
  }

  /// Control's size at which a difference is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` for equal proportions, or a power not between 0 and 1.
  public func sampleSize(
    control: Double, treatment: Double, power: Double = 0.8
  ) throws(StatsError) -> Double {
    guard control != treatment else {
      throw .invalidParameter(
        name: "treatment", value: treatment, expected: "different from control")
    }
    guard power > tail, power < 1 else {
      throw .invalidParameter(name: "power", value: power, expected: "between \(tail) and 1")
    }
    let spread = try spreads(control, treatment)
    let root =
      (try Normal().quantile(upperTail: tail) * spread.null
        + (try Normal().quantile(lowerTail: power)) * spread.alternative)
      / abs(treatment - control)
    return root * root
  }

  /// The nearest proportion above control's that is found with a given power.
  ///
  /// - Throws: `StatsError.invalidParameter` when not even a proportion of one would be.
  public func detectableTreatment(
    sampleSize: Double, control: Double, power: Double = 0.8
  ) throws(StatsError) -> Double {
    func miss(_ treatment: Double) throws(StatsError) -> Double {
      guard treatment > control else { return tail - power }
      return try self.power(sampleSize: sampleSize, control: control, treatment: treatment) - power
    }
    _ = try spreads(control, 1)
    guard power > tail, power < 1, try miss(1) >= 0 else {
      throw .invalidParameter(name: "power", value: power, expected: "attainable at this size")
    }
    return try BracketedRoot.find(in: control...1, accuracy: 1e-15, miss)
  }

  /// √n times the standard error of the difference under the null and under the alternative.
  private func spreads(
    _ control: Double, _ treatment: Double
  ) throws(StatsError) -> (null: Double, alternative: Double) {
    for p in [control, treatment] {
      guard p >= 0, p <= 1 else {
        throw .invalidParameter(name: "proportion", value: p, expected: "within [0, 1]")
      }
    }
    let pooled = (control + ratio * treatment) / (1 + ratio)
    return (
      (pooled * (1 - pooled) * (1 + 1 / ratio)).squareRoot(),
      (control * (1 - control) + treatment * (1 - treatment) / ratio).squareRoot()
    )
  }
}
