/// The areas under the ROC curves of two scores of the same rows, as a shadow deployment gives them.
///
/// Scores of one row are correlated, so their difference is known better than its parts say.
///
/// Reference: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845; by unit Obuchowski
/// (1997), Biometrics 53, 567–578. Matches R's `pROC::roc.test(paired = TRUE)`.
public struct PairedAreas: Equatable, Codable, Sendable {
  /// The area of the first score, control's.
  public let control: AreaUnderCurve
  /// The area of the second score, treatment's.
  public let treatment: AreaUnderCurve
  /// The covariance of the two areas.
  public let covariance: Double

  /// Estimates both areas from one label and two scores a row, rows independent.
  ///
  /// - Throws: `StatsError` for unequal lengths, scores that are not finite, or fewer than two rows
  ///   of either label.
  public init(
    labels: [Bool], control: [Double], treatment: [Double]
  ) throws(StatsError) {
    try self.init(labels, control, treatment, UnitIndex(rows: labels.count))
  }

  /// Estimates both areas where rows of one unit may depend on each other.
  ///
  /// - Throws: `StatsError` for unequal lengths, scores that are not finite, or fewer than two
  ///   units with rows of either label.
  public init(
    labels: [Bool], control: [Double], treatment: [Double], units: [some Hashable]
  ) throws(StatsError) {
    try self.init(labels, control, treatment, UnitIndex(units, rows: labels.count))
  }

  private init(
    _ labels: [Bool], _ control: [Double], _ treatment: [Double], _ units: UnitIndex
  ) throws(StatsError) {
    let (a, b) = (
      try LabelledScores(scores: control, labels: labels),
      try LabelledScores(scores: treatment, labels: labels)
    )
    let (placements, others) = (try Placements(a), try Placements(b))
    self.control = try AreaUnderCurve(placements, a, units)
    self.treatment = try AreaUnderCurve(others, b, units)
    covariance = try placements.covariance(with: others, units)
  }

  /// The area of treatment's score − control's.
  public var difference: Estimate {
    let (a, b) = (control.standardError, treatment.standardError)
    let (size, variance) = (a * a + b * b, a * a + b * b - 2 * covariance)
    // Where both scores rank the rows alike the terms cancel to rounding, of either sign.
    return Estimate(
      treatment.value - control.value,
      standardError: variance <= size * 0x1p-46 ? 0 : variance.squareRoot())
  }
}
