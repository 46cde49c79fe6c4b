import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct CalibrationTests {
  struct Reference: Decodable {
    struct Hosmer: Decodable {
      var predictions: [Double]
      var labels: [Bool]
      var bins: Int
      var statistic, fitted, external: Double
    }
    struct Recalibrated: Decodable {
      var intercept, slope, interceptError, slopeError, inTheLarge, inTheLargeError: Double
    }
    var hosmer: [Hosmer]
    var recalibrated: [Recalibrated]
  }
  let reference: Reference
  let rows: [RowReference.Rows]
  init() throws {
    reference = try ReferenceFile.load("classification_tests")
    rows = try RowReference.load().rows
  }

  private func check(_ found: Calibration, _ expected: RowReference.Curve) throws {
    let curve = try found.reliabilityCurve()
    #expect(curve.map(\.outcome.trials) == expected.counts)
    for (i, point) in curve.enumerated() {
      #expect(agree(point.meanPrediction, expected.meanPrediction[i], relative: 1e-12))
      #expect(agree(point.outcome.proportion, expected.labelRate[i], relative: 1e-12))
      // statsmodels forms Wilson's bounds by a difference, which leaves rounding at zero.
      #expect(agree(point.interval.lower, expected.lower[i], relative: 1e-10, floor: 1e-15))
      #expect(agree(point.interval.upper, expected.upper[i], relative: 1e-10))
    }
    #expect(agree(found.expectedCalibrationError, expected.expectedError, relative: 1e-11))
    #expect(agree(found.maximumCalibrationError, expected.maximumError, relative: 1e-11))
    let corrected = try found.correctedDecomposition
    // Noise is taken off reliability, which cancels a digit or two.
    #expect(agree(corrected.reliability, expected.reliability, relative: 1e-10))
    #expect(agree(corrected.resolution, expected.resolution, relative: 1e-10))
    #expect(agree(corrected.uncertainty, expected.uncertainty, relative: 1e-12))
    let plain = found.decomposition
    #expect(
      agree(
        corrected.reliability - corrected.resolution + corrected.uncertainty,
        plain.reliability - plain.resolution + plain.uncertainty, relative: 1e-12))
  }

  @Test func curvesAgreeWithScikitLearn() throws {
    for row in rows {
      try check(
        Calibration(row.controlRows, binning: .equalWidth(row.uniform.bins)), row.uniform)
      try check(
        Calibration(row.controlRows, binning: .equalMass(row.quantile.bins)), row.quantile)
    }
  }

  /// Calibrated forecasts: reliability and resolution are biased up by noise, corrected ones are not.
  @Test func theCorrectionRemovesTheBias() throws {
    var random = SplitMix64(seed: 3)
    let forecasts = [0.1, 0.3, 0.5, 0.7, 0.9]
    var (plain, reliability, resolution) = (Moments(), Moments(), Moments())
    for _ in 0..<400 {
      let bins = forecasts.map { p in
        let positives = random.binomial(20, p)
        var bin = BivariateMoments()
        bin.add((p, 1), times: positives)
        bin.add((p, 0), times: 20 - positives)
        return bin
      }
      let found = try Calibration(bins: bins)
      plain.add(found.reliability)
      let corrected = try found.correctedDecomposition
      reliability.add(corrected.reliability)
      resolution.add(corrected.resolution)
    }
    // Four standard errors of the simulated means.
    func bound(_ moments: Moments) -> Double {
      4 * ((moments.variance ?? 0) / Double(moments.count)).squareRoot()
    }
    #expect(abs(reliability.mean) < bound(reliability))
    #expect(abs(plain.mean) > bound(plain))
    #expect(abs(resolution.mean - 0.08) < bound(resolution))
  }

  @Test func hosmerAndLemeshowAgreeWithR() throws {
    for row in reference.hosmer {
      let scores = try LabelledScores(scores: row.predictions, labels: row.labels)
      let curve = try Calibration(scores, binning: .equalMass(row.bins))
      let external = try HosmerLemeshowTest().evaluate(curve)
      #expect(agree(external.statistic, row.statistic, relative: 1e-10))
      #expect(agree(external.pValue, row.external, relative: 1e-9))
      let fitted = try HosmerLemeshowTest(predictions: .fitted).evaluate(curve)
      #expect(agree(fitted.pValue, row.fitted, relative: 1e-9))
    }
  }

  @Test func spiegelhalterAgrees() throws {
    for row in rows {
      let scores = try row.controlRows
      let found = try SpiegelhalterTest().evaluate(scores)
      #expect(agree(found.statistic, row.spiegelhalter, relative: 1e-10))
      // Its estimate is the Brier score less the mean of p(1 − p).
      let brier = try ScoringRule.brier.evaluate(scores).value
      let expected = Moments(scores.scores.map { $0 * (1 - $0) }).mean
      #expect(agree(found.estimate, brier - expected, relative: 1e-11))
    }
    #expect(throws: StatsError.zeroVariance) {
      try SpiegelhalterTest().evaluate(
        LabelledScores(scores: [0, 0.5, 1], labels: [true, true, true]))
    }
  }

  @Test func recalibrationAgreesWithR() throws {
    for (row, expected) in zip(reference.hosmer, reference.recalibrated) {
      let scores = try LabelledScores(scores: row.predictions, labels: row.labels)
      let fit = try LogisticRecalibration(scores)
      #expect(agree(fit.intercept.value, expected.intercept, relative: 1e-10))
      #expect(agree(fit.slope.value, expected.slope, relative: 1e-10))
      // R's errors are of the information one step before the last.
      #expect(agree(fit.intercept.standardError, expected.interceptError, relative: 1e-8))
      #expect(agree(fit.slope.standardError, expected.slopeError, relative: 1e-8))
      let large = try LogisticRecalibration.inTheLarge(scores)
      #expect(agree(large.value, expected.inTheLarge, relative: 1e-10))
      #expect(agree(large.standardError, expected.inTheLargeError, relative: 1e-8))
    }
  }

  @Test func recalibrationByUnitAgreesWithStatsmodels() throws {
    for row in rows {
      let expected = row.recalibration
      let fit = try LogisticRecalibration(row.controlRows)
      #expect(agree(fit.intercept.value, expected.intercept, relative: 1e-10))
      #expect(agree(fit.slope.value, expected.slope, relative: 1e-10))
      // statsmodels weighs by the fit before the last step.
      #expect(agree(fit.intercept.standardError, expected.interceptError, relative: 1e-8))
      #expect(agree(fit.slope.standardError, expected.slopeError, relative: 1e-8))
      #expect(agree(fit.covariance, expected.covariance, relative: 1e-8))
      let units = try fit.linearizedSlope.estimate(units: row.units)
      #expect(agree(units.standardError, expected.slopeUnitError, relative: 1e-8))
      let shift = try fit.linearizedIntercept.estimate(units: row.units)
      #expect(agree(shift.standardError, expected.interceptUnitError, relative: 1e-8))
      let large = try LogisticRecalibration.inTheLarge(row.controlRows)
      #expect(agree(large.value, expected.inTheLarge, relative: 1e-9))
      #expect(agree(large.standardError, expected.inTheLargeError, relative: 1e-8))
      #expect(agree(try fit.test().statistic, expected.likelihoodRatio, relative: 1e-9))
    }
  }

  @Test func separationIsAnError() throws {
    func fit(_ scores: [Double], _ labels: [Bool]) throws -> LogisticRecalibration {
      try LogisticRecalibration(LabelledScores(scores: scores, labels: labels))
    }
    #expect(throws: StatsError.self) { try fit([0.1, 0.2, 0.8], [false, false, true]) }
    #expect(throws: StatsError.self) { try fit([0.1, 0.2, 0.2], [false, false, true]) }
    #expect(throws: StatsError.self) { try fit([0.9, 0.2, 0.1], [false, false, true]) }
    #expect(throws: StatsError.self) { try fit([0.5, 0.5], [false, true]) }
    #expect(throws: StatsError.zeroVariance) { try fit([0.5, 0.6], [true, true]) }
    #expect(throws: StatsError.self) { try fit([0, 0.6, 0.5], [true, false, true]) }
    #expect(throws: StatsError.zeroVariance) {
      try LogisticRecalibration.inTheLarge(LabelledScores(scores: [0.5], labels: [true]))
    }
    _ = try fit([0.1, 0.3, 0.2, 0.4], [false, false, true, true])
  }

  @Test func unusableBinsAreErrors() throws {
    let scores = try LabelledScores(scores: [0.1, 0.9], labels: [false, true])
    #expect(throws: StatsError.self) { try Calibration(scores, binning: .equalWidth(1)) }
    #expect(throws: StatsError.self) { try Calibration(scores, binning: .equalMass(0)) }
    let curve = try Calibration(scores, binning: .equalWidth(2))
    #expect(throws: StatsError.self) { try curve.correctedDecomposition }
    #expect(throws: StatsError.self) {
      try HosmerLemeshowTest(predictions: .fitted).evaluate(curve)
    }
    let sure = try LabelledScores(scores: [0, 0], labels: [false, true])
    #expect(throws: StatsError.zeroVariance) {
      try HosmerLemeshowTest().evaluate(Calibration(sure, binning: .equalWidth(2)))
    }
    let odds = try LabelledScores(scores: [2, 1], labels: [false, true])
    #expect(throws: StatsError.self) { try Calibration(odds, binning: .equalMass(2)) }
  }
}
