/// The area under the precision–recall curve, as the mean precision at each positive's score.
///
/// Rows with equal scores enter together; there is no interpolation, which flatters. A random
/// score has about the share of positives, so areas compare only at equal shares.
///
/// The influences are the derivatives of the area by the weight of a row. For an interval use
/// `LogitInterval`, as Boyd, Eng & Page (2013) advise for this area.
///
/// Matches scikit-learn's `average_precision_score`.
public enum AveragePrecision {
  /// The area with the influence of each row.
  ///
  /// - Throws: `StatsError.tooFewObservations` without positives.
  public static func evaluate(_ rows: LabelledScores) throws(StatsError) -> LinearizedStatistic {
    let ties = rows.tiesDescending
    let positives = Double(rows.labels.count { $0 })
    guard positives > 0 else { throw .tooFewObservations(arm: "positives", needed: 1, found: 0) }
    var (positivesAbove, above, value) = (0.0, 0.0, 0.0)
    let points = ties.map { tie in
      let tied = Double(tie.count { rows.labels[$0] })
      positivesAbove += tied
      above += Double(tie.count)
      let precision = positivesAbove / above
      value += tied / positives * precision
      return (positives: tied, precision: precision, above: above)
    }
    var influences = [Double](repeating: 0, count: rows.count)
    // A row moves the precision at its own score and at every positive's below it.
    var (gain, loss) = (0.0, 0.0)
    for (tie, point) in zip(ties, points).reversed() {
      gain += point.positives / point.above
      loss += point.positives / point.above * point.precision
      for row in tie {
        let own = rows.labels[row] ? point.precision - value + gain : 0
        influences[row] = (own - loss) * Double(rows.count) / positives
      }
    }
    return LinearizedStatistic(value, influences: influences)
  }
}
