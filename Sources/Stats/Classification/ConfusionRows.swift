/// Binary predictions and labels row by row: the metrics of their counts, also by unit and paired.
public struct ConfusionRows: Equatable, Sendable {
  /// The four counts.
  public let counts: ConfusionCounts
  /// The cell of each row, a position in `ConfusionCounts.cells`.
  private let cells: [Int]

  /// Joins predictions and labels by position.
  ///
  /// - Throws: `StatsError` for unequal lengths or no rows.
  public init(predictions: [Bool], labels: [Bool]) throws(StatsError) {
    guard predictions.count == labels.count else {
      throw .invalidParameter(
        name: "predictions", value: Double(predictions.count),
        expected: "\(labels.count), one a label")
    }
    cells = zip(predictions, labels).map { ($0 ? 0 : 2) + ($1 ? 0 : 1) }
    var counts = [0, 0, 0, 0]
    for cell in cells { counts[cell] += 1 }
    self.counts = try ConfusionCounts(
      truePositives: counts[0], falsePositives: counts[1], falseNegatives: counts[2],
      trueNegatives: counts[3])
  }

  /// A metric with the influence of each row.
  ///
  /// - Throws: `StatsError` when the metric is not defined, as precision without predictions.
  public func statistic(_ metric: ConfusionMetric) throws(StatsError) -> LinearizedStatistic {
    try metric.linearized(counts).statistic(cells: cells)
  }
}
