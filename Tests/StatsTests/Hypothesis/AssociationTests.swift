import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct AssociationTests {
  struct Reference: Decodable {
    struct Binomial: Decodable {
      var successes, trials: Int
      var null, twoSided, less, greater: Double
    }
    struct Likelihood: Decodable {
      var table: [[Int]]
      var statistic, pValue: Double
    }
    struct Stratified: Decodable {
      var strata: [[Int]]
      var oddsRatio, statistic, pValue, corrected, correctedP, tarone, taroneP: Double
    }
    struct Superiority: Decodable {
      var control, treatment: [Double]
      var statistic, degreesOfFreedom, estimate, pValue: Double
    }
    struct Pairs: Decodable {
      var x, y: [Double]
      var coefficient, statistic, pValue, greater, lower, upper, spearman, spearmanP: Double
    }
    var binomial: [Binomial]
    var likelihood: [Likelihood]
    var stratified: [Stratified]
    var superiority: [Superiority]
    var correlations: [Pairs]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("association", as: Reference.self) }

  @Test func binomialTestAgreesWithR() throws {
    for row in reference.binomial {
      let count = try BinomialCount(successes: row.successes, trials: row.trials)
      for (alternative, expected) in [
        (Alternative.twoSided, row.twoSided), (.less, row.less), (.greater, row.greater),
      ] {
        let found = try BinomialTest(alternative: alternative, nullProportion: row.null)
          .evaluate(count)
        // R sums up to 1e5 terms.
        #expect(agree(found.pValue, expected, relative: 1e-9), "\(row) \(alternative)")
      }
    }
    #expect(throws: StatsError.self) {
      try BinomialTest(nullProportion: 0).evaluate(BinomialCount(successes: 1, trials: 2))
    }
  }

  @Test func likelihoodRatioAgreesWithR() throws {
    for row in reference.likelihood {
      let found = try GTest().evaluate(row.table)
      // R's terms of 1e5 cancel to ten.
      #expect(agree(found.statistic, row.statistic, relative: 1e-9), "\(row)")
      #expect(agree(found.pValue, row.pValue, relative: 1e-9), "\(row)")
    }
  }

  @Test func stratifiedTablesAgreeWithR() throws {
    for row in reference.stratified {
      let tables = try StratifiedTables(
        row.strata.map {
          .init(
            control: try BinomialCount(successes: $0[0], trials: $0[0] + $0[1]),
            treatment: try BinomialCount(successes: $0[2], trials: $0[2] + $0[3]))
        })
      #expect(agree(try tables.commonOddsRatio, row.oddsRatio, relative: 1e-11))
      let plain = try tables.associationTest()
      #expect(agree(plain.statistic, row.statistic, relative: 1e-10))
      #expect(agree(plain.pValue, row.pValue, relative: 1e-10))
      let corrected = try tables.associationTest(continuity: .yates)
      #expect(agree(corrected.statistic, row.corrected, relative: 1e-10))
      #expect(agree(corrected.pValue, row.correctedP, relative: 1e-10))
      let homogeneity = try tables.homogeneityTest()
      #expect(agree(homogeneity.statistic, row.tarone, relative: 1e-9))
      #expect(agree(homogeneity.pValue, row.taroneP, relative: 1e-9))
    }
  }

  @Test func strataWithoutInformationAreErrors() throws {
    let none = try BinomialCount(successes: 0, trials: 5)
    let tables = try StratifiedTables([.init(control: none, treatment: none)])
    #expect(throws: StatsError.zeroVariance) { try tables.associationTest() }
    #expect(throws: StatsError.zeroVariance) { try tables.commonOddsRatio }
    #expect(throws: StatsError.self) { try tables.homogeneityTest() }
    #expect(throws: StatsError.self) { try StratifiedTables([]) }
  }

  @Test func brunnerMunzelAgreesWithItsRanks() throws {
    for row in reference.superiority {
      let found = try BrunnerMunzelTest().evaluate(control: row.control, treatment: row.treatment)
      #expect(agree(found.statistic, row.statistic, relative: 1e-11), "\(row)")
      #expect(agree(found.estimate, row.estimate, relative: 1e-12), "\(row)")
      #expect(agree(found.pValue, row.pValue, relative: 1e-11), "\(row)")
    }
    #expect(throws: StatsError.zeroVariance) {
      try BrunnerMunzelTest().evaluate(control: [1.0, 2], treatment: [3.0, 4])
    }
  }

  @Test func correlationsAgreeWithR() throws {
    for row in reference.correlations {
      var moments = BivariateMoments()
      for pair in zip(row.x, row.y) { moments.add((pair.0, pair.1)) }
      let found = try Correlation(moments)
      #expect(agree(found.coefficient, row.coefficient, relative: 1e-11))
      #expect(agree(try found.test().statistic, row.statistic, relative: 1e-11))
      #expect(agree(try found.test().pValue, row.pValue, relative: 1e-11))
      #expect(agree(try found.test(.greater).pValue, row.greater, relative: 1e-11))
      #expect(agree(try found.confidenceInterval().lower, row.lower, relative: 1e-10))
      #expect(agree(try found.confidenceInterval().upper, row.upper, relative: 1e-10))
      let ranked = try Correlation.spearman(row.x, row.y)
      #expect(agree(ranked.coefficient, row.spearman, relative: 1e-11))
      #expect(agree(try ranked.test().pValue, row.spearmanP, relative: 1e-10))
    }
    #expect(throws: StatsError.zeroVariance) { try Correlation.spearman([1, 1, 1], [1, 2, 3]) }
    #expect(throws: StatsError.self) { try Correlation.spearman([1, 2], [1, 2, 3]) }
    #expect(throws: StatsError.self) { try Correlation.spearman([1, .nan, 2], [1, 2, 3]) }
  }
}
