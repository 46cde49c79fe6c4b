internal import Summaries

/// Holds the variants in which units were seen against the assignment of the plan.
struct AssignmentCheck {
  private let assignment: ScanPlan.Assignment
  private let hash: UnitHash?
  private(set) var counts: AssignmentCounts

  /// Nil where the plan says nothing of the assignment.
  init?(_ plan: ScanPlan) {
    guard let assignment = plan.assignment else { return nil }
    self.assignment = assignment
    hash = assignment.hash.map(UnitHash.init)
    counts = AssignmentCounts(variants: plan.variants.count)
  }

  /// The bucket that the hash gives a unit; nil where no hash is known.
  func hashBucket(of entry: Lane<UInt64>) -> Int? { hash?.bucket(of: entry) }

  /// Counts a unit whose rows are not kept apart by time.
  ///
  /// - Returns: Whether it stays: not where its variant changes with the split and such units are left out.
  mutating func admits(_ unit: UnitTable.Unit) -> Bool {
    guard let hashBucket = hashBucket(of: unit.entry) else { return true }
    if isMoved(hashBucket) {
      counts.dropped[unit.variant] += 1
      return false
    }
    // Where the split changes, so may a unit's variant; that of its first row is known.
    let phase = assignment.phase(of: Timestamp(microseconds: unit.time))
    let mayMove = assignment.shares.count > 1 && assignment.moved == .kept
    count(
      unit.variant,
      isAsHashed: unit.variant == variant(hashBucket, in: phase)
        && (mayMove || !unit.inSeveralVariants))
    return true
  }

  /// The variant that the hash gives in a phase.
  func variant(_ hashBucket: Int, in phase: Int) -> Int {
    assignment.variant(ofHashBucket: hashBucket, of: hash?.buckets ?? 1, in: phase)
  }

  /// Whether units of this bucket are left out because their variant changes with the split.
  private func isMoved(_ hashBucket: Int) -> Bool {
    guard assignment.moved == .dropped else { return false }
    let first = variant(hashBucket, in: 0)
    return assignment.shares.indices.contains { variant(hashBucket, in: $0) != first }
  }

  /// Counts a unit by the variant of its first row.
  mutating func count(_ variant: Int, isAsHashed: Bool) {
    counts.checked[variant] += 1
    if !isAsHashed { counts.mismatched[variant] += 1 }
  }

  /// How a unit went through the time buckets it was seen in, in order.
  ///
  /// - Returns: Whether the plan explains every change of its variant.
  mutating func explains(_ visits: [UnitVisit]) -> Bool {
    var hasMoved = false
    for (before, after) in zip(visits, visits.dropFirst()) where before.variant != after.variant {
      guard
        assignment.explains(
          move: (from: before.variant, to: after.variant), from: before.bucket, to: after.bucket)
      else { return false }
      hasMoved = true
    }
    if hasMoved { counts.moved += 1 }
    return true
  }
}

/// What a unit did in one time bucket.
struct UnitVisit {
  var bucket: Int
  /// That of the first row that came.
  var variant: Int
  /// Whether there are rows of other variants.
  var isElsewhere: Bool
  var rows: Int
}
