/// The numbers that judge a binary prediction by its four counts.
public enum ConfusionMetric: String, Codable, Sendable, CaseIterable {
  /// (TP + TN)/n.
  case accuracy
  /// The mean of recall and specificity.
  case balancedAccuracy
  /// TP/(TP + FP).
  case precision
  /// TN/(TN + FN).
  case negativePredictiveValue
  /// TP/(TP + FN), sensitivity.
  case recall
  /// TN/(TN + FP).
  case specificity
  /// FP/(FP + TN), one minus specificity.
  case falsePositiveRate
  /// FN/(FN + TP), one minus recall.
  case falseNegativeRate
  /// The harmonic mean of precision and recall, 2TP/(2TP + FP + FN).
  case f1
  /// The correlation of prediction and label, from −1 to 1 (Matthews 1975).
  case matthewsCorrelation
  /// Agreement beyond chance (Cohen 1960).
  case kappa
  /// Precision over the share of positives: how much better than picking at random.
  case lift

  /// The metric of four counts and its derivatives by them.
  func linearized(_ counts: ConfusionCounts) throws(StatsError) -> CellGradient {
    switch self {
    case .accuracy: try .ratio([1, 0, 0, 1], [1, 1, 1, 1], counts)
    case .precision: try .ratio([1, 0, 0, 0], [1, 1, 0, 0], counts)
    case .negativePredictiveValue: try .ratio([0, 0, 0, 1], [0, 0, 1, 1], counts)
    case .recall: try .ratio([1, 0, 0, 0], [1, 0, 1, 0], counts)
    case .specificity: try .ratio([0, 0, 0, 1], [0, 1, 0, 1], counts)
    case .falsePositiveRate: try .ratio([0, 1, 0, 0], [0, 1, 0, 1], counts)
    case .falseNegativeRate: try .ratio([0, 0, 1, 0], [1, 0, 1, 0], counts)
    case .f1: try .ratio([2, 0, 0, 0], [2, 1, 1, 0], counts)
    case .balancedAccuracy: try Self.balancedAccuracy(counts)
    case .matthewsCorrelation: try Self.matthewsCorrelation(counts)
    case .kappa:
      try ConfusionMatrix(counts: [
        [counts.truePositives, counts.falsePositives],
        [counts.falseNegatives, counts.trueNegatives],
      ]).linearized(.kappa)
    case .lift: try Self.lift(counts)
    }
  }

  private static func balancedAccuracy(_ counts: ConfusionCounts) throws(StatsError) -> CellGradient
  {
    let (a, b) = (
      try ConfusionMetric.recall.linearized(counts),
      try ConfusionMetric.specificity.linearized(counts)
    )
    return CellGradient(
      value: (a.value + b.value) / 2, gradient: zip(a.gradient, b.gradient).map { ($0 + $1) / 2 })
  }

  private static func matthewsCorrelation(
    _ counts: ConfusionCounts
  ) throws(StatsError) -> CellGradient {
    let (tp, fp) = (Double(counts.truePositives), Double(counts.falsePositives))
    let (fn, tn) = (Double(counts.falseNegatives), Double(counts.trueNegatives))
    let (predicted, rejected, positive, negative) = (tp + fp, fn + tn, tp + fn, fp + tn)
    let scale = (predicted * rejected).squareRoot() * (positive * negative).squareRoot()
    guard scale > 0 else { throw .zeroVariance }
    let value = (tp * tn - fp * fn) / scale
    func derivative(_ opposite: Double, _ sums: (Double, Double)) -> Double {
      opposite / scale - value / 2 * (1 / sums.0 + 1 / sums.1)
    }
    return CellGradient(
      value: value,
      gradient: [
        derivative(tn, (predicted, positive)), derivative(-fn, (predicted, negative)),
        derivative(-fp, (rejected, positive)), derivative(tp, (rejected, negative)),
      ])
  }

  private static func lift(_ counts: ConfusionCounts) throws(StatsError) -> CellGradient {
    let precision = try ConfusionMetric.precision.linearized(counts)
    let prevalence = try CellGradient.ratio([1, 0, 1, 0], [1, 1, 1, 1], counts)
    guard prevalence.value > 0 else {
      throw .tooFewObservations(arm: "positives", needed: 1, found: 0)
    }
    let value = precision.value / prevalence.value
    return CellGradient(
      value: value,
      gradient: zip(precision.gradient, prevalence.gradient).map {
        ($0 - value * $1) / prevalence.value
      })
  }
}

/// A metric of counts by cell and its derivatives by them.
///
/// Each metric keeps its value when all counts grow alike, so Σ count · derivative is zero.
struct CellGradient {
  var value: Double
  var gradient: [Double]

  /// The ratio of two weighted sums of the counts, in the order of `ConfusionCounts.init`.
  static func ratio(
    _ numerator: [Double], _ denominator: [Double], _ counts: ConfusionCounts
  ) throws(StatsError) -> CellGradient {
    let cells = counts.cells.map(Double.init)
    func sum(_ weights: [Double]) -> Double { zip(weights, cells).reduce(0) { $0 + $1.0 * $1.1 } }
    let total = sum(denominator)
    guard total > 0 else { throw .tooFewObservations(arm: "denominator", needed: 1, found: 0) }
    let value = sum(numerator) / total
    return CellGradient(
      value: value, gradient: zip(numerator, denominator).map { ($0 - value * $1) / total })
  }

  /// The delta method over multinomial cells.
  func estimate(_ counts: [Int]) -> Estimate {
    let variance = zip(counts, gradient).reduce(0) { $0 + Double($1.0) * $1.1 * $1.1 }
    return Estimate(value, standardError: variance.squareRoot())
  }

  /// The same row by row, from the cell of each.
  func statistic(cells: [Int]) -> LinearizedStatistic {
    LinearizedStatistic(value, influences: cells.map { Double(cells.count) * gradient[$0] })
  }
}
