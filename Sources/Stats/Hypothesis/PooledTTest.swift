public import Summaries

/// Tests whether two means differ, assuming that both arms have one variance.
///
/// Reference: Student (1908). Matches R's `t.test(x, y, var.equal = TRUE)`.
public struct PooledTTest: DifferenceTest {
  /// Which departures from the null difference count.
  public var alternative: Alternative
  /// The difference treatment − control under the null.
  public var nullDifference: Double

  /// Creates a test of `treatment - control == nullDifference`.
  public init(alternative: Alternative = .twoSided, nullDifference: Double = 0) {
    (self.alternative, self.nullDifference) = (alternative, nullDifference)
  }

  /// Compares two arms of at least one observation each and three together, not both constant.
  public func evaluate(control: Moments, treatment: Moments) throws(StatsError) -> TestResult {
    for (arm, moments) in [("control", control), ("treatment", treatment)] {
      guard moments.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
      guard moments.mean.isFinite, moments.centeredSquares.isFinite else {
        throw .invalidParameter(name: arm, value: moments.mean, expected: "finite observations")
      }
    }
    let degreesOfFreedom = Double(control.count + treatment.count - 2)
    guard degreesOfFreedom > 0 else {
      throw .tooFewObservations(arm: "treatment", needed: 2, found: treatment.count)
    }
    let variance = (control.centeredSquares + treatment.centeredSquares) / degreesOfFreedom
    guard variance > 0 else { throw .zeroVariance }
    let standardError =
      (variance * (1 / Double(control.count) + 1 / Double(treatment.count))).squareRoot()
    return try TestResult(
      method: "Two-sample t-test with pooled variance",
      estimate: treatment.meanDifference(from: control),
      standardError: standardError, nullValue: nullDifference,
      reference: .studentT(degreesOfFreedom: degreesOfFreedom), alternative: alternative)
  }
}
