internal import Summaries

/// The parts of a Brier score: reliability − resolution + uncertainty.
///
/// Reference: Murphy (1973), Journal of Applied Meteorology 12, 595–600.
public struct BrierDecomposition: Equatable, Codable, Sendable {
  /// How far the bins' mean predictions are from their label rates; zero when calibrated.
  public let reliability: Double
  /// How far the bins' label rates are from the overall one; larger is better.
  public let resolution: Double
  /// The variance of the labels.
  public let uncertainty: Double
}

extension Calibration {
  /// The decomposition of the score of the bins' mean predictions, as it stands.
  public var decomposition: BrierDecomposition {
    BrierDecomposition(
      reliability: reliability, resolution: resolution, uncertainty: uncertainty)
  }

  /// The decomposition less the bias that noise in the bins' label rates gives its parts.
  ///
  /// The sum stays the same. A reliability or resolution may come out below zero. The reliability
  /// is also the debiased squared calibration error of Kumar, Liang & Ma (2019).
  ///
  /// Reference: Ferro & Fricker (2012), QJRMS 138, 1954–1960.
  ///
  /// - Throws: `StatsError.tooFewObservations` when a bin holds a single row.
  public var correctedDecomposition: BrierDecomposition {
    get throws(StatsError) {
      if let single = bins.first(where: { $0.count < 2 }) {
        throw .tooFewObservations(arm: "bin", needed: 2, found: single.count)
      }
      let noise = average { $0.meanY * (1 - $0.meanY) / Double($0.count - 1) }
      let overall = uncertainty / Double(count - 1)
      return BrierDecomposition(
        reliability: reliability - noise, resolution: resolution - noise + overall,
        uncertainty: uncertainty + overall)
    }
  }
}
