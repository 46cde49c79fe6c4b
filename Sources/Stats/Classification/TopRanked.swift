/// The positives among the k rows with the highest scores.
///
/// Where the k-th score is tied, its rows count in equal parts. The standard errors know that the
/// score at which the k rows end would differ in another sample: that adds the label rate about
/// it, estimated from ⌈√n⌉ rows on either side, to the sampling error of the rows above.
///
/// Reference: Ash & Hughes-Oliver (2022), Journal of Cheminformatics 14, 50, for the variance.
public struct TopRanked: Equatable, Sendable {
  /// The number of rows taken.
  public let count: Int
  /// The score of the last row taken.
  public let threshold: Double
  /// The share of positives among the rows taken.
  public let precision: LinearizedStatistic
  /// The share of all positives that were taken.
  public let recall: LinearizedStatistic
  /// Precision over the share of positives among all rows.
  public let lift: LinearizedStatistic

  /// Takes the k rows with the highest scores.
  ///
  /// - Throws: `StatsError` unless 1 ≤ k < the number of rows and there are positives.
  public init(_ rows: LabelledScores, count k: Int) throws(StatsError) {
    guard k > 0, k < rows.count else {
      throw .invalidParameter(
        name: "k", value: Double(k), expected: "at least 1, less than \(rows.count) rows")
    }
    let base = LinearizedStatistic.mean(of: rows.labels.map { $0 ? 1 : 0 })
    guard base.value > 0 else { throw .tooFewObservations(arm: "positives", needed: 1, found: 0) }
    let boundary = Boundary(rows, k)
    let share = Double(k) / Double(rows.count)
    let labels = rows.labels.map { $0 ? 1.0 : 0 }
    let taken = zip(boundary.weights, labels).reduce(0) { $0 + $1.0 * $1.1 } / Double(rows.count)
    let influences = zip(boundary.weights, labels).map { weight, label in
      weight * label - taken - boundary.labelRate * (weight - share)
    }
    func statistic(over divisor: Double) -> LinearizedStatistic {
      LinearizedStatistic(taken / divisor, influences: influences.map { $0 / divisor })
    }
    precision = statistic(over: share)
    recall = statistic(over: base.value).diluted(by: base)
    lift = statistic(over: share * base.value).diluted(by: base)
    (count, threshold) = (k, boundary.score)
  }

  /// Where the k rows end.
  private struct Boundary {
    let score: Double
    /// The part of each row that is taken: 1, 0, or in a tie at the boundary a share.
    let weights: [Double]
    /// The share of positives among rows about the boundary, the whole of its tie among them.
    let labelRate: Double

    init(_ rows: LabelledScores, _ k: Int) {
      let order = rows.scores.indices.sorted { rows.scores[$0] > rows.scores[$1] }
      let boundary = rows.scores[order[k - 1]]
      var weights = rows.scores.map { $0 > boundary ? 1.0 : 0 }
      let above = weights.count { $0 == 1 }
      let tied = rows.scores.count { $0 == boundary }
      for row in order[above..<above + tied] { weights[row] = Double(k - above) / Double(tied) }
      let reach = Int(Double(rows.count).squareRoot().rounded(.up))
      let near = max(0, min(above, k - reach))..<min(rows.count, max(above + tied, k + reach))
      score = boundary
      self.weights = weights
      labelRate = Double(order[near].count { rows.labels[$0] }) / Double(near.count)
    }
  }
}

extension LinearizedStatistic {
  /// This statistic, already divided by the mean `base`, with what the base's own influences add.
  fileprivate func diluted(by base: LinearizedStatistic) -> LinearizedStatistic {
    LinearizedStatistic(
      value,
      influences: zip(influences, base.influences).map { $0 - value * $1 / base.value })
  }
}
