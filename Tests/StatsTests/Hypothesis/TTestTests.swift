import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct TTestTests {
  struct Row: Decodable { var statistic, degreesOfFreedom, pValue, lower, upper: Double }
  struct Case: Decodable {
    var name: String
    var control, treatment: [Double]
    var nullDifference, scale: Double
    var welch, welchGreater, welchLess, pooled, one: Row
    var paired: Row?
  }
  struct Reference: Decodable { var tTests: [Case] }
  let cases: [Case]
  init() throws { cases = try ReferenceFile.load("classical", as: Reference.self).tTests }

  @Test func agreeWithR() throws {
    for c in cases {
      let null = c.nullDifference
      try check(WelchTTest(nullDifference: null), c, c.welch)
      try check(WelchTTest(alternative: .greater, nullDifference: null), c, c.welchGreater)
      try check(WelchTTest(alternative: .less, nullDifference: null), c, c.welchLess, level: 0.9)
      try check(PooledTTest(nullDifference: null), c, c.pooled)
      try check(
        OneSampleTTest(nullMean: null).evaluate(c.treatment), c, c.one, level: 0.99)
      let interval = try MeanInterval(level: 0.99).interval(Moments(c.treatment))
      #expect(agree(interval.lower, c.one.lower * c.scale, relative: tolerance(c)), "\(c.name)")
      #expect(agree(interval.upper, c.one.upper * c.scale, relative: tolerance(c)), "\(c.name)")
      if let paired = c.paired {
        try check(
          PairedTTest(nullDifference: null).evaluate(control: c.control, treatment: c.treatment), c,
          paired)
      }
    }
  }

  /// Closed forms; at 1e9 a running mean keeps seven digits after the point.
  private func tolerance(_ c: Case) -> Double { c.name == "far" ? 1e-8 : 1e-11 }

  private func check(
    _ test: some DifferenceTest<Moments>, _ c: Case, _ expected: Row, level: Double = 0.95
  ) throws {
    let raw = try test.evaluate(control: c.control, treatment: c.treatment)
    let summary = try test.evaluate(
      control: Moments(c.control), treatment: Moments(c.treatment))
    #expect(raw == summary, "\(c.name): raw samples and summaries differ")
    try check(raw, c, expected, level: level)
  }

  private func check(
    _ result: TestResult, _ c: Case, _ expected: Row, level: Double = 0.95
  ) throws {
    let interval = try result.confidenceInterval(level: level)
    let tolerance = tolerance(c)
    #expect(agree(result.statistic, expected.statistic, relative: tolerance), "\(c.name)")
    #expect(agree(result.pValue, expected.pValue, relative: tolerance), "\(c.name)")
    #expect(agree(interval.lower, expected.lower * c.scale, relative: tolerance), "\(c.name)")
    #expect(agree(interval.upper, expected.upper * c.scale, relative: tolerance), "\(c.name)")
    guard case .studentT(let degreesOfFreedom) = result.reference else {
      Issue.record("\(result.method) is not a t-test")
      return
    }
    #expect(agree(degreesOfFreedom, expected.degreesOfFreedom, relative: tolerance), "\(c.name)")
  }

  @Test func swappingArmsFlipsTheSign() throws {
    for c in cases where c.nullDifference == 0 {
      let there = try WelchTTest().evaluate(control: c.control, treatment: c.treatment)
      let back = try WelchTTest().evaluate(control: c.treatment, treatment: c.control)
      #expect(there.statistic == -back.statistic)
      #expect(there.pValue == back.pValue)
    }
  }

  @Test func intervalExcludesTheNullWhereTheTestRejects() throws {
    for c in cases {
      let result = try WelchTTest().evaluate(control: c.control, treatment: c.treatment)
      let level = 1 - result.pValue
      #expect(try result.confidenceInterval(level: level + 1e-9).contains(0))
      #expect(try !result.confidenceInterval(level: level - 1e-9).contains(0))
    }
  }

  @Test func oneSidedTailsAddUp() throws {
    for c in cases {
      func p(_ alternative: Alternative) throws -> Double {
        try WelchTTest(alternative: alternative).evaluate(
          control: c.control, treatment: c.treatment
        ).pValue
      }
      #expect(agree(try p(.less) + p(.greater), 1, relative: 1e-13))
      #expect(agree(try p(.twoSided), 2 * min(try p(.less), try p(.greater)), relative: 1e-13))
    }
  }

  @Test func pairedTestTakesJointMoments() throws {
    for c in cases where c.paired != nil {
      var pairs = BivariateMoments()
      for (x, y) in zip(c.control, c.treatment) { pairs.add((x, y)) }
      let joint = try PairedTTest().evaluate(pairs: pairs)
      let raw = try PairedTTest().evaluate(control: c.control, treatment: c.treatment)
      // Three co-moments cancel where the pairs agree.
      #expect(agree(joint.pValue, raw.pValue, relative: 1e-9), "\(c.name)")
    }
  }

  @Test(arguments: [0, 1])
  func needTwoObservations(_ n: Int) {
    let short = Moments(repeatElement(1, count: n))
    #expect(throws: StatsError.tooFewObservations(arm: "control", needed: 2, found: n)) {
      try WelchTTest().evaluate(control: short, treatment: Moments([1, 2, 3]))
    }
  }

  @Test func constantDataAreAnError() {
    let same = Moments([2, 2, 2])
    #expect(throws: StatsError.zeroVariance) {
      try WelchTTest().evaluate(control: same, treatment: same)
    }
    #expect(throws: StatsError.zeroVariance) {
      try PooledTTest().evaluate(control: same, treatment: same)
    }
    #expect(throws: StatsError.zeroVariance) { try OneSampleTTest().evaluate([2, 2]) }
  }

  @Test func dataThatAreNotFiniteAreAnError() {
    for bad in [Double.nan, .infinity] {
      #expect(throws: StatsError.self) {
        try WelchTTest().evaluate(control: [1, 2, bad], treatment: [1, 2, 3])
      }
      #expect(throws: StatsError.self) {
        try PooledTTest().evaluate(control: [1, 2, bad], treatment: [1, 2, 3])
      }
    }
  }

  @Test func farTailIsNotZero() throws {
    let p = try ReferenceDistribution.studentT(degreesOfFreedom: 100).pValue(of: 40, .greater)
    #expect(p > 0 && p < 1e-60)
  }
}
