/// Tests whether two areas under ROC curves differ.
///
/// H0: treatment − control = `nullDifference`. Areas of two samples are judged by Student's t with
/// Satterthwaite's degrees of freedom over their units; areas of the same rows by the normal.
///
/// Reference: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845. Matches R's
/// `pROC::roc.test(method = "delong")`, paired and not.
public struct DeLongTest: DifferenceTest {
  /// Which departures from the null difference count.
  public var alternative: Alternative
  /// The difference treatment − control under the null.
  public var nullDifference: Double

  /// Creates a test of `treatment - control == nullDifference`.
  public init(alternative: Alternative = .twoSided, nullDifference: Double = 0) {
    (self.alternative, self.nullDifference) = (alternative, nullDifference)
  }

  /// Compares the areas of two independent samples; throws `zeroVariance` when neither can err.
  public func evaluate(
    control: AreaUnderCurve, treatment: AreaUnderCurve
  ) throws(StatsError) -> TestResult {
    let difference = treatment.difference(from: control)
    guard difference.standardError > 0 else { throw .zeroVariance }
    let a = control.standardError / difference.standardError
    let b = treatment.standardError / difference.standardError
    let degreesOfFreedom =
      1 / (a * a * a * a / Double(control.units - 1) + b * b * b * b / Double(treatment.units - 1))
    return try TestResult(
      method: "DeLong's test of two areas", estimate: difference.value,
      standardError: difference.standardError, nullValue: nullDifference,
      reference: .studentT(degreesOfFreedom: degreesOfFreedom), alternative: alternative)
  }

  /// Compares the areas of two scores of the same rows; throws `zeroVariance` for equal ranks.
  public func evaluate(_ areas: PairedAreas) throws(StatsError) -> TestResult {
    let difference = areas.difference
    guard difference.standardError > 0 else { throw .zeroVariance }
    return try TestResult(
      method: "DeLong's test of two correlated areas", estimate: difference.value,
      standardError: difference.standardError, nullValue: nullDifference, reference: .normal,
      alternative: alternative)
  }
}
