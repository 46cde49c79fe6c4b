internal import Summaries

/// Two histograms' numbers on one ladder of intervals that do not overlap.
///
/// Histograms of different resolution nest, so that the ladder has the coarser one's cells where
/// both have some.
struct NumberGroups: Equatable {
  /// Numbers from `lower` to `upper`, both included.
  struct Group: Equatable {
    var lower: Double
    var upper: Double
    var reference: Int
    var current: Int
  }

  /// Ascending.
  private(set) var groups: [Group] = []
  private(set) var referenceCount = 0
  private(set) var currentCount = 0

  /// Lays two histograms' cells beside each other.
  init(reference: [ValueHistogram.Cell], current: [ValueHistogram.Cell]) {
    let both =
      reference.map { Group(lower: $0.lower, upper: $0.upper, reference: $0.count, current: 0) }
      + current.map { Group(lower: $0.lower, upper: $0.upper, reference: 0, current: $0.count) }
    for group in both.sorted(by: { ($0.lower, $0.upper) < ($1.lower, $1.upper) }) {
      append(group)
    }
  }

  private mutating func append(_ group: Group) {
    referenceCount += group.reference
    currentCount += group.current
    guard let last = groups.last, group.lower <= last.upper else { return groups.append(group) }
    groups[groups.count - 1].upper = max(last.upper, group.upper)
    groups[groups.count - 1].reference += group.reference
    groups[groups.count - 1].current += group.current
  }
}
