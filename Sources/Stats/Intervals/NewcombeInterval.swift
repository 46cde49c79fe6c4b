internal import Foundation

/// Newcombe's interval of a difference of proportions, from two Wilson intervals.
///
/// Reference: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10, or 11 with the
/// continuity correction.
public struct NewcombeInterval: Sendable {
  /// The coverage.
  public var level: Double
  /// Whether the Wilson intervals concede half a count.
  public var continuity: ContinuityCorrection

  /// Creates an interval of the given coverage, uncorrected unless told otherwise.
  public init(level: Double = 0.95, continuity: ContinuityCorrection = .none) {
    (self.level, self.continuity) = (level, continuity)
  }

  /// The interval of treatment − control.
  public func interval(
    control: BinomialCount, treatment: BinomialCount
  ) throws(StatsError) -> ConfidenceInterval {
    let wilson = WilsonInterval(level: level, continuity: continuity)
    return difference(
      control.proportion, try wilson.interval(control), treatment.proportion,
      try wilson.interval(treatment))
  }

  /// The interval of treatment − control, of rows that are worth fewer independent ones.
  public func interval(
    control: EffectiveShare, treatment: EffectiveShare
  ) throws(StatsError) -> ConfidenceInterval {
    let wilson = WilsonInterval(level: level, continuity: continuity)
    return difference(
      control.share, try wilson.interval(control), treatment.share, try wilson.interval(treatment))
  }

  private func difference(
    _ p: Double, _ c: ConfidenceInterval, _ q: Double, _ t: ConfidenceInterval
  ) -> ConfidenceInterval {
    ConfidenceInterval(
      lower: q - p - hypot(q - t.lower, c.upper - p),
      upper: q - p + hypot(t.upper - q, p - c.lower), level: level)
  }
}
