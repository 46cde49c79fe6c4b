import AssayTestSupport
import Stats
import Testing

@Suite struct AreaUnderCurveTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var labels: [Bool]
      var control, treatment: [Double]
      var controlArea, treatmentArea, controlError, treatmentError, covariance: Double
      var controlInterval: [Double]
      var z, pValue: Double
    }
    var scores: [Row]
  }
  let rows: [Reference.Row]
  init() throws { rows = try ReferenceFile.load("planning", as: Reference.self).scores }

  @Test func agreesWithDeLongInR() throws {
    for row in rows {
      let areas = try PairedAreas(
        labels: row.labels, control: row.control, treatment: row.treatment)
      #expect(agree(areas.control.value, row.controlArea, relative: 1e-12))
      #expect(agree(areas.treatment.value, row.treatmentArea, relative: 1e-12))
      #expect(agree(areas.control.standardError, row.controlError, relative: 1e-11))
      #expect(agree(areas.treatment.standardError, row.treatmentError, relative: 1e-11))
      #expect(agree(areas.covariance, row.covariance, relative: 1e-11))
      let interval = try areas.control.confidenceInterval()
      #expect(agree(interval.lower, row.controlInterval[0], relative: 1e-11))
      #expect(agree(interval.upper, row.controlInterval[1], relative: 1e-11))
      let test = try areas.difference.test()
      // R's difference is control − treatment.
      #expect(agree(test.statistic, -row.z, relative: 1e-9))
      #expect(agree(test.pValue, row.pValue, relative: 1e-9))
    }
  }

  @Test func swappingLabelsReflectsTheArea() throws {
    for row in rows {
      let zipped = zip(row.labels, row.control)
      let positives = try WeightedValues(zipped.filter(\.0).map(\.1))
      let negatives = try WeightedValues(zipped.filter { !$0.0 }.map(\.1))
      let area = try AreaUnderCurve(positives: positives, negatives: negatives)
      let mirrored = try AreaUnderCurve(positives: negatives, negatives: positives)
      #expect(agree(area.value, 1 - mirrored.value, relative: 1e-13))
      #expect(agree(area.standardError, mirrored.standardError, relative: 1e-12))
      #expect(area.difference(from: area).value == 0)
    }
  }

  @Test func theAreaIsMannWhitneysShareOfPairs() throws {
    let (a, b) = ([1.0, 4, 2, 8], [3.0, 6.5, 9])
    let area = try AreaUnderCurve(positives: WeightedValues(b), negatives: WeightedValues(a))
    let u = try MannWhitneyTest().evaluate(control: a, treatment: b).statistic
    #expect(area.value == u / 12)
  }

  @Test func perfectSeparationHasNoError() throws {
    let area = try AreaUnderCurve(
      positives: WeightedValues([5.0, 6]), negatives: WeightedValues([1.0, 2]))
    #expect(area.value == 1 && area.standardError == 0)
    #expect(throws: StatsError.zeroVariance) { try area.estimate.test(nullValue: 0.5) }
  }

  @Test func unusableScoresAreErrors() throws {
    #expect(throws: StatsError.self) {
      try AreaUnderCurve(positives: WeightedValues([1.0]), negatives: WeightedValues([1.0, 2]))
    }
    #expect(throws: StatsError.self) {
      try PairedAreas(labels: [true, false], control: [1], treatment: [1, 2])
    }
    #expect(throws: StatsError.self) {
      try PairedAreas(
        labels: [true, true, false, false], control: [1, .nan, 2, 3], treatment: [1, 2, 3, 4])
    }
  }
}
