extension ScanPlan {
  /// How units should have come to their variants: what a scan holds the variants of each unit against.
  public struct Assignment: Equatable, Codable, Sendable {
    /// When each split began; nil where it stays as it is.
    public var phases: TimeBuckets?
    /// The planned share of each variant, for each of the phases.
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
    public init(
      phases: TimeBuckets? = nil, shares: [[Double]], hash: AssignmentHash? = nil,
      moved: Moved = .kept
    ) {
      (self.phases, self.shares, self.hash, self.moved) = (phases, shares, hash, moved)
    }

    /// The phase of an instant.
    public func phase(of time: Timestamp) -> Int { phases?.index(of: time) ?? 0 }

    /// The shares in a phase.
    func shares(in phase: Int) -> [Double] {
      shares.indices.contains(phase) ? shares[phase] : shares[0]
    }

    /// Whether the plan moves units from one variant to another between two phases: the one's share
    /// fell and the other's rose.
    public func explains(move: (from: Int, to: Int), from before: Int, to after: Int) -> Bool {
      guard !shares.isEmpty else { return false }
      let (old, new) = (shares(in: before), shares(in: after))
      return new[move.from] < old[move.from] && new[move.to] > old[move.to]
    }

    /// The variant that a bucket of the hash belongs to in a phase.
    ///
    /// The treatments take their shares from bucket 0 on, in their order; the control, the first variant,
    /// has the rest. So a treatment that alone grows takes from the control and gives nothing back.
    public func variant(ofHashBucket position: Int, of buckets: Int, in phase: Int) -> Int {
      guard !shares.isEmpty else { return 0 }
      var end = 0.0
      for (variant, share) in shares(in: phase).enumerated().dropFirst() {
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
