internal import Stats
public import Summaries

extension DriftHarm {
  /// Judges the quality of predictions, by labels or by what calibrated scores promise.
  ///
  /// - Parameters:
  ///   - plan: The columns' roles, and α.
  ///   - tolerance: By how much the accuracy may fall, in points.
  ///   - reference: A log with predictions and labels.
  ///   - current: A log with predictions, and labels or scores.
  /// - Throws: `StatsError` where an interval cannot be computed.
  init(
    _ plan: Plan, tolerance: Double, reference: LogSummary, current: LogSummary
  ) throws(StatsError) {
    let quality = try Quality(plan, tolerance, reference, current)
    qualities = [quality].compactMap(\.self)
    guard let change = quality?.change else {
      status = .unknown
      return
    }
    if change.upper < -tolerance {
      status = .harmful
    } else if change.lower >= -tolerance {
      status = .harmless
    } else {
      status = .unknown
    }
  }
}

extension DriftHarm.Quality {
  /// Fewer labelled rows than this say nothing.
  private static let fewestRows = 50

  fileprivate init?(
    _ plan: Plan, _ tolerance: Double, _ reference: LogSummary, _ current: LogSummary
  ) throws(StatsError) {
    guard let before = Agreement(reference), before.rows >= Self.fewestRows else { return nil }
    self.tolerance = tolerance
    self.reference = before.share
    referenceRows = before.rows
    let alpha = plan.drift.significance
    if let after = Agreement(current), after.rows >= Self.fewestRows {
      measure = .accuracy
      self.current = after.share
      currentRows = after.rows
      let interval = try NewcombeInterval(level: 1 - 2 * alpha).interval(
        control: BinomialCount(successes: before.right, trials: before.rows),
        treatment: BinomialCount(successes: after.right, trials: after.rows))
      change = Bounds(lower: interval.lower, upper: interval.upper)
      return
    }
    guard let score = plan.log.score, let usual = Promise(reference.distributions[score]),
      let now = Promise(current.distributions[score]), now.rows >= Self.fewestRows
    else { return nil }
    measure = .expectedAccuracy
    (self.current, currentRows) = (now.mean, now.rows)
    let reach =
      try Normal().quantile(upperTail: alpha)
      * (usual.squaredError + now.squaredError).squareRoot() + abs(before.share - usual.mean)
    change = Bounds(
      lower: now.mean - usual.mean - reach, upper: now.mean - usual.mean + reach)
  }

  /// Labelled rows, and those whose prediction is right.
  private struct Agreement {
    var right: Int
    var rows: Int
    var share: Double { Double(right) / Double(rows) }

    /// Nil where the log was not asked, or has no labels.
    init?(_ log: LogSummary) {
      let pairs = log.cells.compactMap(\.pairs.first)
      let sum = { (mean: KeyPath<BivariateMoments, Double>) in
        Int(pairs.reduce(0) { $0 + $1[keyPath: mean] * Double($1.count) }.rounded())
      }
      (right, rows) = (sum(\.meanX), sum(\.meanY))
      guard rows > 0, right <= rows else { return nil }
    }
  }

  /// What scores promise: the mean of s or 1 − s, whichever is larger.
  private struct Promise {
    var mean: Double
    var squaredError: Double
    var rows: Int

    /// Nil unless every score is a probability.
    init?(_ scores: ColumnDistribution?) {
      guard let scores, scores.numbers > 1, scores.nonFinite == 0, scores.texts == 0 else {
        return nil
      }
      var promised = Moments()
      for cell in scores.histogram.cells {
        guard cell.lower >= 0, cell.upper <= 1 else { return nil }
        let score = (cell.lower + cell.upper) / 2
        promised.add(max(score, 1 - score), times: cell.count)
      }
      guard let variance = promised.variance else { return nil }
      (mean, rows) = (promised.mean, promised.count)
      squaredError = variance / Double(promised.count)
    }
  }
}

extension Plan {
  /// The same scan, which also counts the rows with a label and those whose prediction is right.
  public func addingQuality(to scan: ScanPlan) -> ScanPlan {
    guard let prediction = log.prediction, let label = log.label else { return scan }
    var scan = scan
    let labelled = [Condition(label, .isPresent), Condition(prediction, .isPresent)]
    scan.measures = [
      Measure(
        .agreement(prediction: prediction, label: label, threshold: nil), where: labelled),
      Measure(.one, where: labelled),
    ]
    scan.pairs = [UnitPair(.sum(measure: 0), .sum(measure: 1))]
    return scan
  }
}
