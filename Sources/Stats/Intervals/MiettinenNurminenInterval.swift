/// The score interval of a difference of proportions.
///
/// The differences that the null-restricted score test with variance factor N/(N − 1) would not
/// reject.
///
/// Reference: Miettinen & Nurminen (1985), Statistics in Medicine 4, 213–226.
public struct MiettinenNurminenInterval: Sendable {
  /// The coverage.
  public var level: Double

  /// Creates an interval of the given coverage.
  public init(level: Double = 0.95) { self.level = level }

  /// The interval of treatment − control, to an absolute accuracy of 1e-14.
  public func interval(
    control: BinomialCount, treatment: BinomialCount
  ) throws(StatsError) -> ConfidenceInterval {
    let significance = try ConfidenceInterval.significance(ofLevel: level)
    let z = try Normal().quantile(upperTail: significance / 2)
    let observed = treatment.proportion - control.proportion
    let total = Double(control.trials + treatment.trials)
    /// Positive while a difference is compatible with the data, falling away from the observed one.
    func slack(_ difference: Double) throws(StatsError) -> Double {
      let deviation = abs(observed - difference)
      guard deviation > 0 else { return z }
      guard abs(difference) < 1 else { return -z }
      let restricted = try RestrictedProportions(
        control: control, treatment: treatment, difference: difference)
      return z - deviation / (restricted.squaredError * total / (total - 1)).squareRoot()
    }
    return ConfidenceInterval(
      lower: observed == -1
        ? -1 : try BracketedRoot.find(in: -1...observed, accuracy: 1e-15, slack),
      upper: observed == 1 ? 1 : try BracketedRoot.find(in: observed...1, accuracy: 1e-15, slack),
      level: level)
  }
}
