import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct SeveralSampleTests {
  struct Row: Decodable { var statistic, pValue: Double }
  struct Welch: Decodable { var statistic, pValue, denominator: Double }
  struct Case: Decodable {
    var groups: [[Double]]
    var anova: Row
    var etaSquared: Double
    var welch: Welch
    var kruskal, levene, brownForsythe, bartlett, varianceRatio: Row
    var varianceRatioLess: Double
  }
  struct Reference: Decodable { var several: [Case] }
  let cases: [Case]
  init() throws { cases = try ReferenceFile.load("tests", as: Reference.self).several }

  private func check(_ found: TestResult, _ expected: Row, tolerance: Double = 1e-10) {
    #expect(agree(found.statistic, expected.statistic, relative: tolerance), "\(found.method)")
    #expect(agree(found.pValue, expected.pValue, relative: tolerance), "\(found.method)")
  }

  /// NIST's SmLs01 to SmLs09, in exact arithmetic on the doubles nearest to its decimals.
  @Test func certifiedAnalysesHold() throws {
    struct Exact: Decodable { var within, f, difference: Double }
    struct File: Decodable { var analysis: [String: Exact] }
    let reference = try ReferenceFile.load("moments", as: File.self).analysis
    for (i, base) in [1.0, 1_000_000, 1_000_000_000_000].enumerated() {
      for (j, size) in [20, 200, 2000].enumerated() {
        // The sums in tenths, so that every value is the double nearest to its decimal.
        let groups = ([4] + (0..<8).map { $0 % 2 == 0 ? 3 : 5 }).map { (center: Int) in
          Moments(
            ([center] + (0..<size).map { $0 % 2 == 0 ? center - 1 : center + 1 })
              .map { (base * 10 + Double($0)) / 10 })
        }
        let expected = try #require(reference["SmLs0\(3 * i + j + 1)"])
        let found = try OneWayANOVA().evaluate(groups)
        // A handful of roundings after the sums.
        #expect(agree(found.statistic, expected.f, relative: 1e-15), "SmLs0\(3 * i + j + 1)")
        #expect(groups[8].meanDifference(from: groups[0]) == expected.difference)
      }
    }
  }

  @Test func agreeWithR() throws {
    for c in cases {
      let groups = c.groups.map { Moments($0) }
      let samples = try c.groups.map { try WeightedValues($0) }
      let anova = try OneWayANOVA().evaluate(groups)
      check(anova, c.anova)
      #expect(agree(anova.estimate, c.etaSquared, relative: 1e-10))
      let welch = try WelchANOVA().evaluate(groups)
      check(welch, Row(statistic: c.welch.statistic, pValue: c.welch.pValue))
      guard case .fisherF(_, let denominator) = welch.reference else {
        Issue.record("Welch's statistic follows F")
        continue
      }
      #expect(agree(denominator, c.welch.denominator, relative: 1e-10))
      check(try KruskalWallisTest().evaluate(samples), c.kruskal)
      check(try BartlettTest().evaluate(groups), c.bartlett, tolerance: 1e-9)
      check(try LeveneTest().evaluate(samples), c.brownForsythe)
      check(try LeveneTest(center: .mean).evaluate(samples), c.levene)
      check(
        try VarianceRatioTest().evaluate(control: groups[0], treatment: groups[1]), c.varianceRatio)
      let less = try VarianceRatioTest(alternative: .less)
        .evaluate(control: groups[0], treatment: groups[1])
      #expect(agree(less.pValue, c.varianceRatioLess, relative: 1e-10))
    }
  }

  @Test func twoGroupsAreATTest() throws {
    for c in cases {
      let (a, b) = (Moments(c.groups[0]), Moments(c.groups[1]))
      let t = try PooledTTest().evaluate(control: a, treatment: b)
      #expect(
        agree(try OneWayANOVA().evaluate([a, b]).pValue, t.pValue, relative: 1e-10))
      let welch = try WelchTTest().evaluate(control: a, treatment: b)
      #expect(agree(try WelchANOVA().evaluate([a, b]).pValue, welch.pValue, relative: 1e-10))
    }
  }

  @Test func constantGroupsAreErrors() throws {
    let same = Moments([3, 3, 3])
    #expect(throws: StatsError.zeroVariance) { try OneWayANOVA().evaluate([same, same]) }
    #expect(throws: StatsError.zeroVariance) {
      try WelchANOVA().evaluate([same, Moments([1, 2])])
    }
    #expect(throws: StatsError.zeroVariance) { try BartlettTest().evaluate([same, same]) }
    let values = try WeightedValues([3.0, 3])
    #expect(throws: StatsError.zeroVariance) { try KruskalWallisTest().evaluate([values, values]) }
    #expect(throws: StatsError.zeroVariance) { try LeveneTest().evaluate([values, values]) }
    #expect(throws: StatsError.self) { try OneWayANOVA().evaluate([same]) }
    #expect(throws: StatsError.self) { try LeveneTest().evaluate([]) }
  }
}
