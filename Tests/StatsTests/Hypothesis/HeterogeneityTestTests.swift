import AssayTestSupport
import Testing

@testable import Stats

@Suite struct HeterogeneityTestTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var estimates, errors: [Double]
      var statistic, pValue: Double
    }
    var heterogeneity: Case
  }

  private func reference() throws -> Reference.Case {
    try ReferenceFile.load("covariates", as: Reference.self).heterogeneity
  }

  /// 1e-12 for the sum; the tail of chi-squared at 135 with 7 degrees of freedom keeps 1e-11 of it.
  @Test("Q is the deviance of R's weighted mean")
  func statistic() throws {
    let reference = try reference()
    let estimates = zip(reference.estimates, reference.errors).map {
      Estimate($0, standardError: $1)
    }
    let result = try HeterogeneityTest().evaluate(estimates)
    #expect(agree(result.statistic, reference.statistic, relative: 1e-12))
    #expect(agree(result.pValue, reference.pValue, relative: 1e-11))
  }

  @Test("Equal estimates do not differ, and neither order nor sign matters")
  func properties() throws {
    let reference = try reference()
    let test = HeterogeneityTest()
    let same = try test.evaluate([2, 1, 4].map { Estimate(0.7, standardError: $0) })
    #expect(same.statistic < 1e-28 && same.pValue > 1 - 1e-12)
    let estimates = zip(reference.estimates, reference.errors).map {
      Estimate($0, standardError: $1)
    }
    let flipped = estimates.reversed().map { Estimate(-$0.value, standardError: $0.standardError) }
    #expect(
      agree(
        try test.evaluate(flipped).statistic, try test.evaluate(estimates).statistic,
        relative: 1e-12))
  }

  @Test("One estimate, or one without an error, is refused")
  func refused() {
    let one = Estimate(1, standardError: 1)
    #expect(throws: StatsError.self) { try HeterogeneityTest().evaluate([one]) }
    for error in [0, -1, Double.nan, .infinity] {
      #expect(throws: StatsError.self) {
        try HeterogeneityTest().evaluate([one, Estimate(1, standardError: error)])
      }
    }
  }
}
