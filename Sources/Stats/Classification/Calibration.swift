public import Summaries

/// How well predicted probabilities agree with what happened, by bins of the prediction.
///
/// Each bin is the joint moments of prediction x and label y (1 or 0) of its rows, so bins of parts
/// of a log merge.
///
/// Reference: Brier (1950); Murphy (1973); Stephenson, Coelho & Jolliffe (2008) for the terms that
/// bins of unequal predictions add.
public struct Calibration: Equatable, Sendable {
  /// The bins that hold rows.
  public let bins: [BivariateMoments]
  /// The number of rows.
  public let count: Int
  /// The moments of all rows.
  let total: BivariateMoments

  /// Creates a curve from bins; empty ones are left out.
  ///
  /// - Throws: `StatsError.tooFewObservations` without rows.
  public init(bins: [BivariateMoments]) throws(StatsError) {
    self.bins = bins.filter { $0.count > 0 }
    var total = BivariateMoments()
    for bin in self.bins { total.merge(bin) }
    guard total.count > 0 else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    (self.total, count) = (total, total.count)
  }

  /// The mean squared difference of prediction and label; smaller is better.
  public var brierScore: Double { score(total) }

  /// How far the bins' mean predictions are from their label rates; zero when calibrated.
  public var reliability: Double {
    average { bin in (bin.meanX - bin.meanY) * (bin.meanX - bin.meanY) }
  }

  /// How far the bins' label rates are from the overall one; larger is better.
  public var resolution: Double {
    average { bin in (bin.meanY - total.meanY) * (bin.meanY - total.meanY) }
  }

  /// The variance of the labels, what a constant prediction would score.
  public var uncertainty: Double { total.meanY * (1 - total.meanY) }

  /// What predictions that differ within a bin add: their variance less twice their covariance.
  ///
  /// The score is reliability − resolution + uncertainty + this.
  public var withinBins: Double {
    bins.reduce(0) { $0 + $1.centralSum(2, 0) - 2 * $1.centralSum(1, 1) } / Double(count)
  }

  /// The expected calibration error: the mean distance of prediction from label rate over bins.
  ///
  /// Biased upwards by noise in small bins. Reference: Naeini, Cooper & Hauskrecht (2015).
  public var expectedCalibrationError: Double { average { abs($0.meanX - $0.meanY) } }

  /// The largest distance of prediction from label rate in any bin.
  public var maximumCalibrationError: Double {
    bins.reduce(0) { max($0, abs($1.meanX - $1.meanY)) }
  }

  /// The mean label over the mean prediction, 1 when calibrated in the large.
  ///
  /// - Throws: `StatsError.invalidParameter` when every prediction is zero.
  public var observedToExpected: Double {
    get throws(StatsError) {
      guard total.meanX > 0 else {
        throw .invalidParameter(
          name: "mean prediction", value: total.meanX, expected: "positive")
      }
      return total.meanY / total.meanX
    }
  }

  /// Mean (x − y)² of a bin, from its central sums.
  private func score(_ bin: BivariateMoments) -> Double {
    let gap = bin.meanX - bin.meanY
    let spread = bin.centralSum(2, 0) - 2 * bin.centralSum(1, 1) + bin.centralSum(0, 2)
    return gap * gap + spread / Double(bin.count)
  }

  func average(_ term: (BivariateMoments) -> Double) -> Double {
    bins.reduce(0) { $0 + Double($1.count) * term($1) } / Double(count)
  }
}
