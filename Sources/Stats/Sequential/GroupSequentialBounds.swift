/// The bounds of one test in groups at looks that are asked about again and again, each worked out once.
///
/// Past looks are frozen: what is known of them answers later questions, and gives the same answers as a test
/// that begins anew. Looks that differ from the ones before are worked out again from where they differ.
package struct GroupSequentialBounds: Sendable {
  private let spending: SpendingFunction
  private let significance: Double
  private let maximumInformation: Double
  private var looks: [KnownLook] = []
  /// The exact bounds of the first looks, as many as were asked for; nil where there was no new look.
  private var bounds: [Double?] = []
  private var latest: State
  /// One bound earlier: only the last look's share of what there is to spend is ever changed afterwards.
  private var former: State?

  /// What is known of a look without the recursion.
  private struct KnownLook: Sendable {
    var information: Double
    var fraction: Double?
    /// With all looks up to this one.
    var reached = 0.0
    var spent = 0.0
    /// No statistic below the first crosses, and each from the second on does; nil where there is nothing to
    /// spend.
    var limits: (possible: Double, certain: Double)?

    func isOf(_ observation: GroupSequentialTest.Observation) -> Bool {
      information == observation.information && fraction == observation.fraction
    }
  }

  private struct State: Sendable {
    var count = 0
    var test: GroupSequentialTest
  }

  /// Creates the bounds of no looks.
  ///
  /// - Throws: `StatsError.invalidParameter` for values out of range.
  package init(
    spending: SpendingFunction, significance: Double, maximumInformation: Double
  ) throws(StatsError) {
    (self.spending, self.significance) = (spending, significance)
    self.maximumInformation = maximumInformation
    latest = State(
      test: try GroupSequentialTest(
        spending: spending, significance: significance, maximumInformation: maximumInformation))
  }

  /// Whether no more than the last of the known looks would have to be worked out again.
  package func continues(_ observations: [GroupSequentialTest.Observation]) -> Bool {
    shared(observations) >= min(looks.count, observations.count) - 1
  }

  /// Whether some look is at or beyond its bound.
  ///
  /// A look's bound lies between that of a single look at all that is spent by then and that of one at what
  /// is new: a path that crosses now has crossed by now, and one that crosses for the first time crosses. The
  /// recursion is asked only about statistics between the two.
  package mutating func crosses(
    _ observations: [GroupSequentialTest.Observation]
  ) throws(StatsError) -> Bool {
    try learn(observations)
    var undecided: Int?
    for (index, observation) in observations.enumerated() {
      guard let limits = looks[index].limits else { continue }
      if observation.standardized >= limits.certain { return true }
      if observation.standardized >= limits.possible { undecided = index }
    }
    guard let undecided else { return false }
    for index in 0...undecided {
      guard let bound = try bound(at: index) else { continue }
      if observations[index].standardized >= bound { return true }
    }
    return false
  }

  /// The exact bound at each look; nil where one was none.
  package mutating func criticalValues(
    _ observations: [GroupSequentialTest.Observation]
  ) throws(StatsError) -> [Double?] {
    try learn(observations)
    var values: [Double?] = []
    for index in observations.indices { values.append(try bound(at: index)) }
    return values
  }

  private mutating func learn(
    _ observations: [GroupSequentialTest.Observation]
  ) throws(StatsError) {
    let shared = shared(observations)
    if shared < min(looks.count, observations.count) { try forget(from: shared) }
    for observation in observations.dropFirst(looks.count) {
      looks.append(try limits(of: observation))
    }
  }

  /// How many looks are the same from the first on.
  private func shared(_ observations: [GroupSequentialTest.Observation]) -> Int {
    var count = 0
    while count < min(looks.count, observations.count), looks[count].isOf(observations[count]) {
      count += 1
    }
    return count
  }

  private mutating func forget(from count: Int) throws(StatsError) {
    looks.removeLast(looks.count - count)
    guard bounds.count > count else { return }
    bounds.removeLast(bounds.count - count)
    guard latest.count > count else { return }
    if let former, former.count <= count {
      latest = former
    } else {
      latest = State(
        test: try GroupSequentialTest(
          spending: spending, significance: significance, maximumInformation: maximumInformation))
      bounds = []
    }
    former = nil
  }

  private func limits(
    of observation: GroupSequentialTest.Observation
  ) throws(StatsError) -> KnownLook {
    var look = KnownLook(information: observation.information, fraction: observation.fraction)
    (look.reached, look.spent) = (looks.last?.reached ?? 0, looks.last?.spent ?? 0)
    let step = (observation.information - look.reached) / observation.information
    guard observation.information > 0, step >= GroupSequentialTest.smallestStep else { return look }
    look.reached = observation.information
    let spent = try spending.spent(
      at: observation.fraction ?? observation.information / maximumInformation, of: significance)
    let increment = spent - look.spent
    look.spent = max(spent, look.spent)
    guard increment > 1e-300 else { return look }
    // The recursion's own accuracy.
    let (normal, rounding) = (Normal(), 1e-6)
    look.limits = (
      try normal.quantile(upperTail: look.spent) - rounding,
      try normal.quantile(upperTail: increment) + rounding
    )
    return look
  }

  /// The exact bound of a known look; nil where there was no new look.
  private mutating func bound(at index: Int) throws(StatsError) -> Double? {
    while bounds.count <= index {
      let look = looks[bounds.count]
      var next = latest
      let taken = try next.test.look(information: look.information, fraction: look.fraction)
      next.count += 1
      (former, latest) = (latest, next)
      bounds.append(taken?.criticalValue)
    }
    return bounds[index]
  }
}
