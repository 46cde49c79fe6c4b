import AssayTestSupport
import Stats
import Testing

@Suite struct ExactTestTests {
  struct Reference: Decodable {
    struct Tail: Decodable { var pValue, lower, upper: Double }
    struct Fisher: Decodable {
      var control, treatment: [Int]
      var oddsRatio: Double
      var twoSided, less, greater: Tail
      var nullTwo: Double
    }
    struct McNemar: Decodable {
      var controlOnly, treatmentOnly: Int
      var exact, greater, less, midP, plain, plainP, corrected, correctedP: Double
    }
    var fisher: [Fisher]
    var mcnemar: [McNemar]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests", as: Reference.self) }

  @Test func fisherAgreesWithR() throws {
    for row in reference.fisher {
      let control = try BinomialCount(successes: row.control[0], trials: row.control[1])
      let treatment = try BinomialCount(successes: row.treatment[0], trials: row.treatment[1])
      for (alternative, expected) in [
        (Alternative.twoSided, row.twoSided), (.less, row.less), (.greater, row.greater),
      ] {
        let test = FisherExactTest(alternative: alternative)
        let found = try test.evaluate(control: control, treatment: treatment)
        let interval = try test.confidenceInterval(control: control, treatment: treatment)
        // R sums thousands of log-gammas.
        #expect(agree(found.pValue, expected.pValue, relative: 1e-9), "\(row)")
        #expect(agree(found.estimate, row.oddsRatio, relative: 1e-8), "\(row)")
        #expect(agree(interval.lower, expected.lower, relative: 1e-8), "\(row)")
        #expect(agree(interval.upper, expected.upper, relative: 1e-8), "\(row)")
      }
      let shifted = try FisherExactTest(nullOddsRatio: 2)
        .evaluate(control: control, treatment: treatment)
      #expect(agree(shifted.pValue, row.nullTwo, relative: 1e-9, floor: 1e-300), "\(row)")
    }
  }

  @Test func fisherSwapsWithTheArms() throws {
    let a = try BinomialCount(successes: 3, trials: 17)
    let b = try BinomialCount(successes: 9, trials: 20)
    let there = try FisherExactTest().evaluate(control: a, treatment: b)
    let back = try FisherExactTest().evaluate(control: b, treatment: a)
    #expect(agree(there.pValue, back.pValue, relative: 1e-13))
    #expect(agree(there.estimate, 1 / back.estimate, relative: 1e-12))
  }

  @Test func fisherStandsUpToMillions() throws {
    let a = try BinomialCount(successes: 500_000, trials: 1_000_000)
    let b = try BinomialCount(successes: 501_500, trials: 1_000_000)
    let exact = try FisherExactTest().evaluate(control: a, treatment: b)
    let yates = try ChiSquareIndependence(continuity: .yates)
      .evaluate([[500_000, 500_000], [501_500, 498_500]])
    #expect(agree(exact.pValue, yates.pValue, relative: 1e-4))
  }

  @Test func oneTableIsNoTest() throws {
    let none = try BinomialCount(successes: 0, trials: 9)
    #expect(throws: StatsError.zeroVariance) {
      try FisherExactTest().evaluate(control: none, treatment: none)
    }
  }

  @Test func mcnemarAgreesWithR() throws {
    for row in reference.mcnemar {
      func run(_ alternative: Alternative, _ method: McNemarTest.Method) throws -> TestResult {
        try McNemarTest(alternative: alternative, method: method)
          .evaluate(controlOnly: row.controlOnly, treatmentOnly: row.treatmentOnly)
      }
      #expect(agree(try run(.twoSided, .exact).pValue, row.exact, relative: 1e-10), "\(row)")
      #expect(agree(try run(.greater, .exact).pValue, row.greater, relative: 1e-10), "\(row)")
      #expect(agree(try run(.less, .exact).pValue, row.less, relative: 1e-10), "\(row)")
      #expect(agree(try run(.twoSided, .midP).pValue, row.midP, relative: 1e-10), "\(row)")
      let plain = try run(.twoSided, .asymptotic(.none))
      #expect(agree(plain.statistic, row.plain, relative: 1e-12), "\(row)")
      #expect(agree(plain.pValue, row.plainP, relative: 1e-11), "\(row)")
      let corrected = try run(.twoSided, .asymptotic(.yates))
      #expect(agree(corrected.statistic, row.corrected, relative: 1e-12), "\(row)")
      #expect(agree(corrected.pValue, row.correctedP, relative: 1e-11), "\(row)")
    }
    #expect(throws: StatsError.self) {
      try McNemarTest().evaluate(controlOnly: 0, treatmentOnly: 0)
    }
    #expect(throws: StatsError.self) {
      try McNemarTest(alternative: .less, method: .asymptotic(.none))
        .evaluate(controlOnly: 1, treatmentOnly: 2)
    }
  }
}
