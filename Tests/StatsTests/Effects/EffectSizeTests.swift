import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct EffectSizeTests {
  struct Reference: Decodable {
    struct Means: Decodable {
      var control, treatment: [Double]
      var d, glass: Double
      var dInterval, glassInterval: [Double]
    }
    struct Dominance: Decodable {
      var control, treatment, interval: [Double]
      var delta, standardError: Double
    }
    struct Paired: Decodable {
      var differences, interval: [Double]
      var coefficient: Double
    }
    struct Table: Decodable {
      var table: [[Int]]
      var coefficient, biasCorrected: Double
      var interval: [Double]
    }
    struct Proportions: Decodable {
      var counts: [Int]
      var phi, h, hError: Double
      var riskRatio, oddsRatio: [Double]
    }
    struct Groups: Decodable {
      var groups: [[Double]]
      var etaSquared, epsilonSquared, omegaSquared: Double
      var interval: [Double]
    }
    var means: [Means]
    var dominance: [Dominance]
    var paired: [Paired]
    var tables: [Table]
    var proportions: [Proportions]
    var groups: [Groups]
  }
  struct Standardized: Decodable {
    struct Row: Decodable {
      var control, treatment: [Double]
      var cohensD, hedgesG, standardError: Double
    }
    var effects: [Row]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("effects", as: Reference.self) }

  private func check(
    _ found: ConfidenceInterval, _ expected: [Double], relative: Double = 1e-12
  ) {
    for (bound, value) in zip([found.lower, found.upper], expected) {
      #expect(agree(bound, value, relative: relative, floor: 1e-14), "\(found) \(expected)")
    }
  }

  @Test func standardizedDifferencesAgreeWithR() throws {
    for row in try ReferenceFile.load("planning", as: Standardized.self).effects {
      let found = try StandardizedMeanDifference(
        control: Moments(row.control), treatment: Moments(row.treatment))
      #expect(agree(found.cohensD, row.cohensD, relative: 1e-12))
      #expect(agree(found.hedgesG, row.hedgesG, relative: 1e-12))
      #expect(agree(found.standardError, row.standardError, relative: 1e-12))
    }
    for row in reference.means {
      let (control, treatment) = (Moments(row.control), Moments(row.treatment))
      let found = try StandardizedMeanDifference(control: control, treatment: treatment)
      #expect(agree(found.cohensD, row.d, relative: 1e-13))
      // R's noncentral t is a series cut off at 1e-12 of a probability.
      check(try found.confidenceInterval(), row.dInterval, relative: 1e-9)
      let glass = try GlassDelta(control: control, treatment: treatment)
      #expect(agree(glass.value, row.glass, relative: 1e-13))
      check(try glass.confidenceInterval(), row.glassInterval, relative: 1e-9)
      let swapped = try StandardizedMeanDifference(control: treatment, treatment: control)
        .confidenceInterval()
      let there = try found.confidenceInterval()
      // The roots are found to 1e-14 of the bracket.
      #expect(agree(swapped.lower, -there.upper, relative: 1e-12, floor: 1e-12))
    }
  }

  @Test func dominanceAgreesWithAllPairs() throws {
    for row in reference.dominance {
      let (control, treatment) = (
        try WeightedValues(row.control), try WeightedValues(row.treatment)
      )
      let found = try CliffsDelta(control: control, treatment: treatment)
      #expect(agree(found.value, row.delta, relative: 1e-13, floor: 1e-15))
      #expect(agree(found.standardError, row.standardError, relative: 1e-12))
      check(try found.confidenceInterval(), row.interval)
      let swapped = try CliffsDelta(control: treatment, treatment: control)
      #expect(agree(swapped.value, -found.value, relative: 1e-14, floor: 1e-16))
      #expect(agree(swapped.standardError, found.standardError, relative: 1e-13))
      let u = try MannWhitneyTest(method: .automatic).evaluate(
        control: control, treatment: treatment)
      guard u.reference == .exact else { continue }
      let pairs = Double(control.count * treatment.count)
      #expect(agree(2 * u.statistic / pairs - 1, found.value, relative: 1e-13))
    }
    for row in reference.paired {
      let found = try RankBiserialCorrelation(differences: WeightedValues(row.differences))
      #expect(agree(found.coefficient, row.coefficient, relative: 1e-13))
      check(try found.confidenceInterval(), row.interval)
    }
  }

  @Test func associationAgreesWithR() throws {
    for row in reference.tables {
      let found = try CramersV(row.table)
      #expect(agree(found.coefficient, row.coefficient, relative: 1e-12, floor: 1e-16))
      #expect(agree(found.biasCorrected, row.biasCorrected, relative: 1e-12))
      // R's noncentral chi-square has an absolute accuracy of 1e-12.
      check(try found.confidenceInterval(), row.interval, relative: 1e-9)
    }
    for row in reference.proportions {
      let found = ProportionEffect(
        control: try BinomialCount(
          successes: row.counts[2], trials: row.counts[2] + row.counts[3]),
        treatment: try BinomialCount(
          successes: row.counts[0], trials: row.counts[0] + row.counts[1]))
      #expect(agree(try found.phi, row.phi, relative: 1e-11))
      #expect(agree(found.cohensH.value, row.h, relative: 1e-12))
      #expect(agree(found.cohensH.standardError, row.hError, relative: 1e-14))
      check(try found.riskRatioInterval(), row.riskRatio)
      check(try found.oddsRatioInterval(), row.oddsRatio)
    }
  }

  @Test func explainedVarianceAgreesWithR() throws {
    for row in reference.groups {
      let found = try VarianceExplained(row.groups.map { Moments($0) })
      #expect(agree(found.etaSquared, row.etaSquared, relative: 1e-12))
      #expect(agree(found.epsilonSquared, row.epsilonSquared, relative: 1e-11))
      #expect(agree(found.omegaSquared, row.omegaSquared, relative: 1e-11))
      // R warns that its noncentral beta may have lost digits.
      check(try found.confidenceInterval(), row.interval, relative: 1e-8)
    }
  }

  @Test func whatHasNoEffectSizeIsAnError() throws {
    let constant = Moments([2, 2, 2])
    #expect(throws: StatsError.zeroVariance) {
      try GlassDelta(control: constant, treatment: Moments([1, 2]))
    }
    #expect(throws: StatsError.zeroVariance) { try VarianceExplained([constant, constant]) }
    #expect(throws: StatsError.self) {
      try CliffsDelta(control: WeightedValues([1]), treatment: WeightedValues([1, 2]))
    }
    #expect(throws: StatsError.zeroVariance) {
      try RankBiserialCorrelation(differences: WeightedValues([0, 0]))
    }
    let oneSided = try RankBiserialCorrelation(differences: WeightedValues([1, 2]))
    #expect(oneSided.coefficient == 1)
    #expect(throws: StatsError.zeroVariance) { try oneSided.confidenceInterval() }
    #expect(throws: StatsError.self) { try CramersV([[1, 2]]) }
    let none = try BinomialCount(successes: 0, trials: 4)
    #expect(throws: StatsError.zeroVariance) {
      try ProportionEffect(control: none, treatment: none).phi
    }
  }

  @Test func ratiosNeedEveryCell() throws {
    let none = try BinomialCount(successes: 0, trials: 10)
    let some = try BinomialCount(successes: 4, trials: 10)
    let effect = ProportionEffect(control: none, treatment: some)
    #expect(throws: StatsError.self) { try effect.logOddsRatio }
    #expect(throws: StatsError.self) { try effect.logRiskRatio }
    #expect(agree(effect.cohensH.value, 2 * asin(0.4.squareRoot()), relative: 1e-14))
    #expect(effect.riskDifference.value == 0.4)
  }
}
