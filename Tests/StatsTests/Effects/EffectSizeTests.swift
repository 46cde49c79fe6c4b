import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct EffectSizeTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var control, treatment: [Double]
      var cohensD, hedgesG, standardError: Double
    }
    var effects: [Row]
  }

  @Test func standardizedDifferencesAgreeWithR() throws {
    for row in try ReferenceFile.load("planning", as: Reference.self).effects {
      let found = try StandardizedMeanDifference(
        control: Moments(row.control), treatment: Moments(row.treatment))
      #expect(agree(found.cohensD, row.cohensD, relative: 1e-12))
      #expect(agree(found.hedgesG, row.hedgesG, relative: 1e-12))
      #expect(agree(found.standardError, row.standardError, relative: 1e-12))
    }
  }

  @Test func ratiosNeedEveryCell() throws {
    let none = try BinomialCount(successes: 0, trials: 10)
    let some = try BinomialCount(successes: 4, trials: 10)
    let effect = ProportionEffect(control: none, treatment: some)
    #expect(throws: StatsError.self) { try effect.logOddsRatio }
    #expect(throws: StatsError.self) { try effect.logRiskRatio }
    #expect(agree(effect.cohensH, 2 * asin(0.4.squareRoot()), relative: 1e-14))
    #expect(effect.riskDifference.value == 0.4)
  }
}
