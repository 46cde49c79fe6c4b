internal import Foundation
public import Summaries

/// A loss of a predicted probability against what happened; smaller is better.
///
/// Both are proper: the mean is least, on average, for the true probabilities.
public enum ScoringRule: Equatable, Codable, Sendable {
  /// The squared difference of probability and label (Brier 1950).
  case brier
  /// −ln of the probability given to what happened, once moved into [clip, 1 − clip] (Good 1952).
  ///
  /// Unclipped, one probability of 0 for what did happen makes the mean infinite.
  case logLoss(clip: Double)

  /// The mean loss with the influence of each row.
  ///
  /// - Throws: `StatsError.invalidParameter` for a score that is no probability, or a clip not
  ///   between 0 and ½.
  public func evaluate(_ rows: LabelledScores) throws(StatsError) -> LinearizedStatistic {
    try validate()
    try rows.requireProbabilities()
    return .mean(of: zip(rows.scores, rows.labels).map { loss($0, $1) })
  }

  /// The moments of the loss, from the scores of positives and negatives alone.
  ///
  /// - Throws: as `evaluate(_:)`.
  public func moments(
    positives: WeightedValues, negatives: WeightedValues
  ) throws(StatsError) -> Moments {
    try validate()
    var moments = Moments()
    for (sample, label) in [(positives, true), (negatives, false)] {
      for (score, count) in zip(sample.values, sample.counts) {
        try Domain.probability(score)
        moments.merge(Moments(count: count, mean: loss(score, label), centeredSquares: 0))
      }
    }
    return moments
  }

  private func loss(_ probability: Double, _ label: Bool) -> Double {
    // The probability of what did not happen, and of what did; one minus is exact from ½ up.
    let miss = label ? 1 - probability : probability
    let given = label ? probability : 1 - probability
    return switch self {
    case .brier: miss * miss
    case .logLoss(let clip): given < 0.5 ? -log(max(given, clip)) : -log1p(-max(miss, clip))
    }
  }

  private func validate() throws(StatsError) {
    guard case .logLoss(let clip) = self else { return }
    guard clip > 0, clip < 0.5 else {
      throw .invalidParameter(name: "clip", value: clip, expected: "between 0 and 0.5")
    }
  }
}
