/// The textbook interval of a difference of proportions, for comparison with other tools.
///
/// Covers too rarely at small counts; `NewcombeInterval` and `MiettinenNurminenInterval` do not.
/// Matches R's `prop.test(c(x, y), c(n, m), correct = …)$conf.int`.
public struct WaldDifferenceInterval: Sendable {
  /// The nominal coverage.
  public var level: Double
  /// Whether half a count an arm is conceded, no more than the difference itself.
  public var continuity: ContinuityCorrection

  /// Creates an interval of the given coverage, uncorrected unless told otherwise.
  public init(level: Double = 0.95, continuity: ContinuityCorrection = .none) {
    (self.level, self.continuity) = (level, continuity)
  }

  /// The interval of treatment − control, within −1 and 1.
  public func interval(
    control: BinomialCount, treatment: BinomialCount
  ) throws(StatsError) -> ConfidenceInterval {
    let difference = treatment.proportion - control.proportion
    let halfCounts = (1 / Double(control.trials) + 1 / Double(treatment.trials)) / 2
    let conceded = continuity == .yates ? min(halfCounts, abs(difference)) : 0
    let error = (control.squaredError + treatment.squaredError).squareRoot()
    let wald = try Estimate(difference, standardError: error).confidenceInterval(level: level)
    return ConfidenceInterval(
      lower: max(-1, wald.lower - conceded), upper: min(1, wald.upper + conceded), level: level)
  }
}
