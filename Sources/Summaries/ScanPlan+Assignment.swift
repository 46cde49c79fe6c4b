extension ScanPlan {
  /// How units should have come to their variants: what a scan holds the variants of each unit against.
  public struct Assignment: Equatable, Codable, Sendable {
    /// The planned share of each variant, for each bucket of the time axis; of one entry where the split
    /// stays as it is.
    public var shares: [[Double]]
    /// The hash that should have assigned the units, where it is known.
    public var hash: AssignmentHash?
    /// What becomes of units whose hash falls where the split changed.
    public var moved: Moved

    /// What becomes of units whose variant changes with the split.
    public enum Moved: String, Codable, Sendable {
      /// They stay, in the variant of their first row.
      case kept
      /// They are left out, all whose hash falls there, whether they came back or not.
      case dropped
    }

    /// Creates an assignment whose moved units are kept.
    public init(shares: [[Double]], hash: AssignmentHash? = nil, moved: Moved = .kept) {
      (self.shares, self.hash, self.moved) = (shares, hash, moved)
    }

    /// The shares in a time bucket.
    func shares(in bucket: Int) -> [Double] {
      shares.count == 1 || !shares.indices.contains(bucket) ? shares[0] : shares[bucket]
    }

    /// Whether the plan moves units from one variant to another between two time buckets: the one's share
    /// fell and the other's rose.
    public func explains(move: (from: Int, to: Int), from before: Int, to after: Int) -> Bool {
      guard !shares.isEmpty else { return false }
      let (old, new) = (shares(in: before), shares(in: after))
      return new[move.from] < old[move.from] && new[move.to] > old[move.to]
    }

    /// The variant that a bucket of the hash belongs to in a time bucket.
    ///
    /// The treatments take their shares from bucket 0 on, in their order; the control, the first variant,
    /// has the rest. So a treatment that alone grows takes from the control and gives nothing back.
    public func variant(ofHashBucket position: Int, of buckets: Int, in bucket: Int) -> Int {
      guard !shares.isEmpty else { return 0 }
      var end = 0.0
      for (variant, share) in shares(in: bucket).enumerated().dropFirst() {
        end += share
        if position < Int((end * Double(buckets)).rounded()) { return variant }
      }
      return 0
    }
  }

  /// The hash that assigns a unit: of the text `salt:unit` in UTF-8, the remainder by the number of buckets.
  public struct AssignmentHash: Equatable, Codable, Sendable {
    /// How the text becomes a number.
    public enum Kind: String, Codable, Sendable, CaseIterable {
      /// 64-bit FNV-1a, finished by SplitMix64's mixing: `StickyHash`.
      case fnv1a = "fnv-1a"
      /// The first eight bytes of SHA-256 (FIPS 180-4), the highest first.
      case sha256
      /// The first four bytes of MD5 (RFC 1321), the highest first.
      case md5
      /// 32-bit MurmurHash3 for x86 with seed 0 (Appleby, 2011).
      case murmur3
    }

    /// How the text becomes a number.
    public var kind: Kind
    /// What stands before the unit.
    public var salt: String
    /// How many buckets there are, positive.
    public var buckets: Int

    /// Creates a hash.
    public init(_ kind: Kind, salt: String, buckets: Int = StickyHash.bucketCount) {
      (self.kind, self.salt, self.buckets) = (kind, salt, buckets)
    }
  }
}
