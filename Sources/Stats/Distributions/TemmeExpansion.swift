internal import Foundation
internal import Summaries

/// Temme's expansion of the incomplete gamma functions for a large shape, uniform in x.
///
/// With η²/2 = u − log(1 + u), u = x/a − 1, the tails are those of the normal distribution at
/// η√a, corrected by e^(−aη²/2)/√(2πa) · S(η, a) with S = Σ C_k(η)·a^−k (N. M. Temme, *The
/// asymptotic expansion of the incomplete gamma functions*, 1979; DLMF 8.12).
enum TemmeExpansion {
  /// From here on eight powers of 1/a reach the last bit.
  static let leastShape = 40.0
  /// Up to here the Taylor series of the C_k do.
  static let greatestExcess = 0.4

  /// The smaller tail over e^(−aη²/2)/√(2πa): the lower one at u < 0, the upper one elsewhere.
  static func scaledTail(shape a: Double, excess u: Double) -> Double {
    let size = (-2 * SaddlePoint.logOnePlusMinus(u)).squareRoot()
    let normal = (0.5 * .pi * a).squareRoot() * scaledErfc(size * (0.5 * a).squareRoot())
    return u < 0 ? normal - correction(-size, a) : normal + correction(size, a)
  }

  /// S(η, a).
  private static func correction(_ eta: Double, _ a: Double) -> Double {
    var sums = SIMD8<Double>.zero
    for row in coefficients { sums = sums * eta + row }
    var total = 0.0
    for k in (0..<8).reversed() { total = total / a + sums[k] }
    return total
  }

  /// e^(y²)·erfc(y) for y ≥ 0.
  private static func scaledErfc(_ y: Double) -> Double {
    guard y < 25 else { return (2 / .pi).squareRoot() / Normal.laplaceFraction(y * 2.squareRoot()) }
    let square = DoubleDouble.product(y, y)
    return erfc(y) * (exp(square.high) * (1 + square.low))
  }

  /// The coefficients of ηⁿ in C₀ … C₇, from the highest power down.
  private static let coefficients: [SIMD8<Double>] = {
    let rows = powerSeries(through: 24)
    return rows[0].indices.reversed().map { n in
      SIMD8(rows.map { $0[n] })
    }
  }()

  /// The Taylor series of C₀ … C₇ (DLMF 8.12.14).
  private static func powerSeries(through last: Int) -> [[Double]] {
    let length = last + 2 * 8
    let alpha = inverseSeries(length + 2)
    var leading = [-1.0 / 3]
    for n in 1...length { leading.append(Double(n + 2) * alpha[n + 2]) }
    var rows = [leading]
    for k in 1..<8 {
      let factor = k % 2 == 0 ? stirling[k] : -stirling[k]
      let previous = rows[k - 1]
      var row: [Double] = []
      for n in 0...length - 2 * k {
        row.append(factor * leading[n] + Double(n + 2) * previous[n + 2])
      }
      rows.append(row)
    }
    return rows.map { Array($0.prefix(last + 1)) }
  }

  /// The α_n of u = Σ α_n·ηⁿ, n = 0 … `last`.
  private static func inverseSeries(_ last: Int) -> [Double] {
    var alpha = [0, 1, 1.0 / 3, 1.0 / 36]
    for n in 4...last {
      var products = 0.0
      for j in 2..<n { products += Double(j) * alpha[j] * alpha[n - j + 1] }
      alpha.append((alpha[n - 1] - products) / Double(n + 1))
    }
    return alpha
  }

  /// Γ(a) over Stirling's formula, in powers of 1/a (DLMF 5.11.4).
  private static let stirling: [Double] = [
    1, 1.0 / 12, 1.0 / 288, -139.0 / 51_840, -571.0 / 2_488_320, 163_879.0 / 209_018_880,
    5_246_819.0 / 75_246_796_800, -534_703_531.0 / 902_961_561_600,
  ]
}
