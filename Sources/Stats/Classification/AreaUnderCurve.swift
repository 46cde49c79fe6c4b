internal import Summaries

/// The area under the ROC curve with DeLong's standard error.
///
/// The probability that a positive scores higher than a negative, equal scores counting half; with
/// treatment as positives and control as negatives, the probability of superiority. Two areas of
/// independent samples compare by `DeLongTest`, two of the same rows by `PairedAreas`.
///
/// Reference: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845; by ranks as Sun & Xu
/// (2014); by unit Obuchowski (1997), Biometrics 53, 567–578. Matches R's `pROC::auc`,
/// `pROC::ci.auc`.
public struct AreaUnderCurve: Equatable, Codable, Sendable {
  /// The area, from 0 to 1.
  public let value: Double
  /// The standard error, zero for perfect separation.
  public let standardError: Double
  /// The number of positives.
  public let positives: Int
  /// The number of negatives.
  public let negatives: Int
  /// The number of independent units; of rows where nothing else was said.
  public let units: Int

  /// Estimates the area from the scores of at least two positives and two negatives.
  public init(positives: WeightedValues, negatives: WeightedValues) throws(StatsError) {
    for (arm, sample) in [("positives", positives), ("negatives", negatives)] {
      guard sample.count > 1 else {
        throw .tooFewObservations(arm: arm, needed: 2, found: sample.count)
      }
    }
    let above = positives.placements(among: negatives)
    let below = negatives.placements(among: positives)
    value = above.mean
    standardError =
      ((above.variance ?? 0) / Double(positives.count)
      + (below.variance ?? 0) / Double(negatives.count)).squareRoot()
    (self.positives, self.negatives) = (positives.count, negatives.count)
    units = positives.count + negatives.count
  }

  /// Estimates the area from independent rows, at least two of either label.
  public init(_ rows: LabelledScores) throws(StatsError) {
    try self.init(Placements(rows), rows, UnitIndex(rows: rows.count))
  }

  /// Estimates the area from rows of which those of one unit may depend on each other.
  ///
  /// - Throws: `StatsError` unless there is one unit a row, and two units have rows of either label.
  public init(_ rows: LabelledScores, units: [some Hashable]) throws(StatsError) {
    try self.init(Placements(rows), rows, UnitIndex(units, rows: rows.count))
  }

  init(_ placements: Placements, _ rows: LabelledScores, _ units: UnitIndex) throws(StatsError) {
    value = placements.value
    standardError = max(0, try placements.covariance(with: placements, units)).squareRoot()
    positives = rows.labels.count { $0 }
    negatives = rows.count - positives
    self.units = units.count
  }

  /// The area with its standard error.
  public var estimate: Estimate { Estimate(value, standardError: standardError) }

  /// This area − another from an independent sample.
  public func difference(from other: AreaUnderCurve) -> Estimate {
    Estimate(
      value - other.value,
      standardError: (standardError * standardError + other.standardError * other.standardError)
        .squareRoot())
  }

  /// DeLong's interval, within 0 and 1.
  ///
  /// - Throws: `StatsError.invalidParameter` for a level not between 0 and 1.
  public func confidenceInterval(level: Double = 0.95) throws(StatsError) -> ConfidenceInterval {
    let interval = try estimate.confidenceInterval(level: level)
    return ConfidenceInterval(
      lower: max(0, interval.lower), upper: min(1, interval.upper), level: level)
  }
}

extension WeightedValues {
  /// The moments of each value's placement: the share of `others` below it, equal ones half.
  func placements(among others: WeightedValues) -> Moments {
    var (moments, next, below) = (Moments(), 0, 0)
    for (value, count) in zip(values, counts) {
      while next < others.values.count, others.values[next] < value {
        below += others.counts[next]
        next += 1
      }
      let equal =
        next < others.values.count && others.values[next] == value ? others.counts[next] : 0
      let placement = (Double(below) + Double(equal) / 2) / Double(others.count)
      moments.add(placement, times: count)
    }
    return moments
  }
}
