import AssayTestSupport
import Testing

@testable import Stats

@Suite struct ConditionalPowerTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var standardized, growth, now, end, drift, crossing, atEnd: Double
    }
    var cases: [Row]
  }

  @Test func agreesWithTheInverseGaussian() throws {
    for row in try ReferenceFile.load("conditional_power", as: Reference.self).cases {
      let power = try ConditionalPower(standardized: row.standardized, growth: row.growth)
      let crossing = try power.crossing(now: row.now, end: row.end, drift: row.drift)
      // SciPy's inverse Gaussian loses digits in its own far tail; what decides is far above 1e-12.
      #expect(agree(crossing, row.crossing, relative: 1e-9, floor: 1e-12), "\(row) \(crossing)")
      let atEnd = try power.atEnd(bound: row.end, drift: row.drift)
      #expect(agree(atEnd, row.atEnd, relative: 1e-9, floor: 1e-12), "\(row) \(atEnd)")
    }
  }

  @Test func thePresentTrendIsTheDefault() throws {
    let power = try ConditionalPower(standardized: 1.2, growth: 3)
    #expect(
      try power.crossing(now: 2.8, end: 2.7) == power.crossing(now: 2.8, end: 2.7, drift: 1.2))
    #expect(try power.atEnd(bound: 2) == power.atEnd(bound: 2, drift: 1.2))
  }

  @Test func whatIsCrossedIsCrossed() throws {
    let power = try ConditionalPower(standardized: 3, growth: 1.0001)
    #expect(try power.crossing(now: 2.9, end: 4, drift: -50) == 1)
  }

  /// The chord of a confidence sequence is crossed at least as often as the sequence by any finite looks.
  @Test(arguments: [1.2, 2.0, 7.0])
  func aConcaveBoundIsCrossedAtMostAsOften(growth: Double) throws {
    let mixture = NormalMixture(significance: 0.05, targetClock: 5000, sides: .one)
    let clock = 2000.0
    func bound(_ information: Double) throws -> Double {
      try mixture.multiplier(clock: clock * information)
    }
    for standardized in [-1.0, 0.5, 1.5, 2.5] {
      let power = try ConditionalPower(standardized: standardized, growth: growth)
      let limit = try power.crossing(now: bound(1), end: bound(growth))
      // The recursion over looks from here on, as if they began at a score of zero.
      let looks = 100
      var paths = ContinuationDensity(drift: standardized, smallestStep: 1 / Double(looks))
      var crossed = 0.0
      for look in 1...looks {
        let step = (growth - 1) * Double(look) / Double(looks)
        let score = try bound(1 + step) * (1 + step).squareRoot() - standardized
        let upper = score / step.squareRoot()
        crossed += paths.probability(above: upper, at: step)
        paths = paths.continued(at: step, lower: -.infinity, upper: upper)
      }
      // The recursion's grid is good to about 1e-6.
      #expect(limit >= crossed - 1e-6, "\(standardized)")
      // Looks that are a hundredth apart miss a few per cent of the crossings, the chord adds some.
      #expect(limit <= crossed + 0.08, "\(standardized): \(limit) and \(crossed)")
      #expect(try power.atEnd(bound: bound(growth)) <= limit)
    }
  }

  @Test func moreInformationAndABetterDriftHelp() throws {
    var last = 0.0
    for growth in [1.1, 1.5, 2, 4, 8] {
      let power = try ConditionalPower(standardized: 1.5, growth: growth)
      let chance = try power.crossing(now: 2.8, end: 2.8)
      #expect(chance > last)
      #expect(try power.crossing(now: 2.8, end: 2.8, drift: 2) > chance)
      last = chance
    }
  }

  @Test func impossibleQuestionsAreRefused() {
    for (standardized, growth) in [(Double.nan, 2), (.infinity, 2), (0, 1), (0, 0.5), (0, .nan)] {
      #expect(throws: StatsError.self) {
        try ConditionalPower(standardized: standardized, growth: growth)
      }
    }
  }
}
