public import Summaries

/// Tests whether two means differ, without assuming equal variances.
///
/// H0: treatment − control = `nullDifference`. Observations are independent, and normal or many.
///
/// Reference: Welch (1947), Biometrika 34, 28–35. Matches R's `t.test(x, y)`.
public struct WelchTTest: DifferenceTest {
  /// Which departures from the null difference count.
  public var alternative: Alternative
  /// The difference treatment − control under the null.
  public var nullDifference: Double

  /// Creates a test of `treatment - control == nullDifference`.
  public init(alternative: Alternative = .twoSided, nullDifference: Double = 0) {
    (self.alternative, self.nullDifference) = (alternative, nullDifference)
  }

  /// Compares two arms of at least two observations each, not both constant.
  public func evaluate(control: Moments, treatment: Moments) throws(StatsError) -> TestResult {
    let a = try control.squaredErrorOfMean(arm: "control")
    let b = try treatment.squaredErrorOfMean(arm: "treatment")
    guard a + b > 0 else { throw .zeroVariance }
    // Shares of the variance, not its squares: those underflow for data of size 1e-80.
    let (u, v) = (a / (a + b), b / (a + b))
    let degreesOfFreedom =
      1 / (u * u / Double(control.count - 1) + v * v / Double(treatment.count - 1))
    return try TestResult(
      method: "Welch two-sample t-test", estimate: treatment.meanDifference(from: control),
      standardError: (a + b).squareRoot(), nullValue: nullDifference,
      reference: .studentT(degreesOfFreedom: degreesOfFreedom), alternative: alternative)
  }
}

extension Moments {
  /// The squared standard error of the mean.
  func squaredErrorOfMean(arm: String) throws(StatsError) -> Double {
    guard let variance else {
      throw .tooFewObservations(arm: arm, needed: 2, found: count)
    }
    guard variance.isFinite, mean.isFinite else {
      throw .invalidParameter(name: arm, value: mean, expected: "finite observations")
    }
    return variance / Double(count)
  }
}
