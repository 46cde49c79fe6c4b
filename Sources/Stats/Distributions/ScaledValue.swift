internal import Foundation
internal import Summaries

/// A positive number as factor · e^exponent, which neither underflows nor loses its logarithm.
struct ScaledValue {
  let factor: Double
  let exponent: Double

  static let zero = ScaledValue(factor: 0, exponent: 0)

  init(factor: Double, exponent: Double) {
    self.factor = factor
    self.exponent = exponent
  }

  /// The low half of the exponent, which a rounded one would lose, goes into the factor.
  init(factor: Double, exponent: DoubleDouble) {
    let isSmall = abs(exponent.low) < 1e-3
    self.init(factor: isSmall ? factor * (1 + exponent.low) : factor, exponent: exponent.high)
  }

  var value: Double { factor * exp(exponent) }
  var logValue: Double { exponent + log(factor) }
}
