public import Summaries

/// A configured test that compares several samples through their summaries alone.
public protocol SeveralSampleTest<Sample>: Sendable {
  /// What is known of a sample.
  associatedtype Sample: Sendable

  /// Compares at least two samples.
  func evaluate(_ samples: [Sample]) throws(StatsError) -> TestResult
}

extension SeveralSampleTest<Moments> {
  /// Compares samples given by their observations.
  public func evaluate(observations: [[Double]]) throws(StatsError) -> TestResult {
    try evaluate(observations.map { Moments($0) })
  }
}

extension SeveralSampleTest<WeightedValues> {
  /// Compares samples given by their observations.
  ///
  /// - Throws: as for summaries, and `StatsError.invalidParameter` for a value that is not finite.
  public func evaluate(observations: [[Double]]) throws(StatsError) -> TestResult {
    var samples: [WeightedValues] = []
    for sample in observations { samples.append(try WeightedValues(sample)) }
    return try evaluate(samples)
  }
}
