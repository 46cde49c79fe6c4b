/// Tests whether a difference lies within margins, by two one-sided tests.
///
/// H0: treatment − control ≤ `lower` or ≥ `upper`. Both one-sided nulls must fall; the p-value is
/// the larger, and no correction is needed (intersection–union). A margin of −∞ or ∞ leaves one
/// test, non-inferiority.
///
/// Reference: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680.
public struct EquivalenceTest<Test: DifferenceTest>: Sendable {
  /// The two results that make an equivalence claim.
  public struct Result: Equatable, Codable, Sendable {
    /// The test that the difference exceeds the lower margin, or `nil` without one.
    public var aboveLower: TestResult?
    /// The test that the difference falls short of the upper margin, or `nil` without one.
    public var belowUpper: TestResult?

    /// The larger of the two one-sided p-values.
    public var pValue: Double { max(aboveLower?.pValue ?? 0, belowUpper?.pValue ?? 0) }
  }

  private let test: Test
  /// The most negative difference that still counts as equivalent, excluded.
  public let lower: Double
  /// The most positive difference that still counts as equivalent, excluded.
  public let upper: Double

  /// Creates a test of `lower < treatment - control < upper`.
  ///
  /// - Throws: `StatsError.invalidParameter` unless lower < upper and one of them is finite.
  public init(_ test: Test, lower: Double, upper: Double) throws(StatsError) {
    guard lower < upper, lower.isFinite || upper.isFinite else {
      throw .invalidParameter(name: "lower", value: lower, expected: "a margin below \(upper)")
    }
    (self.test, self.lower, self.upper) = (test, lower, upper)
  }

  /// Creates a test that treatment is worse than control by less than `margin`, more being better.
  ///
  /// - Throws: `StatsError.invalidParameter` unless the margin is finite and not negative.
  public static func nonInferiority(
    _ test: Test, margin: Double
  ) throws(StatsError) -> EquivalenceTest {
    guard margin >= 0, margin.isFinite else {
      throw .invalidParameter(name: "margin", value: margin, expected: "finite and not negative")
    }
    return try EquivalenceTest(test, lower: -margin, upper: .infinity)
  }

  /// Runs the one-sided tests at both margins.
  public func evaluate(control: Test.Arm, treatment: Test.Arm) throws(StatsError) -> Result {
    func run(_ alternative: Alternative, _ margin: Double) throws(StatsError) -> TestResult? {
      guard margin.isFinite else { return nil }
      var oneSided = test
      (oneSided.alternative, oneSided.nullDifference) = (alternative, margin)
      return try oneSided.evaluate(control: control, treatment: treatment)
    }
    return Result(aboveLower: try run(.greater, lower), belowUpper: try run(.less, upper))
  }
}
