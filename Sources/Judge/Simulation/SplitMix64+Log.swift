internal import Summaries

/// Draws for a log that is the same text everywhere: made only of operations that IEEE 754 rounds in one
/// way (+, −, ×, ÷), never the platform's `log` or `cos`.
extension SplitMix64 {
  /// A draw from [0, 1), a multiple of 2⁻⁵³.
  mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal draw by the sum of twelve uniforms: variance 1 exactly, range ±6.
  ///
  /// The excess kurtosis is −0.1: good enough for making a log look real, wrong for testing the tails of a
  /// statistic.
  mutating func roughNormal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += share() }
    return sum
  }
}
