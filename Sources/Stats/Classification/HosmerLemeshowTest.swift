internal import Summaries

/// Tests whether predicted probabilities agree with label rates, bin by bin.
///
/// H0: each bin's positives are binomial with its mean prediction. The estimate is the expected
/// calibration error. It misses what bins average away and, with many rows, finds differences that
/// do not matter: read it beside the curve.
///
/// Reference: Hosmer & Lemeshow (1980), Communications in Statistics A 9, 1043–1069. Matches R's
/// `ResourceSelection::hoslem.test` with `Calibration.Binning.equalMass`.
public struct HosmerLemeshowTest: Sendable {
  /// Where the predictions come from, which sets the degrees of freedom.
  public enum Predictions: String, Codable, Sendable, CaseIterable {
    /// A model fitted to these rows: bins − 2.
    case fitted
    /// A model fitted elsewhere: one a bin.
    case external
  }

  /// Where the predictions come from.
  public var predictions: Predictions

  /// Creates a test, of predictions made elsewhere unless told otherwise.
  public init(predictions: Predictions = .external) { self.predictions = predictions }

  /// Judges a calibration curve.
  ///
  /// - Throws: `StatsError` for too few bins, or a bin in which every prediction is 0 or every one 1.
  public func evaluate(_ calibration: Calibration) throws(StatsError) -> TestResult {
    let bins = calibration.bins
    let degreesOfFreedom = predictions == .fitted ? bins.count - 2 : bins.count
    guard degreesOfFreedom > 0 else {
      throw .tooFewObservations(arm: "bins", needed: 3, found: bins.count)
    }
    var statistic = 0.0
    for bin in bins {
      let variance = bin.meanX * (1 - bin.meanX)
      guard variance > 0 else { throw .zeroVariance }
      let gap = bin.meanY - bin.meanX
      statistic += Double(bin.count) * gap * gap / variance
    }
    let reference = ReferenceDistribution.chiSquared(degreesOfFreedom: Double(degreesOfFreedom))
    return TestResult(
      method: "Hosmer–Lemeshow test", estimate: calibration.expectedCalibrationError,
      standardError: nil, nullValue: 0, statistic: statistic, reference: reference,
      alternative: .greater, pValue: try reference.pValue(of: statistic, .greater))
  }
}
