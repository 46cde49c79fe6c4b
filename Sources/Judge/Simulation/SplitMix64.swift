/// A small seeded generator whose draws are the same bits on every machine.
///
/// SplitMix64: Steele, Lea and Flood (OOPSLA 2014), with the constants of Vigna's public-domain
/// reference. The derived draws use only operations that IEEE 754 rounds in one way (+, −, ×, ÷),
/// never the platform's `log` or `cos`, so that a seed names one log everywhere.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of one seed.
  init(seed: UInt64) { state = seed }

  /// Creates the generator of member `index` of family `family`: streams of different members do
  /// not depend on how many draws another one used.
  init(seed: UInt64, family: UInt64, index: Int) {
    state = Self.mix(Self.mix(seed ^ Self.mix(family)) &+ UInt64(bitPattern: Int64(index)))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A uniform draw from [0, 1), a multiple of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal draw by the sum of twelve uniforms: variance 1 exactly, range ±6.
  ///
  /// The excess kurtosis is −0.1. That is good enough for making a log look real and wrong for
  /// testing a statistic's tails, which is why this stays inside the log generator.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }

  /// The output function: a bijection of 64 bits that spreads every input bit.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
