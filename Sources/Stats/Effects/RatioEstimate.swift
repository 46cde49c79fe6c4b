internal import Foundation
public import Summaries

/// A ratio of sums ΣX/ΣY over independent units, with its delta-method standard error.
///
/// Requests a user, revenue a visit, errors a request: the units were randomised, the rows were not,
/// so the variance is taken over units. With Y = 1 it is the plain mean.
///
/// Reference: Deng, Knoblich & Lu (2018), KDD '18, equation 5.
public struct RatioEstimate: Equatable, Codable, Sendable {
  /// The number of units.
  public let count: Int
  /// ΣX/ΣY.
  public let ratio: Double
  /// √((s_X² − 2r s_XY + r² s_Y²)/(n Ȳ²)).
  public let standardError: Double
  /// m_eff = (Σd²)²/Σd⁴, how many equal units would carry the residuals d = (x − x̄) − r(y − ȳ).
  ///
  /// About the number of events for a rare event; zero when no unit deviates. A normal
  /// approximation is not to be trusted when it is small.
  public let effectiveUnits: Double

  /// Estimates a ratio from the joint moments of numerator x and denominator y a unit.
  ///
  /// - Throws: `StatsError` below two units or when the denominators sum to zero.
  public init(moments: BivariateMoments) throws(StatsError) {
    guard moments.count > 1 else {
      throw .tooFewObservations(arm: "units", needed: 2, found: moments.count)
    }
    guard moments.meanX.isFinite else {
      throw .invalidParameter(name: "mean", value: moments.meanX, expected: "finite")
    }
    guard moments.meanY != 0, moments.meanY.isFinite else {
      throw .invalidParameter(
        name: "mean denominator", value: moments.meanY, expected: "finite and not zero")
    }
    let r = moments.meanX / moments.meanY
    let n = Double(moments.count)
    let squares = moments.residualSum(slope: r, order: 2)
    let fourths = moments.residualSum(slope: r, order: 4)
    count = moments.count
    ratio = r
    standardError = (squares / (n - 1) / n).squareRoot() / moments.meanY.magnitude
    // Cauchy–Schwarz bounds it by n; at least 1 where any unit deviates.
    effectiveUnits = fourths > 0 && fourths.isFinite ? min(n, squares * (squares / fourths)) : 0
  }

  /// The ratio with its standard error.
  public var estimate: Estimate { Estimate(ratio, standardError: standardError) }

  /// The logarithm of the ratio with its delta-method standard error, SE/r.
  ///
  /// - Throws: `StatsError.invalidParameter` unless the ratio is positive.
  public var logRatio: Estimate {
    get throws(StatsError) {
      guard ratio > 0 else {
        throw .invalidParameter(name: "ratio", value: ratio, expected: "positive")
      }
      return Estimate(log(ratio), standardError: standardError / ratio)
    }
  }

  /// This ratio − another of independent units: treatment.difference(from: control).
  public func difference(from control: RatioEstimate) -> Estimate {
    Estimate(
      ratio - control.ratio, standardError: hypot(standardError, control.standardError))
  }

  /// The logarithm of this ratio over another of independent units.
  ///
  /// The scale on which a relative lift is decided; exp − 1 of its bounds are bounds of the lift.
  ///
  /// - Throws: `StatsError.invalidParameter` unless both ratios are positive.
  public func logRatio(to control: RatioEstimate) throws(StatsError) -> Estimate {
    let (mine, theirs) = (try logRatio, try control.logRatio)
    return Estimate(
      mine.value - theirs.value,
      standardError: hypot(mine.standardError, theirs.standardError))
  }

  /// The relative lift over another ratio with its delta-method standard error.
  ///
  /// For reports; its interval covers badly when the control is small, so decide on the log ratio.
  ///
  /// - Throws: `StatsError.invalidParameter` when the control is zero.
  public func relativeLift(over control: RatioEstimate) throws(StatsError) -> Estimate {
    guard control.ratio != 0 else {
      throw .invalidParameter(name: "control ratio", value: 0, expected: "not zero")
    }
    let quotient = ratio / control.ratio
    return Estimate(
      (ratio - control.ratio) / control.ratio,
      standardError: hypot(
        standardError / control.ratio, quotient * control.standardError / control.ratio))
  }
}
