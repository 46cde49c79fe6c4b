public import Summaries

/// A configured test that compares two arms through their summaries alone.
public protocol TwoSampleTest<Arm>: Sendable {
  /// What is known of an arm.
  associatedtype Arm: Sendable

  /// Compares treatment with control.
  func evaluate(control: Arm, treatment: Arm) throws(StatsError) -> TestResult
}

extension TwoSampleTest<Moments> {
  /// Compares two samples, summarized on the way.
  public func evaluate(
    control: some Sequence<Double>, treatment: some Sequence<Double>
  ) throws(StatsError) -> TestResult {
    try evaluate(control: Moments(control), treatment: Moments(treatment))
  }
}

extension TwoSampleTest<WeightedValues> {
  /// Compares two samples given by their observations.
  ///
  /// - Throws: as for summaries, and `StatsError.invalidParameter` for a value that is not finite.
  public func evaluate(
    control: some Sequence<Double>, treatment: some Sequence<Double>
  ) throws(StatsError) -> TestResult {
    try evaluate(control: WeightedValues(control), treatment: WeightedValues(treatment))
  }
}

/// A two-sample test of a difference treatment − control against a value of one's choice.
public protocol DifferenceTest<Arm>: TwoSampleTest {
  /// Which departures from the null difference count.
  var alternative: Alternative { get set }
  /// The difference under the null.
  var nullDifference: Double { get set }
}
