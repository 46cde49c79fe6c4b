internal import Summaries

/// Tests whether treatment tends to be larger than control, whatever the shapes and variances.
///
/// H0: P(treatment > control) + ½P(equal) = ½, which is also the estimate's null value.
/// Unlike Mann & Whitney's test it keeps its level when the variances differ.
///
/// Reference: Brunner & Munzel (2000), Biometrical Journal 42, 17–25. Matches R's
/// `brunnermunzel::brunnermunzel.test` and SciPy's `brunnermunzel`.
public struct BrunnerMunzelTest: TwoSampleTest {
  /// Which departures from one half count.
  public var alternative: Alternative

  /// Creates a test.
  public init(alternative: Alternative = .twoSided) { self.alternative = alternative }

  /// Compares two samples of at least two observations.
  ///
  /// - Throws: `StatsError.zeroVariance` when the samples do not overlap.
  public func evaluate(
    control: WeightedValues, treatment: WeightedValues
  ) throws(StatsError) -> TestResult {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 1 else {
        throw .tooFewObservations(arm: arm, needed: 2, found: sample.count)
      }
    }
    let above = treatment.placements(among: control)
    let below = control.placements(among: treatment)
    let (n, m) = (Double(control.count), Double(treatment.count))
    let (a, b) = ((above.variance ?? 0) / m, (below.variance ?? 0) / n)
    guard a + b > 0 else { throw .zeroVariance }
    let (u, v) = (a / (a + b), b / (a + b))
    return try TestResult(
      method: "Brunner–Munzel test", estimate: above.mean, standardError: (a + b).squareRoot(),
      nullValue: 0.5,
      reference: .studentT(degreesOfFreedom: 1 / (u * u / (m - 1) + v * v / (n - 1))),
      alternative: alternative)
  }
}
