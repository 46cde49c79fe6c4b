internal import Summaries

/// Tests whether predicted probabilities are calibrated, without bins.
///
/// H0: each label is 1 with the probability predicted. The estimate is the Brier score less what
/// calibrated predictions expect of it, so `greater` looks for predictions that are too extreme.
///
/// Reference: Spiegelhalter (1986), Statistics in Medicine 5, 421–433. Matches the z of R's
/// `rms::val.prob`.
public struct SpiegelhalterTest: Sendable {
  /// Which departures count.
  public var alternative: Alternative

  /// Creates a test, two-sided unless told otherwise.
  public init(alternative: Alternative = .twoSided) { self.alternative = alternative }

  /// Judges the predictions of independent rows.
  public func evaluate(_ rows: LabelledScores) throws(StatsError) -> TestResult {
    try evaluate(positives: rows.positives, negatives: rows.negatives)
  }

  /// Judges predictions by how often positives and negatives had each.
  ///
  /// - Throws: `StatsError` for predictions that are no probabilities, no rows, or predictions of
  ///   0, ½ and 1 alone, whose scores cannot vary.
  public func evaluate(
    positives: WeightedValues, negatives: WeightedValues
  ) throws(StatsError) -> TestResult {
    let count = Double(positives.count + negatives.count)
    guard count > 0 else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    var (excess, variance) = (0.0, 0.0)
    for (sample, label) in [(positives, 1.0), (negatives, 0.0)] {
      for (p, times) in zip(sample.values, sample.counts) {
        try Domain.probability(p)
        let lever = 1 - 2 * p
        excess += Double(times) * (label - p) * lever
        variance += Double(times) * lever * lever * p * (1 - p)
      }
    }
    guard variance > 0 else { throw .zeroVariance }
    return try TestResult(
      method: "Spiegelhalter's test of calibration", estimate: excess / count,
      standardError: variance.squareRoot() / count, nullValue: 0, reference: .normal,
      alternative: alternative)
  }
}
