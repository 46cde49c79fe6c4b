internal import Summaries

/// Assigns units to variants by a hash of their name, so that a unit always sees the same variant.
///
/// The hash is FNV-1a (Fowler, Noll and Vo) over `salt:unit` in UTF-8, finished by SplitMix64's
/// mixing because FNV's high bits are weak on short keys; the bucket is its remainder by 10,000.
struct StickyHash: Sendable {
  static let bucketCount = 10_000

  let salt: String

  /// The bucket of a unit, in 0 ..< 10,000.
  func bucket(of unit: String) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in salt.utf8 { Self.add(byte, to: &hash) }
    Self.add(UInt8(ascii: ":"), to: &hash)
    for byte in unit.utf8 { Self.add(byte, to: &hash) }
    return Int(SplitMix64.mix(hash) % UInt64(Self.bucketCount))
  }

  private static func add(_ byte: UInt8, to hash: inout UInt64) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
