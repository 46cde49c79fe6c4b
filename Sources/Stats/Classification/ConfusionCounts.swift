/// How often a binary prediction and its label agreed and differed, row by row.
///
/// Standard errors are for independent rows; where rows share units, use `ConfusionRows`.
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

  /// The counts in the order of `init`.
  var cells: [Int] { [truePositives, falsePositives, falseNegatives, trueNegatives] }

  /// A metric with its standard error by the delta method over the four cells.
  ///
  /// The error is zero for a share of 0 or 1: for shares prefer `WilsonInterval` on their counts.
  ///
  /// - Throws: `StatsError` when the metric is not defined, as precision without predictions.
  public func estimate(_ metric: ConfusionMetric) throws(StatsError) -> Estimate {
    try metric.linearized(self).estimate(cells)
  }

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

  /// The true negatives among labelled negatives.
  public var specificity: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: trueNegatives, trials: falsePositives + trueNegatives)
    }
  }

  /// The false positives among labelled negatives; one minus specificity.
  public var falsePositiveRate: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: falsePositives, trials: falsePositives + trueNegatives)
    }
  }

  /// The false negatives among labelled positives; one minus recall.
  public var falseNegativeRate: BinomialCount {
    get throws(StatsError) {
      try BinomialCount(successes: falseNegatives, trials: truePositives + falseNegatives)
    }
  }
}
