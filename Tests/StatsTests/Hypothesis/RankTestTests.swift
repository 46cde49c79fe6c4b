import AssayTestSupport
import Stats
import Testing

@Suite struct RankTestTests {
  struct Reference: Decodable {
    struct Pair: Decodable {
      var name: String
      var control, treatment: [Double]
      var u, shift, automatic, automaticLess, automaticGreater: Double
      var corrected, plain, less, greater, shifted: Double
    }
    struct Signed: Decodable {
      var differences: [Double]
      var v, pseudomedian, automatic, automaticGreater: Double
      var corrected, plain, less, greater: Double
    }
    var ranks: [Pair]
    var signedRanks: [Signed]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests", as: Reference.self) }

  @Test func mannWhitneyAgreesWithR() throws {
    for row in reference.ranks {
      func run(_ test: MannWhitneyTest) throws -> TestResult {
        try test.evaluate(control: row.control, treatment: row.treatment)
      }
      func check(_ test: MannWhitneyTest, _ expected: Double) throws {
        #expect(agree(try run(test).pValue, expected, relative: 1e-11), "\(row.name) \(test)")
      }
      let automatic = try run(MannWhitneyTest())
      #expect(agree(automatic.estimate, row.shift, relative: 1e-12), "\(row.name)")
      if automatic.reference == .exact { #expect(automatic.statistic == row.u) }
      // With ties R approximates; ExactRankTests has what is exact then.
      if Set(row.control + row.treatment).count == row.control.count + row.treatment.count {
        try check(MannWhitneyTest(), row.automatic)
        try check(MannWhitneyTest(alternative: .less), row.automaticLess)
        try check(MannWhitneyTest(alternative: .greater), row.automaticGreater)
      }
      try check(MannWhitneyTest(method: .asymptotic), row.corrected)
      try check(MannWhitneyTest(method: .asymptotic, continuity: .none), row.plain)
      try check(MannWhitneyTest(alternative: .less, method: .asymptotic), row.less)
      try check(MannWhitneyTest(alternative: .greater, method: .asymptotic), row.greater)
      try check(MannWhitneyTest(nullShift: 0.5, method: .asymptotic), row.shifted)
    }
    #expect(reference.ranks.contains { $0.name == "distinct" })
  }

  @Test func signedRanksAgreeWithR() throws {
    for row in reference.signedRanks {
      let sample = try WeightedValues(row.differences)
      func check(_ test: WilcoxonSignedRankTest, _ expected: Double) throws {
        let found = try test.evaluate(differences: sample)
        #expect(agree(found.pValue, expected, relative: 1e-11), "\(row) \(test)")
        #expect(agree(found.estimate, row.pseudomedian, relative: 1e-12, floor: 1e-15), "\(row)")
        if found.reference == .exact { #expect(found.statistic == row.v) }
      }
      let kept = row.differences.filter { $0 != 0 }.map(abs)
      if Set(kept).count == row.differences.count {
        try check(WilcoxonSignedRankTest(), row.automatic)
        try check(WilcoxonSignedRankTest(alternative: .greater), row.automaticGreater)
      }
      try check(WilcoxonSignedRankTest(method: .asymptotic), row.corrected)
      try check(WilcoxonSignedRankTest(method: .asymptotic, continuity: .none), row.plain)
      try check(WilcoxonSignedRankTest(alternative: .less, method: .asymptotic), row.less)
      try check(WilcoxonSignedRankTest(alternative: .greater, method: .asymptotic), row.greater)
    }
  }

  @Test func swappingArmsReflects() throws {
    for row in reference.ranks {
      let there = try MannWhitneyTest().evaluate(control: row.control, treatment: row.treatment)
      let back = try MannWhitneyTest().evaluate(control: row.treatment, treatment: row.control)
      #expect(agree(there.pValue, back.pValue, relative: 1e-12), "\(row.name)")
      #expect(there.estimate == -back.estimate, "\(row.name)")
    }
  }

  @Test func monotoneTransformationsKeepTheRanks() throws {
    for row in reference.ranks where row.name != "far" {
      let plain = try MannWhitneyTest().evaluate(control: row.control, treatment: row.treatment)
      let cubed = try MannWhitneyTest().evaluate(
        control: row.control.map { $0 * $0 * $0 }, treatment: row.treatment.map { $0 * $0 * $0 })
      #expect(plain.pValue == cubed.pValue, "\(row.name)")
    }
  }

  /// A median of 10¹² differences, known in closed form, without listing them.
  @Test func shiftOfAMillionIsFound() throws {
    let control = try WeightedValues((0..<1000).map { (value: Double($0), count: 1000) })
    let treatment = try WeightedValues((0..<1000).map { (value: Double($0) + 0.25, count: 1000) })
    let found = try MannWhitneyTest().evaluate(control: control, treatment: treatment)
    #expect(found.estimate == 0.25)
  }

  @Test func constantDataAreAnError() {
    #expect(throws: StatsError.zeroVariance) {
      try MannWhitneyTest().evaluate(control: [2.0, 2], treatment: [2.0, 2, 2])
    }
    #expect(throws: StatsError.zeroVariance) {
      try WilcoxonSignedRankTest().evaluate(control: [1, 2], treatment: [1, 2])
    }
    #expect(throws: StatsError.self) {
      try MannWhitneyTest().evaluate(control: [Double](), treatment: [2.0])
    }
  }
}
