internal import Summaries

/// What the tests of several groups share.
enum GroupMoments {
  static func validate(_ groups: [Moments], atLeast needed: Int) throws(StatsError) {
    guard groups.count > 1 else {
      throw .tooFewObservations(arm: "groups", needed: 2, found: groups.count)
    }
    for (index, group) in groups.enumerated() {
      guard group.count >= needed else {
        throw .tooFewObservations(arm: "group \(index + 1)", needed: needed, found: group.count)
      }
      guard group.mean.isFinite, group.centeredSquares.isFinite else {
        throw .invalidParameter(
          name: "group \(index + 1)", value: group.mean, expected: "finite observations")
      }
    }
  }

  /// The sum of squares between groups, about their common mean.
  static func between(_ groups: [Moments]) -> Double {
    var means = Moments()
    for group in groups {
      means.merge(Moments(count: group.count, mean: group.mean, centeredSquares: 0))
    }
    return means.centeredSquares
  }
}
