/// Scores of rows with what happened: the raw input of every measure of a classifier.
///
/// The label is true for a positive. Scores need only be finite; measures that take them for
/// probabilities refuse values outside [0, 1].
public struct LabelledScores: Equatable, Sendable {
  /// The score of each row.
  public let scores: [Double]
  /// The label of each row.
  public let labels: [Bool]

  /// Joins scores and labels by position.
  ///
  /// - Throws: `StatsError` for unequal lengths, no rows, or a score that is not finite.
  public init(scores: [Double], labels: [Bool]) throws(StatsError) {
    guard scores.count == labels.count else {
      throw .invalidParameter(
        name: "scores", value: Double(scores.count), expected: "\(labels.count), one a label")
    }
    guard !scores.isEmpty else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    for score in scores { try Domain.finite("score", score) }
    (self.scores, self.labels) = (scores, labels)
  }

  /// The number of rows.
  public var count: Int { scores.count }

  /// The scores of the positives.
  public var positives: WeightedValues {
    get throws(StatsError) { try WeightedValues(scores(of: true)) }
  }

  /// The scores of the negatives.
  public var negatives: WeightedValues {
    get throws(StatsError) { try WeightedValues(scores(of: false)) }
  }

  /// Some of the rows, such as those of one group.
  ///
  /// - Precondition: the rows are positions below `count`.
  public func rows(_ rows: [Int]) throws(StatsError) -> LabelledScores {
    try LabelledScores(scores: rows.map { scores[$0] }, labels: rows.map { labels[$0] })
  }

  /// What a threshold makes of the rows: scores at or above it are predicted positive.
  public func predictions(atOrAbove threshold: Double) -> [Bool] { scores.map { $0 >= threshold } }

  /// The rows by descending score, equal scores together.
  var tiesDescending: [[Int]] {
    var ties: [[Int]] = []
    var last: Double?
    for row in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
      if scores[row] == last {
        ties[ties.count - 1].append(row)
      } else {
        ties.append([row])
        last = scores[row]
      }
    }
    return ties
  }

  /// Checks that every score is a probability.
  func requireProbabilities() throws(StatsError) {
    for score in scores { try Domain.probability(score) }
  }

  private func scores(of label: Bool) -> [Double] {
    zip(scores, labels).filter { $0.1 == label }.map(\.0)
  }
}
