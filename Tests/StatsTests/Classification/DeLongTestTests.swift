import AssayTestSupport
import Stats
import Testing

@Suite struct DeLongTestTests {
  struct Reference: Decodable {
    struct Unpaired: Decodable {
      var controlLabels, treatmentLabels: [Bool]
      var control, treatment: [Double]
      var statistic, degreesOfFreedom, pValue, greater: Double
    }
    struct Published: Decodable {
      var labels: [Bool]
      var s100b, wfns, interval: [Double]
      var area, z: Double
    }
    struct Logit: Decodable {
      var value, standardError, level: Double
      var interval: [Double]
    }
    var unpaired: [Unpaired]
    var asah: Published
    var logits: [Logit]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("classification_tests") }

  @Test func independentAreasAgreeWithR() throws {
    for row in reference.unpaired {
      let control = try AreaUnderCurve(
        LabelledScores(scores: row.control, labels: row.controlLabels))
      let treatment = try AreaUnderCurve(
        LabelledScores(scores: row.treatment, labels: row.treatmentLabels))
      let test = try DeLongTest().evaluate(control: control, treatment: treatment)
      #expect(agree(test.statistic, row.statistic, relative: 1e-11))
      #expect(agree(test.pValue, row.pValue, relative: 1e-10))
      #expect(
        test.reference == .studentT(degreesOfFreedom: row.degreesOfFreedom)
          || agree(degrees(test), row.degreesOfFreedom, relative: 1e-11))
      let greater = try DeLongTest(alternative: .greater)
        .evaluate(control: control, treatment: treatment)
      #expect(agree(greater.pValue, row.greater, relative: 1e-10))
      let swapped = try DeLongTest().evaluate(control: treatment, treatment: control)
      #expect(swapped.statistic == -test.statistic && swapped.pValue == test.pValue)
      #expect(try test.confidenceInterval().contains(0) == (test.pValue >= 0.05))
    }
  }

  private func degrees(_ test: TestResult) -> Double {
    if case .studentT(let degreesOfFreedom) = test.reference { degreesOfFreedom } else { 0 }
  }

  @Test func aneurysmsOfRobinEtAlAgreeWithR() throws {
    let row = reference.asah
    let areas = try PairedAreas(labels: row.labels, control: row.wfns, treatment: row.s100b)
    #expect(agree(areas.treatment.value, row.area, relative: 1e-13))
    let interval = try areas.treatment.confidenceInterval()
    #expect(agree(interval.lower, row.interval[0], relative: 1e-11))
    #expect(agree(interval.upper, row.interval[1], relative: 1e-11))
    #expect(agree(try DeLongTest().evaluate(areas).statistic, row.z, relative: 1e-10))
  }

  @Test func areasByUnitAgreeWithObuchowskisSums() throws {
    for row in try RowReference.load().rows {
      let areas = try PairedAreas(
        labels: row.labels, control: row.control, treatment: row.treatment, units: row.units)
      #expect(agree(areas.control.value, row.areas.control, relative: 1e-13))
      #expect(agree(areas.treatment.value, row.areas.treatment, relative: 1e-13))
      #expect(agree(areas.control.standardError, row.areas.controlError, relative: 1e-11))
      #expect(agree(areas.treatment.standardError, row.areas.treatmentError, relative: 1e-11))
      #expect(agree(areas.covariance, row.areas.covariance, relative: 1e-10))
      #expect(try AreaUnderCurve(row.controlRows, units: row.units) == areas.control)
      #expect(areas.control.units == Set(row.units).count)
    }
  }

  /// A log in which every row was written three times holds no more units than before.
  @Test func copiesOfAUnitsRowsAddNothing() throws {
    let row = try RowReference.load().rows[0]
    let rows = try row.controlRows
    let once = try AreaUnderCurve(rows, units: row.units)
    let copies = (0..<3).flatMap { _ in 0..<rows.count }
    let thrice = try AreaUnderCurve(rows.rows(copies), units: copies.map { row.units[$0] })
    #expect(agree(thrice.value, once.value, relative: 1e-13))
    #expect(agree(thrice.standardError, once.standardError, relative: 1e-12))
    // Without the units the error falls by the root of three.
    let (naive, single) = (try AreaUnderCurve(rows.rows(copies)), try AreaUnderCurve(rows))
    #expect(naive.standardError < 0.6 * single.standardError)
  }

  @Test func histogramsAndRowsAgree() throws {
    for row in try RowReference.load().rows {
      let rows = try row.controlRows
      let fromRows = try AreaUnderCurve(rows)
      let fromCounts = try AreaUnderCurve(positives: rows.positives, negatives: rows.negatives)
      #expect(agree(fromRows.value, fromCounts.value, relative: 1e-14))
      #expect(agree(fromRows.standardError, fromCounts.standardError, relative: 1e-12))
      #expect(fromRows.units == fromCounts.units)
    }
  }

  @Test func areasWithoutVarianceOrUnitsAreErrors() throws {
    let labels = [true, true, false, false]
    let perfect = try AreaUnderCurve(LabelledScores(scores: [3, 4, 1, 2], labels: labels))
    #expect(throws: StatsError.zeroVariance) {
      try DeLongTest().evaluate(control: perfect, treatment: perfect)
    }
    let same = try PairedAreas(labels: labels, control: [3, 1, 2, 0], treatment: [6, 2, 4, 0])
    #expect(throws: StatsError.zeroVariance) { try DeLongTest().evaluate(same) }
    let rows = try LabelledScores(scores: [3, 1, 2, 0], labels: labels)
    #expect(throws: StatsError.self) { try AreaUnderCurve(rows, units: [1, 1, 2, 3]) }
    #expect(throws: StatsError.self) { try AreaUnderCurve(rows, units: [1, 2]) }
    #expect(throws: StatsError.self) {
      try AreaUnderCurve(LabelledScores(scores: [1, 2], labels: [true, true]))
    }
  }

  @Test func logitIntervalsAgreeWithR() throws {
    for row in reference.logits {
      let found = try LogitInterval(level: row.level)
        .interval(Estimate(row.value, standardError: row.standardError))
      #expect(agree(found.lower, row.interval[0], relative: 1e-12))
      #expect(agree(found.upper, row.interval[1], relative: 1e-12))
    }
    #expect(throws: StatsError.self) {
      try LogitInterval().interval(Estimate(1, standardError: 0.1))
    }
  }
}
