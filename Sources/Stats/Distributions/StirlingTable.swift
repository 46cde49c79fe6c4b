internal import Foundation

/// The error of Stirling's formula between ½ and 16, where its series does not serve.
///
/// Chebyshev interpolation on half octaves: the singularity at zero is five half widths from the
/// middle of each, so sixteen terms reach the last bit.
enum StirlingTable {
  static let domain = 0.5..<16.0
  private static let terms = 16

  private struct Piece {
    let middle: Double
    let halfWidth: Double
    let coefficients: [Double]

    init(from low: Double, to high: Double) {
      let (middle, halfWidth) = ((low + high) / 2, (high - low) / 2)
      let angles = (0..<terms).map { .pi * (Double($0) + 0.5) / Double(terms) }
      let values = angles.map { exactValue(middle + halfWidth * cos($0)) }
      self.middle = middle
      self.halfWidth = halfWidth
      coefficients = (0..<terms).map { k in
        let products = zip(angles, values).map { angle, value in value * cos(Double(k) * angle) }
        return products.reduce(0, +) * (k == 0 ? 1 : 2) / Double(terms)
      }
    }

    /// By Clenshaw's recurrence.
    func value(_ n: Double) -> Double {
      let t = (n - middle) / halfWidth
      var (next, afterNext) = (0.0, 0.0)
      for coefficient in coefficients.dropFirst().reversed() {
        (next, afterNext) = (2 * t * next - afterNext + coefficient, next)
      }
      return t * next - afterNext + coefficients[0]
    }
  }

  private static let pieces = (0..<10).map { index in
    let low = exp2(Double(index) / 2 - 1)
    return Piece(from: low, to: low * 2.squareRoot())
  }

  /// The error at an n of the domain.
  static func value(_ n: Double) -> Double {
    let octave = Int(n.exponent) + 1
    return pieces[2 * octave + (n.significand < 2.squareRoot() ? 0 : 1)].value(n)
  }

  /// By climbing to where the series holds; a step is atanh(w)/w − 1 with w = 1/(2n + 1).
  private static func exactValue(_ n: Double) -> Double {
    var error = 0.0
    var at = n
    while at < 16 {
      let square = 1 / ((2 * at + 1) * (2 * at + 1))
      var power = square
      var step = 0.0
      for divisor in stride(from: 3.0, through: 81, by: 2) {
        step += power / divisor
        power *= square
      }
      error += step
      at += 1
    }
    return error + SaddlePoint.stirlingSeries(at)
  }
}
