/// How the variants of units agree with the assignment that the plan names.
public struct AssignmentCounts: Equatable, Codable, Sendable {
  /// Units whose variant changed with the split, as a ramp has it.
  public var moved = 0
  /// By variant of the first row: units that were held against the hash.
  public var checked: [Int]
  /// Those of them that were seen in a variant the hash does not give them.
  public var mismatched: [Int]
  /// By variant of the first row: units left out because their hash falls where the split changed.
  public var dropped: [Int]

  /// Creates the counts of no units.
  public init(variants: Int) {
    checked = Array(repeating: 0, count: variants)
    (mismatched, dropped) = (checked, checked)
  }

  /// Adds the counts of other units.
  ///
  /// - Precondition: they are of as many variants.
  public mutating func merge(_ other: AssignmentCounts) {
    precondition(other.checked.count == checked.count, "counts of the same variants")
    moved += other.moved
    for variant in checked.indices {
      checked[variant] += other.checked[variant]
      mismatched[variant] += other.mismatched[variant]
      dropped[variant] += other.dropped[variant]
    }
  }
}
