internal import Foundation

/// Watches a stream of windows for a change, without an end, at a bounded number of false alarms.
///
/// Each window brings an e-value against the hypothesis that all is as usual. The Shiryaev–Roberts e-detector
/// M_t = (M_{t−1} + 1)·e_t adds up, over every window at which the change may have begun, the evidence since; at
/// M_t ≥ 1/α it raises an alarm and begins anew at zero.
///
/// H0: nothing has changed. Given the windows before, each e-value has an expectation of at most 1; that
/// holds for p-values that are calibrated by ``EValueCalibrator``, unless windows depend on each other, as
/// windows do that share an estimated baseline. Then M_t − t is a supermartingale, each alarm takes at least 1/α off it,
/// and so the expected number of alarms in T windows is at most T·α, for every T; the mean time to the first
/// is at least 1/α. Several detectors of levels α₁, α₂, … raise at most T·Σα alarms together, whatever their
/// dependence.
///
/// Reference: Shin, Ramdas & Rinaldo (2023), E-detectors, arXiv 2203.03532.
public struct EDetector: Equatable, Codable, Sendable {
  /// The expected number of false alarms a window: α.
  public let alarmsPerWindow: Double
  /// ln M after the last window; −∞ at the start and after an alarm.
  public private(set) var logEvidence: Double
  /// How many windows were seen.
  public private(set) var windows: Int
  /// How many alarms were raised.
  public private(set) var alarms: Int
  /// The windows since evidence was last below that of a single window, this one included: since when the
  /// change is likely. Zero where there is no evidence.
  public private(set) var windowsOfChange: Int

  /// What a window leads to.
  public enum Answer: String, Codable, Sendable {
    case quiet, alarm
  }

  /// Creates a detector that has seen nothing.
  ///
  /// - Throws: `StatsError.invalidParameter` unless α lies between 0 and 1.
  public init(alarmsPerWindow: Double) throws(StatsError) {
    guard alarmsPerWindow > 0, alarmsPerWindow < 1 else {
      throw .invalidParameter(
        name: "alarmsPerWindow", value: alarmsPerWindow, expected: "between 0 and 1")
    }
    self.alarmsPerWindow = alarmsPerWindow
    (logEvidence, windows, alarms, windowsOfChange) = (-.infinity, 0, 0, 0)
  }

  /// The evidence at which an alarm is raised, as a logarithm.
  public var logThreshold: Double { -log(alarmsPerWindow) }

  /// Takes in the evidence of the next window.
  ///
  /// A window that says nothing, as one without rows, is not shown to the detector.
  ///
  /// - Parameter logEValue: The natural logarithm of the window's e-value; −∞ is an e-value of zero.
  /// - Throws: `StatsError.invalidParameter` for NaN.
  public mutating func observe(logEValue: Double) throws(StatsError) -> Answer {
    guard !logEValue.isNaN else {
      throw .invalidParameter(name: "logEValue", value: logEValue, expected: "a number")
    }
    windows += 1
    // ln(M + 1) where M may be too large for a Double.
    let before = max(logEvidence, 0) + log1p(exp(-abs(logEvidence)))
    let grown = logEvidence > 0
    logEvidence = before + logEValue
    windowsOfChange = logEvidence <= 0 ? 0 : grown ? windowsOfChange + 1 : 1
    guard logEvidence >= logThreshold else { return .quiet }
    alarms += 1
    logEvidence = -.infinity
    return .alarm
  }
}
