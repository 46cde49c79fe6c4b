/// The bounds of several tests in groups, for questions that are asked at each of their looks.
package struct GroupSequentialMemory: Sendable {
  /// More histories of one test than this are of other metrics than the ones that are asked about.
  private static let mostHistories = 16

  private struct Test: Hashable, Sendable {
    var spending: SpendingFunction
    var significance: Double
    var maximumInformation: Double
  }

  private var known: [Test: [GroupSequentialBounds]] = [:]
  private var recent: Set<Test> = []

  /// Creates a memory of nothing.
  package init() {}

  /// What `GroupSequentialTest.pValue(of:spending:maximumInformation:roundedUpTo:)` says.
  package mutating func pValue(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    maximumInformation: Double, roundedUpTo significances: [Double]
  ) throws(StatsError) -> Double {
    var pValue = 1.0
    for significance in significances.sorted(by: >) {
      let test = Test(
        spending: spending, significance: significance, maximumInformation: maximumInformation)
      guard try crosses(observations, test) else { return pValue }
      pValue = significance
    }
    return pValue
  }

  /// The exact bound at each look, as a test in groups that begins anew finds it; nil where one was none.
  package mutating func criticalValues(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    significance: Double, maximumInformation: Double
  ) throws(StatsError) -> [Double?] {
    let test = Test(
      spending: spending, significance: significance, maximumInformation: maximumInformation)
    return try asked(observations, test) { (bounds) throws(StatsError) in
      try bounds.criticalValues(observations)
    }
  }

  /// What `GroupSequentialTest.pValue(of:spending:maximumInformation:upTo:)` says.
  package mutating func pValue(
    of observations: [GroupSequentialTest.Observation], spending: SpendingFunction,
    maximumInformation: Double, upTo largest: Double
  ) throws(StatsError) -> Double {
    try GroupSequentialTest.pValue(of: observations, upTo: largest) {
      (significance) throws(StatsError) in
      try criticalValues(
        of: observations, spending: spending, significance: significance,
        maximumInformation: maximumInformation)
    }
  }

  /// Forgets the tests that nobody asked about since this was called before: a search for a p-value asks about
  /// the same ones again as long as no look changes its answer.
  package mutating func forgetUnasked() {
    known = known.filter { recent.contains($0.key) }
    recent = []
  }

  private mutating func crosses(
    _ observations: [GroupSequentialTest.Observation], _ test: Test
  ) throws(StatsError) -> Bool {
    try asked(observations, test) { (bounds) throws(StatsError) in try bounds.crosses(observations)
    }
  }

  private mutating func asked<Answer>(
    _ observations: [GroupSequentialTest.Observation], _ test: Test,
    _ question: (inout GroupSequentialBounds) throws(StatsError) -> Answer
  ) throws(StatsError) -> Answer {
    recent.insert(test)
    // Taken out, so that it is not copied.
    var histories = known.removeValue(forKey: test) ?? []
    defer { known[test] = histories }
    let index = histories.firstIndex { $0.continues(observations) } ?? histories.count
    if index == histories.count {
      if histories.count == Self.mostHistories { histories.removeAll() }
      histories.append(
        try GroupSequentialBounds(
          spending: test.spending, significance: test.significance,
          maximumInformation: test.maximumInformation))
    }
    return try question(&histories[min(index, histories.count - 1)])
  }
}
