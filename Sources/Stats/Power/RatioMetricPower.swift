/// Power, sample size and detectable difference of ratio metrics, judged by the delta method.
///
/// For a metric ΣX/ΣY over units, such as clicks a page view by user: sample sizes count units, and
/// effects are differences of the ratio, or of its logarithm, treatment − control. A plain mean by
/// unit is the ratio with Y = 1.
///
/// Reference: Deng, Knoblich & Lu (2018), KDD '18.
public struct RatioMetricPower: PowerCalculation, Equatable, Codable {
  /// √n times the standard error of control's ratio.
  public let standardDeviation: Double
  /// √n times the standard error of treatment's ratio.
  public let treatmentStandardDeviation: Double
  /// Treatment's units over control's.
  public let ratio: Double
  /// The level of the z-test.
  public let significance: Double
  private let tail: Double

  /// Creates a calculation from the standard deviation that a unit contributes.
  ///
  /// - Parameters:
  ///   - standardDeviation: √n times the standard error of the ratio in control.
  ///   - treatmentStandardDeviation: that in treatment; the same where nil.
  ///   - significance: the level of the test.
  ///   - alternative: its sides.
  ///   - ratio: treatment's units over control's.
  /// - Throws: `StatsError.invalidParameter` for a standard deviation or ratio that is not positive,
  ///   or a level not between 0 and 1.
  public init(
    standardDeviation: Double, treatmentStandardDeviation: Double? = nil,
    significance: Double = 0.05, alternative: Alternative = .twoSided, ratio: Double = 1
  ) throws(StatsError) {
    let treatment = treatmentStandardDeviation ?? standardDeviation
    try Domain.positive("standardDeviation", standardDeviation)
    try Domain.positive("treatmentStandardDeviation", treatment)
    try Domain.openProbability("significance", significance)
    try Domain.positive("ratio", ratio)
    self.standardDeviation = standardDeviation
    self.treatmentStandardDeviation = treatment
    (self.ratio, self.significance) = (ratio, significance)
    tail = alternative.tail(ofSignificance: significance)
  }

  /// Both arms over control.
  public var totalPerSampleSize: Double { 1 + ratio }

  /// One unit.
  public var smallestSampleSize: Double { 1 }

  /// From no difference up.
  public var effects: ClosedRange<Double> { 0...Double.infinity }

  /// The probability of rejecting in the direction of a difference, given control's units.
  public func power(sampleSize n: Double, effect: Double) throws(StatsError) -> Double {
    try Domain.positive("sampleSize", n)
    let variance =
      standardDeviation * standardDeviation
      + treatmentStandardDeviation * treatmentStandardDeviation / ratio
    let critical = try Normal().quantile(upperTail: tail)
    return try Normal().upperTail(critical - abs(effect) * (n / variance).squareRoot())
  }
}

extension Estimate {
  /// The standard deviation that each of `count` independent units contributes to this estimate.
  ///
  /// With `RatioEstimate.estimate` of pilot data it plans for a difference of the ratio, with
  /// `RatioEstimate.logRatio` for one of its logarithm, which is a relative lift.
  public func unitStandardDeviation(count: Int) -> Double {
    standardError * Double(count).squareRoot()
  }
}
