import AssayTestSupport
import Stats
import Testing

@Suite struct KolmogorovSmirnovTestTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var control, treatment: [Double]
      var distance, exactPValue, limitPValue, wasserstein: Double
      var deciles: [Double]
    }
    var distances: [Row]
  }
  let rows: [Reference.Row]
  init() throws { rows = try ReferenceFile.load("classical", as: Reference.self).distances }

  @Test func agreesWithR() throws {
    for row in rows {
      let exact = try KolmogorovSmirnovTest(method: .exact).evaluate(
        control: row.control, treatment: row.treatment)
      #expect(agree(exact.estimate, row.distance, relative: 1e-13, floor: 1e-15))
      // R subtracts from one.
      #expect(agree(exact.pValue, row.exactPValue, relative: 1e-10, floor: 1e-13), "\(row)")
      let limit = try KolmogorovSmirnovTest(method: .asymptotic).evaluate(
        control: row.control, treatment: row.treatment)
      #expect(agree(limit.pValue, row.limitPValue, relative: 1e-10), "\(row)")
    }
  }

  @Test func wassersteinAgreesWithTheArea() throws {
    for row in rows {
      let found = try WassersteinDistance.between(
        WeightedValues(row.control), WeightedValues(row.treatment))
      #expect(agree(found, row.wasserstein, relative: 1e-12))
    }
  }

  @Test func quantilesAgreeWithTypeSeven() throws {
    for row in rows {
      let found = try WeightedValues(row.control).quantiles((1...9).map { Double($0) / 10 })
      for (a, b) in zip(found, row.deciles) {
        #expect(agree(a, b, relative: 1e-13, floor: 1e-15), "\(row)")
      }
    }
  }

  @Test func cellsOfOneValueGiveTheSameDistance() throws {
    let row = rows[1]
    let counts = try CellCounts(
      reference: [1, 2, 3, 1, 0], current: [0, 1, 2, 2, 3])
    #expect(agree(counts.kolmogorovSmirnov, row.distance, relative: 1e-14))
  }

  @Test func emptyAndBadSamplesAreErrors() {
    #expect(throws: StatsError.self) {
      try KolmogorovSmirnovTest().evaluate(control: [Double](), treatment: [1.0])
    }
    #expect(throws: StatsError.self) {
      try KolmogorovSmirnovTest().evaluate(control: [1.0, .nan], treatment: [1.0])
    }
  }
}
