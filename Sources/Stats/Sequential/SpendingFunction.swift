internal import Foundation

/// How much of a one-sided significance may be spent by the time a share of the information is there.
///
/// Zero at no information, all of it at the planned maximum, rising in between: fixed before the data are
/// seen. How often and when one looks is then free, as long as effects do not decide it.
///
/// Reference: Lan & DeMets (1983), Biometrika 70, 659–663.
public enum SpendingFunction: Sendable, Hashable, Codable {
  /// 2 − 2Φ(z(α/2)/√t): almost nothing early, the bounds are close to those of O'Brien & Fleming (1979).
  case obrienFleming
  /// α·ln(1 + (e − 1)t): the bounds are close to the constant one of Pocock (1977).
  case pocock
  /// α(1 − e^(−γt))/(1 − e^(−γ)), and αt for γ = 0 (Hwang, Shih & De Cani 1990): γ of −4 is close to
  /// O'Brien and Fleming, of 1 to Pocock.
  case hwangShihDeCani(gamma: Double)
  /// αt^ρ for ρ > 0 (Kim & DeMets 1987; Jennison & Turnbull 2000, section 7.2.2): ρ of 3 is close to O'Brien and Fleming.
  case power(exponent: Double)

  /// The significance spent by an information fraction.
  ///
  /// - Parameters:
  ///   - fraction: the information so far over the planned maximum; beyond one everything is spent.
  ///   - significance: what there is to spend, one-sided.
  /// - Returns: between zero and `significance`.
  /// - Throws: `StatsError.invalidParameter` for a fraction or significance out of range, or an exponent that
  ///   is not positive.
  public func spent(at fraction: Double, of significance: Double) throws(StatsError) -> Double {
    guard significance > 0, significance < 1 else {
      throw .invalidParameter(
        name: "significance", value: significance, expected: "between 0 and 1")
    }
    guard fraction >= 0 else {
      throw .invalidParameter(name: "fraction", value: fraction, expected: "not negative")
    }
    let t = min(fraction, 1)
    switch self {
    case .obrienFleming:
      guard t > 0 else { return 0 }
      let normal = Normal()
      let z = try normal.quantile(upperTail: significance / 2)
      return try 2 * normal.upperTail(z / t.squareRoot())
    case .pocock:
      return significance * log1p((M_E - 1) * t)
    case .hwangShihDeCani(let gamma):
      guard gamma.isFinite else {
        throw .invalidParameter(name: "gamma", value: gamma, expected: "finite")
      }
      return gamma == 0 ? significance * t : significance * (expm1(-gamma * t) / expm1(-gamma))
    case .power(let exponent):
      guard exponent > 0, exponent.isFinite else {
        throw .invalidParameter(name: "exponent", value: exponent, expected: "positive and finite")
      }
      return significance * pow(t, exponent)
    }
  }
}
