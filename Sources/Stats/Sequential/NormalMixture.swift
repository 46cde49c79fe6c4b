internal import Foundation

/// Robbins' normal mixture as an asymptotic confidence sequence and its e-value.
///
/// An estimate whose standard error is known may be looked at after every observation: the interval
/// `estimate ± multiplier · standardError` holds at all looks at once with probability 1 − α, and
/// `eValue` is its dual, e ≥ 1/α exactly where the interval excludes the null.
///
/// The clock counts information in units (for two arms, 4·n_T·n_C/(n_T + n_C) summed over phases).
/// The mixture is tightest near `targetClock`, which is fixed before the data and stays fixed: a
/// mixture tuned to the data it judges has no guarantee.
///
/// Reference: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), Annals of Statistics 52
/// (arXiv 2103.06476), Theorem 2.2 and Proposition B.1; Robbins (1970).
public struct NormalMixture: Sendable, Equatable, Codable {
  /// Whether drift in one direction or in both counts as evidence.
  public enum Sides: String, Sendable, Codable, CaseIterable {
    /// Only a positive standardized estimate is evidence.
    case one
    case two
  }

  /// The significance at which the mixture is tightest at the target.
  public let significance: Double
  /// The clock at which the sequence is tightest.
  public let targetClock: Double
  /// Which drift counts as evidence.
  public let sides: Sides

  /// Creates a mixture tuned to a significance and a clock.
  ///
  /// The significance is above 0, and below 1 for two sides or ½ for one; the target is the clock at
  /// the planned sample, positive and finite. Outside these ranges `multiplier` throws and no result
  /// is ever evidence.
  public init(significance: Double, targetClock: Double, sides: Sides) {
    (self.significance, self.targetClock, self.sides) = (significance, targetClock, sides)
  }

  /// The factor of the standard error in the interval at this clock.
  ///
  /// - Parameters:
  ///   - clock: the information so far, positive.
  ///   - significance: another level for the same mixture, as Holm's procedure needs it.
  /// - Returns: the half-width of the interval in standard errors.
  /// - Throws: `StatsError.invalidParameter` outside the ranges of `init`.
  public func multiplier(
    clock: Double, significance: Double? = nil
  ) throws(StatsError) -> Double {
    let level = significance ?? self.significance
    guard level > 0, level < 1 else {
      throw .invalidParameter(name: "significance", value: level, expected: "between 0 and 1")
    }
    guard clock > 0, clock.isFinite else {
      throw .invalidParameter(name: "clock", value: clock, expected: "positive and finite")
    }
    guard let mixingVariance else {
      guard targetClock > 0, targetClock.isFinite else {
        throw .invalidParameter(
          name: "targetClock", value: targetClock, expected: "positive and finite")
      }
      throw .invalidParameter(
        name: "significance", value: self.significance, expected: "between 0 and \(largestLevel)")
    }
    let information = clock * mixingVariance
    let logScale = 0.5 * log1p(information)
    let logThreshold =
      switch sides {
      case .two: logScale - log(level)
      case .one: log1p(exp(logScale) / (2 * level))
      }
    return (2 * (1 + 1 / information) * logThreshold).squareRoot()
  }

  /// The natural logarithm of `eValue`, which does not overflow.
  public func logEValue(standardized z: Double, clock: Double) -> Double {
    let noEvidence = sides == .one ? -Double.infinity : 0
    guard let mixingVariance, clock > 0, clock.isFinite, !z.isNaN else { return noEvidence }
    let information = clock * mixingVariance
    let halfSquare = 0.5 * z * z * (information / (1 + information))
    let logScale = 0.5 * log1p(information)
    switch sides {
    case .two: return halfSquare - logScale
    case .one: return z > 0 ? log(2) + logExpMinusOne(halfSquare) - logScale : noEvidence
    }
  }

  /// The evidence against no drift at this clock; at most 1 in expectation at any stopping time.
  ///
  /// With one side this is 2·(exp(x²/2) − 1)/s, x² = z²·Nρ²/s², s² = 1 + Nρ²: a lower bound of the
  /// half-normal mixture, the one whose interval has a closed form; with two sides exp(x²/2)/s.
  ///
  /// - Parameters:
  ///   - z: (estimate − null)/standard error, signed so that positive is what is tested for.
  ///   - clock: the information so far.
  /// - Returns: e, at least 1/α where the interval at level α excludes the null.
  public func eValue(standardized z: Double, clock: Double) -> Double {
    exp(logEValue(standardized: z, clock: clock))
  }

  /// The smallest significance at which this mixture's interval excludes the null, at most 1.
  ///
  /// Valid at any stopping time, as 1/e.
  public func pValue(standardized z: Double, clock: Double) -> Double {
    min(1, exp(-logEValue(standardized: z, clock: clock)))
  }

  private var largestLevel: Double { sides == .one ? 0.5 : 1 }

  /// ρ², the variance of the mixing distribution; a one-sided sequence is the two-sided one at 2α.
  private var mixingVariance: Double? {
    guard significance > 0, significance < largestLevel, targetClock > 0, targetClock.isFinite
    else { return nil }
    let level = sides == .one ? 2 * significance : significance
    return (-2 * log(level) + log1p(-2 * log(level))) / targetClock
  }

  /// ln(eᵘ − 1) without overflow for large u or cancellation for small u.
  private func logExpMinusOne(_ u: Double) -> Double {
    u > 1 ? u + log1p(-exp(-u)) : log(expm1(u))
  }
}
