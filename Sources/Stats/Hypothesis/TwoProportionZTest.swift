/// Tests whether two proportions differ.
///
/// H0: treatment − control = `nullDifference`. The default variance is the one that the null
/// allows: pooled at a null of zero, and from the maximum-likelihood pair at that distance at any
/// other (Farrington & Manning 1990), so that margins of non-inferiority are tested rightly.
///
/// At zero it matches R's `prop.test(…, correct = FALSE)`, whose statistic is its square.
public struct TwoProportionZTest: DifferenceTest {
  /// How the variance of the difference is estimated.
  public enum Variance: String, Codable, Sendable, CaseIterable {
    /// From the proportions that fit best under the null.
    case nullRestricted
    /// From the observed proportions, as Wald's interval has it.
    case unpooled
  }

  /// Which departures from the null difference count.
  public var alternative: Alternative
  /// The difference treatment − control under the null.
  public var nullDifference: Double
  /// How the variance of the difference is estimated.
  public var variance: Variance

  /// Creates a test of `treatment - control == nullDifference`.
  public init(
    alternative: Alternative = .twoSided, nullDifference: Double = 0,
    variance: Variance = .nullRestricted
  ) {
    (self.alternative, self.nullDifference) = (alternative, nullDifference)
    self.variance = variance
  }

  /// Compares two counts; throws `zeroVariance` when both are all or nothing alike.
  public func evaluate(
    control: BinomialCount, treatment: BinomialCount
  ) throws(StatsError) -> TestResult {
    let squaredError =
      switch variance {
      case .unpooled: control.squaredError + treatment.squaredError
      case .nullRestricted:
        try RestrictedProportions(
          control: control, treatment: treatment, difference: nullDifference
        ).squaredError
      }
    guard squaredError > 0 else { throw .zeroVariance }
    return try TestResult(
      method: "Two-proportion z-test", estimate: treatment.proportion - control.proportion,
      standardError: squaredError.squareRoot(), nullValue: nullDifference, reference: .normal,
      alternative: alternative)
  }
}
