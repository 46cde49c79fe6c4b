import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct ConfusionCountsTests {
  struct Reference: Decodable {
    struct Confusion: Decodable {
      var counts: [Int]
      var f1, f1Error, matthews, matthewsError: Double
    }
    struct Curve: Decodable {
      var predictions, labels: [Double]
      var bins: Int
      var brier, reliability, resolution, uncertainty: Double
      var expectedError, maximumError, observedToExpected: Double
    }
    var confusion: [Confusion]
    var calibration: [Curve]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("classification", as: Reference.self) }

  private func counts(_ v: [Int]) throws -> ConfusionCounts {
    try ConfusionCounts(
      truePositives: v[0], falsePositives: v[1], falseNegatives: v[2], trueNegatives: v[3])
  }

  @Test func metricsAgreeWithR() throws {
    for row in reference.confusion {
      let found = try counts(row.counts)
      let (f1, matthews) = (
        try found.estimate(.f1), try found.estimate(.matthewsCorrelation)
      )
      #expect(agree(f1.value, row.f1, relative: 1e-13))
      #expect(agree(matthews.value, row.matthews, relative: 1e-11))
      // R's gradient is by differences of step 1e-4.
      #expect(agree(f1.standardError, row.f1Error, relative: 1e-9), "\(row)")
      #expect(agree(matthews.standardError, row.matthewsError, relative: 1e-9), "\(row)")
    }
  }

  @Test func sharesHaveTheirDenominators() throws {
    let found = try counts([50, 10, 5, 100])
    #expect(try found.accuracy == BinomialCount(successes: 150, trials: 165))
    #expect(try found.precision == BinomialCount(successes: 50, trials: 60))
    #expect(try found.recall == BinomialCount(successes: 50, trials: 55))
    #expect(try found.falsePositiveRate == BinomialCount(successes: 10, trials: 110))
    #expect(try found.specificity == BinomialCount(successes: 100, trials: 110))
    #expect(try found.falseNegativeRate == BinomialCount(successes: 5, trials: 55))
    for (metric, count) in [
      (ConfusionMetric.accuracy, try found.accuracy), (.precision, try found.precision),
      (.recall, try found.recall), (.falsePositiveRate, try found.falsePositiveRate),
    ] {
      let estimate = try found.estimate(metric)
      let (p, n) = (count.proportion, Double(count.trials))
      #expect(estimate.value == p)
      #expect(agree(estimate.standardError, (p * (1 - p) / n).squareRoot(), relative: 1e-14))
    }
  }

  @Test func metricsThatDoNotExistAreErrors() throws {
    let quiet = try counts([0, 0, 0, 7])
    #expect(throws: StatsError.self) { try quiet.precision }
    #expect(throws: StatsError.self) { try quiet.estimate(.f1) }
    #expect(throws: StatsError.self) { try quiet.estimate(.lift) }
    #expect(throws: StatsError.zeroVariance) { try quiet.estimate(.matthewsCorrelation) }
    #expect(throws: StatsError.zeroVariance) { try quiet.estimate(.kappa) }
    #expect(throws: StatsError.self) { try counts([0, 0, 0, 0]) }
    #expect(throws: StatsError.self) { try counts([1, -1, 0, 0]) }
  }

  @Test func calibrationAgreesWithR() throws {
    for row in reference.calibration {
      var bins = [BivariateMoments](repeating: BivariateMoments(), count: row.bins)
      for (x, y) in zip(row.predictions, row.labels) {
        bins[min(row.bins - 1, Int(x * Double(row.bins)))].add((x, y))
      }
      let found = try Calibration(bins: bins)
      #expect(agree(found.brierScore, row.brier, relative: 1e-12))
      #expect(agree(found.reliability, row.reliability, relative: 1e-11))
      #expect(agree(found.resolution, row.resolution, relative: 1e-11))
      #expect(agree(found.uncertainty, row.uncertainty, relative: 1e-12))
      #expect(agree(found.expectedCalibrationError, row.expectedError, relative: 1e-11))
      #expect(agree(found.maximumCalibrationError, row.maximumError, relative: 1e-11))
      #expect(agree(try found.observedToExpected, row.observedToExpected, relative: 1e-12))
      let parts =
        found.reliability - found.resolution + found.uncertainty + found.withinBins
      #expect(agree(found.brierScore, parts, relative: 1e-12))
    }
    #expect(throws: StatsError.self) { try Calibration(bins: []) }
  }
}
