internal import Foundation

/// Turns a p-value into an e-value, which can be multiplied and averaged.
///
/// The mixture ∫₀¹ κp^(κ−1) dκ = (1 − p + p·ln p) / (p·ln²p): its expectation is at most 1 for every p-value,
/// whatever the tests' dependence, and no choice of κ has to be made. It costs a factor of about ln²p: a
/// p-value of 0.0001 becomes an e-value of 118, not of 10,000.
///
/// Reference: Vovk & Wang (2021), Annals of Statistics 49, 1736–1754.
public struct EValueCalibrator: Equatable, Sendable {
  /// Creates the calibrator; there is nothing to tune.
  public init() {}

  /// The natural logarithm of the e-value.
  ///
  /// - Returns: The logarithm: ln ½ at p = 1, and +∞ at p = 0.
  /// - Throws: `StatsError.invalidParameter` for a p-value outside of 0…1.
  public func logEValue(pValue: Double) throws(StatsError) -> Double {
    guard (0...1).contains(pValue) else {
      throw .invalidParameter(name: "pValue", value: pValue, expected: "from 0 to 1")
    }
    guard pValue > 0 else { return .infinity }
    let t = -log(pValue)
    // (eᵗ − 1 − t) / t² = ½ + t/6 + t²/24 + …: below 0.05 the difference would lose digits.
    if t < 0.05 {
      return log(
        0.5 + t * (1 / 6.0 + t * (1 / 24.0 + t * (1 / 120.0 + t * (1 / 720.0 + t / 5040)))))
    }
    // Taken out of the difference, eᵗ = 1/p cannot overflow.
    return t + log1p(-(1 + t) * pValue) - 2 * log(t)
  }
}
