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
    for group in groups { means.merge(group.withoutSpread) }
    return means.centeredSquares
  }

  /// The common variance within groups, and how many observations it is worth.
  static func residualVariance(
    _ groups: [Moments]
  ) throws(StatsError) -> (value: Double, degreesOfFreedom: Double) {
    try validate(groups, atLeast: 1)
    let total = groups.reduce(0) { $0 + $1.count }
    guard total > groups.count else {
      throw .tooFewObservations(arm: "all groups", needed: groups.count + 1, found: total)
    }
    let within = groups.reduce(0) { $0 + $1.centeredSquares }
    guard within > 0 else { throw .zeroVariance }
    let degreesOfFreedom = Double(total - groups.count)
    return (within / degreesOfFreedom, degreesOfFreedom)
  }
}
