/// Assigns units to variants by a hash of their name, so that a unit always sees the same variant.
///
/// The hash is FNV-1a (Fowler, Noll and Vo) over `salt:unit` in UTF-8, finished by SplitMix64's
/// mixing because FNV's high bits are weak on short keys; the bucket is its remainder by the number of
/// buckets.
public struct StickyHash: Sendable {
  /// How many buckets there are where nothing else is said.
  public static let bucketCount = 10_000

  /// What keeps the assignments of one experiment apart from those of another.
  public let salt: String

  /// Creates the hash of one experiment.
  public init(salt: String) { self.salt = salt }

  /// The bucket of a unit, in 0 ..< 10,000.
  public func bucket(of unit: String) -> Int {
    Int(Self.digest(Array("\(salt):\(unit)".utf8)) % UInt64(Self.bucketCount))
  }

  /// The hash of `salt:unit`.
  public static func digest(_ text: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return SplitMix64.mix(hash)
  }
}
