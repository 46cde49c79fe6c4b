import AssayTestSupport
import Stats
import Testing

/// Proportion tests and intervals against R; the restricted likelihood there is found by search.
@Suite struct ProportionTests {
  struct Case: Decodable {
    var control, treatment: [Int]
    var margins, marginStatistics: [Double]
    var miettinenNurminen, miettinenNurminen90, wilson, wilsonCorrected: [Double]
    var clopperPearson, clopperPearson99, wald, waldCorrected: [Double]

    func arm(_ v: [Int]) throws -> BinomialCount {
      try BinomialCount(successes: v[0], trials: v[1])
    }
  }
  struct Reference: Decodable { var proportions: [Case] }
  let cases: [Case]
  init() throws { cases = try ReferenceFile.load("classical", as: Reference.self).proportions }

  @Test func marginsAreTestedByTheRestrictedLikelihood() throws {
    for c in cases {
      for (margin, expected) in zip(c.margins, c.marginStatistics) {
        let found = try TwoProportionZTest(nullDifference: margin)
          .evaluate(control: c.arm(c.control), treatment: c.arm(c.treatment)).statistic
        // R's root finder.
        #expect(agree(found, expected, relative: 1e-9), "\(c) \(margin)")
      }
    }
  }

  @Test func intervalsAgreeWithR() throws {
    for c in cases {
      let (x, y) = (try c.arm(c.control), try c.arm(c.treatment))
      func check(_ found: ConfidenceInterval, _ expected: [Double], _ tolerance: Double) {
        // Bounds at 0 and 1 are rounded in R.
        #expect(agree(found.lower, expected[0], relative: tolerance, floor: 1e-15), "\(c)")
        #expect(agree(found.upper, expected[1], relative: tolerance, floor: 1e-15), "\(c)")
      }
      check(
        try MiettinenNurminenInterval().interval(control: x, treatment: y), c.miettinenNurminen,
        1e-8)
      check(
        try MiettinenNurminenInterval(level: 0.9).interval(control: x, treatment: y),
        c.miettinenNurminen90, 1e-8)
      // R's lower bound cancels for few successes among many.
      check(try WilsonInterval().interval(x), c.wilson, 1e-10)
      check(try WilsonInterval(continuity: .yates).interval(x), c.wilsonCorrected, 1e-10)
      check(try ClopperPearsonInterval().interval(x), c.clopperPearson, 1e-11)
      check(try ClopperPearsonInterval(level: 0.99).interval(x), c.clopperPearson99, 1e-11)
      check(try WaldDifferenceInterval().interval(control: x, treatment: y), c.wald, 1e-11)
      check(
        try WaldDifferenceInterval(continuity: .yates).interval(control: x, treatment: y),
        c.waldCorrected, 1e-11)
    }
  }

  /// Newcombe (1998), Table II, and Miettinen & Nurminen's interval, of 56/70 − 48/80.
  @Test func publishedExample() throws {
    let treatment = try BinomialCount(successes: 56, trials: 70)
    let control = try BinomialCount(successes: 48, trials: 80)
    let newcombe = try NewcombeInterval().interval(control: control, treatment: treatment)
    #expect(agree(newcombe.lower, 0.0524, relative: 0, floor: 5e-5))
    #expect(agree(newcombe.upper, 0.3339, relative: 0, floor: 5e-5))
    let score = try MiettinenNurminenInterval().interval(control: control, treatment: treatment)
    #expect(agree(score.lower, 0.052830, relative: 0, floor: 5e-7))
    #expect(agree(score.upper, 0.338173, relative: 0, floor: 5e-7))
  }

  /// statsmodels' proportion_confint(0.8 · 33.3, 33.3, 0.05, 'wilson'), the other share likewise, and Newcombe's
  /// equation of method 10 from both; whole rows are those of a count.
  @Test func rowsThatAreWorthFewerIndependentOnes() throws {
    let treatment = try EffectiveShare(share: 0.8, rows: 33.3)
    let control = try EffectiveShare(share: 0.6, rows: 41.7)
    let wilson = try WilsonInterval().interval(treatment)
    #expect(agree(wilson.lower, 0.6366417615069975, relative: 1e-12))
    #expect(agree(wilson.upper, 0.9013015674412919, relative: 1e-12))
    let newcombe = try NewcombeInterval().interval(control: control, treatment: treatment)
    #expect(agree(newcombe.lower, -0.011347753125087234, relative: 1e-11))
    #expect(agree(newcombe.upper, 0.38180494709493845, relative: 1e-11))
    let whole = try WilsonInterval().interval(EffectiveShare(share: 0.8, rows: 70))
    let count = try WilsonInterval().interval(BinomialCount(successes: 56, trials: 70))
    #expect(agree(whole.lower, count.lower, relative: 1e-14))
    #expect(throws: StatsError.self) { try EffectiveShare(share: 1.1, rows: 10) }
    #expect(throws: StatsError.self) { try EffectiveShare(share: 0.5, rows: 0) }
  }

  @Test func swappingArmsReflectsEveryInterval() throws {
    for c in cases {
      let (x, y) = (try c.arm(c.control), try c.arm(c.treatment))
      func check(
        _ interval: (BinomialCount, BinomialCount) throws -> ConfidenceInterval
      ) throws {
        let (there, back) = (try interval(x, y), try interval(y, x))
        #expect(agree(there.lower, -back.upper, relative: 1e-9, floor: 1e-14), "\(c)")
        #expect(agree(there.upper, -back.lower, relative: 1e-9, floor: 1e-14), "\(c)")
        #expect(there.lower <= there.upper)
      }
      try check { try NewcombeInterval().interval(control: $0, treatment: $1) }
      try check { try MiettinenNurminenInterval().interval(control: $0, treatment: $1) }
      try check { try WaldDifferenceInterval().interval(control: $0, treatment: $1) }
    }
  }

  @Test func countsThatAreNoneAreErrors() {
    #expect(throws: StatsError.self) { try BinomialCount(successes: 0, trials: 0) }
    #expect(throws: StatsError.self) { try BinomialCount(successes: 3, trials: 2) }
    #expect(throws: StatsError.self) { try BinomialCount(successes: -1, trials: 2) }
  }

  @Test func armsWithoutVarianceAreAnErrorAtEqualityAlone() throws {
    let none = try BinomialCount(successes: 0, trials: 50)
    #expect(throws: StatsError.zeroVariance) {
      try TwoProportionZTest().evaluate(control: none, treatment: none)
    }
    let margin = try TwoProportionZTest(alternative: .greater, nullDifference: -0.1)
      .evaluate(control: none, treatment: none)
    #expect(margin.pValue < 0.05)
  }
}
