/// How often a binary prediction and its label agreed and differed, row by row.
///
/// Each metric comes with its standard error for independent rows; where rows share units, give
/// the metric to `RatioEstimate` by units instead.
public struct ConfusionCounts: Equatable, Codable, Sendable {
  /// Predicted and labelled positive.
  public let truePositives: Int
  /// Predicted positive, labelled negative.
  public let falsePositives: Int
  /// Predicted negative, labelled positive.
  public let falseNegatives: Int
  /// Predicted and labelled negative.
  public let trueNegatives: Int

  /// Creates counts.
  ///
  /// - Throws: `StatsError` for a negative count or no rows.
  public init(
    truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int
  ) throws(StatsError) {
    let counts = [truePositives, falsePositives, falseNegatives, trueNegatives]
    if let negative = counts.first(where: { $0 < 0 }) {
      throw .invalidParameter(name: "count", value: Double(negative), expected: "not negative")
    }
    guard counts.contains(where: { $0 > 0 }) else {
      throw .tooFewObservations(arm: "rows", needed: 1, found: 0)
    }
    (self.truePositives, self.falsePositives) = (truePositives, falsePositives)
    (self.falseNegatives, self.trueNegatives) = (falseNegatives, trueNegatives)
  }

  /// The number of rows.
  public var count: Int { truePositives + falsePositives + falseNegatives + trueNegatives }

  /// The correct predictions among all.
  public var accuracy: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: truePositives + trueNegatives, trials: count)
    }
  }

  /// The true positives among predicted positives.
  public var precision: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: truePositives, trials: truePositives + falsePositives)
    }
  }

  /// The true positives among labelled positives; sensitivity.
  public var recall: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: truePositives, trials: truePositives + falseNegatives)
    }
  }

  /// The false positives among labelled negatives; one minus specificity.
  public var falsePositiveRate: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: falsePositives, trials: falsePositives + trueNegatives)
    }
  }

  /// The harmonic mean of precision and recall, 2TP/(2TP + FP + FN).
  ///
  /// - Throws: `StatsError.tooFewObservations` without positives of either kind.
  public var f1: Estimate {
    get throws(StatsError) {
      let (tp, errors) = (Double(truePositives), Double(falsePositives + falseNegatives))
      let total = 2 * tp + errors
      guard total > 0 else { throw .tooFewObservations(arm: "positives", needed: 1, found: 0) }
      let value = 2 * tp / total
      // ∂F/∂share = n·(2 − 2F, −F, −F, 0)/total
      return estimate(value, gradient: [2 - 2 * value, -value, -value, 0].map { $0 / total })
    }
  }

  /// Matthews' correlation of prediction and label, from −1 to 1.
  ///
  /// Reference: Matthews (1975).
  ///
  /// - Throws: `StatsError.zeroVariance` when predictions or labels are all alike.
  public var matthewsCorrelation: Estimate {
    get throws(StatsError) {
      let (tp, fp) = (Double(truePositives), Double(falsePositives))
      let (fn, tn) = (Double(falseNegatives), Double(trueNegatives))
      let (predicted, rejected, positive, negative) = (tp + fp, fn + tn, tp + fn, fp + tn)
      let scale =
        (predicted * rejected).squareRoot() * (positive * negative).squareRoot()
      guard scale > 0 else { throw .zeroVariance }
      let value = (tp * tn - fp * fn) / scale
      func derivative(_ opposite: Double, _ sums: (Double, Double)) -> Double {
        opposite / scale - value / 2 * (1 / sums.0 + 1 / sums.1)
      }
      return estimate(
        value,
        gradient: [
          derivative(tn, (predicted, positive)), derivative(-fn, (predicted, negative)),
          derivative(-fp, (rejected, positive)), derivative(tp, (rejected, negative)),
        ])
    }
  }

  /// The delta method over multinomial cells, for derivatives by count in the order of `init`.
  ///
  /// Both metrics keep their value when all counts grow alike, so the gradient's mean is zero.
  private func estimate(_ value: Double, gradient: [Double]) -> Estimate {
    let counts = [truePositives, falsePositives, falseNegatives, trueNegatives]
    let variance = zip(counts, gradient).reduce(0) { $0 + Double($1.0) * $1.1 * $1.1 }
    return Estimate(value, standardError: variance.squareRoot())
  }
}
