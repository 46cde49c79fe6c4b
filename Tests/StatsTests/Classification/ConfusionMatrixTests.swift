import AssayTestSupport
import Stats
import Testing

@Suite struct ConfusionMatrixTests {
  @Test func agreesWithScikitLearnAndStatsmodels() throws {
    for expected in try RowReference.load().matrices {
      let matrix = try ConfusionMatrix(counts: expected.counts)
      for value in expected.estimates {
        let metric = try #require(ConfusionMatrix.Metric(rawValue: value.name))
        let found = try matrix.estimate(metric)
        #expect(agree(found.value, value.value, relative: 1e-13), "\(value)")
        // By differences of step 1e-2; kappa's is statsmodels' closed form.
        #expect(agree(found.standardError, value.error, relative: 1e-7), "\(value) \(found)")
      }
    }
  }

  @Test func twoClassesAreTheFourCounts() throws {
    let matrix = try ConfusionMatrix(counts: [[40, 9], [7, 21]])
    let counts = try ConfusionCounts(
      truePositives: 40, falsePositives: 9, falseNegatives: 7, trueNegatives: 21)
    #expect(try matrix.estimate(.accuracy) == counts.estimate(.accuracy))
    let (recall, balanced) = (
      try matrix.estimate(.macroRecall), try counts.estimate(.balancedAccuracy)
    )
    #expect(agree(recall.value, balanced.value, relative: 1e-15))
    #expect(agree(recall.standardError, balanced.standardError, relative: 1e-14))
  }

  @Test func matricesThatAreNoneAreErrors() throws {
    #expect(throws: StatsError.self) { try ConfusionMatrix(counts: [[1]]) }
    #expect(throws: StatsError.self) { try ConfusionMatrix(counts: [[1, 2], [3]]) }
    #expect(throws: StatsError.self) { try ConfusionMatrix(counts: [[1, -1], [0, 1]]) }
    #expect(throws: StatsError.self) { try ConfusionMatrix(counts: [[0, 0], [0, 0]]) }
    let lopsided = try ConfusionMatrix(counts: [[3, 0], [0, 0]])
    #expect(throws: StatsError.self) { try lopsided.estimate(.macroF1) }
    #expect(throws: StatsError.zeroVariance) { try lopsided.estimate(.kappa) }
  }
}
