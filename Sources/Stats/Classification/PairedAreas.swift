internal import Summaries

/// The areas under the ROC curves of two scores of the same rows, as a shadow deployment gives them.
///
/// Scores of one row are correlated, so their difference is known better than its parts say.
///
/// Reference: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845. Matches R's
/// `pROC::roc.test(paired = TRUE)`.
public struct PairedAreas: Equatable, Codable, Sendable {
  /// The area of the first score, control's.
  public let control: AreaUnderCurve
  /// The area of the second score, treatment's.
  public let treatment: AreaUnderCurve
  /// The covariance of the two areas.
  public let covariance: Double

  /// Estimates both areas from one label and two scores a row.
  ///
  /// - Throws: `StatsError` for unequal lengths, scores that are not finite, or fewer than two rows
  ///   of either label.
  public init(
    labels: [Bool], control: [Double], treatment: [Double]
  ) throws(StatsError) {
    for scores in [control, treatment] where scores.count != labels.count {
      throw .invalidParameter(
        name: "scores", value: Double(scores.count), expected: "\(labels.count), one a label")
    }
    let positive = labels.indices.filter { labels[$0] }
    let negative = labels.indices.filter { !labels[$0] }
    let (a, b) = (
      try Placements(control, positive, negative), try Placements(treatment, positive, negative)
    )
    self.control = try AreaUnderCurve(positives: a.positives, negatives: a.negatives)
    self.treatment = try AreaUnderCurve(positives: b.positives, negatives: b.negatives)
    var (above, below) = (BivariateMoments(), BivariateMoments())
    for (x, y) in zip(a.ofPositives, b.ofPositives) { above.add((x, y)) }
    for (x, y) in zip(a.ofNegatives, b.ofNegatives) { below.add((x, y)) }
    covariance =
      (above.covariance ?? 0) / Double(positive.count)
      + (below.covariance ?? 0) / Double(negative.count)
  }

  /// The area of treatment's score − control's.
  public var difference: Estimate {
    let (a, b) = (control.standardError, treatment.standardError)
    return Estimate(
      treatment.value - control.value,
      standardError: max(0, a * a + b * b - 2 * covariance).squareRoot())
  }

  /// Where each row's score stands among the scores of the other label.
  private struct Placements {
    let positives: WeightedValues
    let negatives: WeightedValues
    let ofPositives: [Double]
    let ofNegatives: [Double]

    init(_ scores: [Double], _ positive: [Int], _ negative: [Int]) throws(StatsError) {
      positives = try WeightedValues(positive.map { scores[$0] })
      negatives = try WeightedValues(negative.map { scores[$0] })
      ofPositives = Self.place(positive.map { scores[$0] }, among: negatives)
      ofNegatives = Self.place(negative.map { scores[$0] }, among: positives)
    }

    private static func place(_ scores: [Double], among others: WeightedValues) -> [Double] {
      var result = [Double](repeating: 0, count: scores.count)
      var (next, below) = (0, 0)
      for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
        while next < others.values.count, others.values[next] < scores[row] {
          below += others.counts[next]
          next += 1
        }
        let equal =
          next < others.values.count && others.values[next] == scores[row]
          ? others.counts[next] : 0
        result[row] = (Double(below) + Double(equal) / 2) / Double(max(1, others.count))
      }
      return result
    }
  }
}
