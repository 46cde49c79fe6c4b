internal import Stats
internal import Summaries

/// What calibrated scores promise of the accuracy, where there are no labels.
///
/// The mean of s or 1 − s, whichever is larger, wider by what the reference's scores and labels are apart.
/// Confidence-based performance estimation, without a calibrator of its own.
struct ExpectedAccuracy {
  private let mean: Double
  private let squaredError: Double
  private let rows: Int
  /// The share of rows without a score.
  private let missing: Double

  /// Nil unless every score is a probability.
  init?(_ scores: ColumnDistribution?, designEffect: Double) {
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
    missing = Double(scores.missing) / Double(max(1, scores.rows))
    squaredError = variance / Double(promised.count) * max(1, designEffect)
  }

  /// The accuracy that is expected now, against the reference's own.
  static func quality(
    _ limit: QualityPlan.Limit, _ before: QualityMoments, usual: ExpectedAccuracy,
    now: ExpectedAccuracy, alpha: Double
  ) throws(StatsError) -> DriftHarm.Quality? {
    guard now.rows >= DriftPlan.fewestLabels, before.labelled >= DriftPlan.fewestLabels,
      let accuracy = try? before.value(.accuracy)
    else { return nil }
    var quality = DriftHarm.Quality(limit)
    quality.measure = .expectedAccuracy
    (quality.reference, quality.current) = (accuracy.estimate.value, now.mean)
    (quality.referenceRows, quality.currentRows) = (before.labelled, now.rows)
    let reach =
      try Normal().quantile(upperTail: alpha)
      * (usual.squaredError + now.squaredError).squareRoot()
      + abs(accuracy.estimate.value - usual.mean)
    quality.change = Bounds(
      lower: now.mean - usual.mean - reach, upper: now.mean - usual.mean + reach)
    quality.conclude()
    // Of rows that lost their score nothing is promised.
    let lost = max(0, now.missing - usual.missing)
    let all = Double(now.rows) / max(1 - now.missing, .leastNonzeroMagnitude)
    quality.doubt(
      QualityMissing(rows: Int((lost * all - 1e-6).rounded(.up)), share: lost),
      worst: now.mean * (1 - now.missing) / (1 - now.missing + lost) - usual.mean - reach)
    return quality
  }
}
