import AssayTestSupport
import Stats
import Testing

@Suite struct MixtureSPRTTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var estimate, variance, mixingVariance, nullValue, logLikelihoodRatio: Double
    }
    var mixtureSPRT: [Row]
  }

  @Test func agreesWithTheIntegralOverTheMixture() throws {
    for row in try ReferenceFile.load("sequential", as: Reference.self).mixtureSPRT {
      let found = try MixtureSPRT(mixingVariance: row.mixingVariance).logLikelihoodRatio(
        estimate: row.estimate, variance: row.variance, nullValue: row.nullValue)
      // The quadrature's own tolerance.
      #expect(agree(found, row.logLikelihoodRatio, relative: 1e-9, floor: 1e-9), "\(row)")
    }
  }

  /// Johari and others (2022) with V = 2/n, τ² = .01, n = 1000.
  @Test func pValueOfAThousandUnits() throws {
    let p = try MixtureSPRT(mixingVariance: 0.01).pValue(estimate: 0.1, variance: 0.002)
    #expect(agree(p, 0.304997, relative: 2e-6))
  }

  @Test func refusesWhatHasNoVariance() {
    #expect(throws: StatsError.self) { try MixtureSPRT(mixingVariance: 0) }
    #expect(throws: StatsError.zeroVariance) {
      try MixtureSPRT(mixingVariance: 1).pValue(estimate: 1, variance: 0)
    }
  }
}
