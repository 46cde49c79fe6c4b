internal import Foundation

/// How likely a running test still is to reject, given what it shows now.
///
/// With information in multiples of the present one, the score B = z·√I starts at the present statistic z and is
/// from here on a Brownian motion with drift: the mean of the statistic at the present information, were that
/// drift the truth. The present statistic itself is the drift of the present trend.
///
/// Reference: Lan, Simon & Halperin (1982), Communications in Statistics C 1, 207–219, for curtailment;
/// Siegmund (1985), Sequential Analysis, equation 3.15, for lines.
public struct ConditionalPower: Equatable, Sendable {
  /// The statistic now: (estimate − null)/standard error, positive in the direction of a rejection.
  public let standardized: Double
  /// The information at the end, in multiples of the present one.
  public let growth: Double

  /// Creates the outlook of one test.
  ///
  /// - Throws: `StatsError.invalidParameter` for a statistic that is not finite or a growth of 1 or less.
  public init(standardized: Double, growth: Double) throws(StatsError) {
    try Domain.finite("standardized", standardized)
    guard growth > 1, growth.isFinite else {
      throw .invalidParameter(name: "growth", value: growth, expected: "above 1, and finite")
    }
    (self.standardized, self.growth) = (standardized, growth)
  }

  /// The probability that the statistic exceeds a bound at the end, and is looked at only there.
  ///
  /// - Parameters:
  ///   - bound: What the statistic must exceed.
  ///   - drift: The mean of the statistic at the present information; the present trend where nil.
  /// - Returns: The probability, given the present statistic.
  /// - Throws: `StatsError` where a bound or the drift is not finite.
  public func atEnd(bound: Double, drift: Double? = nil) throws(StatsError) -> Double {
    let step = growth - 1
    let mean = standardized + (drift ?? standardized) * step
    return try Normal().upperTail((bound * growth.squareRoot() - mean) / step.squareRoot())
  }

  /// The probability that the score crosses the straight line between two bounds, however often it is looked at.
  ///
  /// A bound that is concave as a score, as those of confidence sequences are, lies above the line: it is crossed
  /// at most this often.
  ///
  /// - Parameters:
  ///   - now: What the statistic must exceed now.
  ///   - end: What it must exceed at the end.
  ///   - drift: The mean of the statistic at the present information; the present trend where nil.
  /// - Returns: The probability, given the present statistic.
  /// - Throws: `StatsError` where a bound or the drift is not finite.
  public func crossing(
    now: Double, end: Double, drift: Double? = nil
  ) throws(StatsError) -> Double {
    let distance = now - standardized
    guard distance > 0 else { return 1 }
    let step = growth - 1
    let slope = (end * growth.squareRoot() - now) / step
    let approach = (drift ?? standardized) - slope
    let root = step.squareRoot()
    let direct = try Normal().upperTail((distance - approach * step) / root)
    let tail = try Normal().upperTail((distance + approach * step) / root)
    // e^2ad may overflow where its tail vanishes: their product is taken as one exponential.
    let reflected = tail > 0 ? exp(2 * approach * distance + log(tail)) : 0
    return min(1, direct + reflected)
  }
}
