/// A small seeded generator whose draws are the same bits on every machine.
///
/// SplitMix64: Steele, Lea and Flood (OOPSLA 2014), with the constants of Vigna's public-domain
/// reference.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of one seed.
  public init(seed: UInt64) { state = seed }

  /// Creates the generator of member `index` of family `family`.
  ///
  /// Streams of different members do not depend on how many draws another one used: what is drawn is the
  /// same however the members are divided among threads.
  public init(seed: UInt64, family: UInt64, index: Int) {
    state = Self.mix(Self.mix(seed ^ Self.mix(family)) &+ UInt64(bitPattern: Int64(index)))
  }

  /// Returns the next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A uniform draw from the open interval (0, 1): an odd multiple of 2⁻⁵⁴.
  public mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// The output function: a bijection of 64 bits that spreads every input bit.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
