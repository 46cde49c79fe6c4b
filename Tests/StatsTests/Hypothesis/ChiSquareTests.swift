import AssayTestSupport
import Stats
import Testing

@Suite struct ChiSquareTests {
  struct Reference: Decodable {
    struct Table: Decodable {
      var table: [[Int]]
      var statistic, pValue, degreesOfFreedom, yates, yatesPValue, cramersV: Double
    }
    struct Fit: Decodable {
      var counts: [Int]
      var weights: [Double]
      var statistic, pValue: Double
    }
    var tables: [Table]
    var fits: [Fit]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("classical", as: Reference.self) }

  @Test func tablesAgreeWithR() throws {
    for row in reference.tables {
      let plain = try ChiSquareIndependence().evaluate(row.table)
      #expect(agree(plain.statistic, row.statistic, relative: 1e-11, floor: 1e-25), "\(row)")
      #expect(agree(plain.pValue, row.pValue, relative: 1e-11), "\(row)")
      #expect(agree(plain.estimate, row.cramersV, relative: 1e-11, floor: 1e-25), "\(row)")
      #expect(plain.reference == .chiSquared(degreesOfFreedom: row.degreesOfFreedom))
      let yates = try ChiSquareIndependence(continuity: .yates).evaluate(row.table)
      #expect(agree(yates.statistic, row.yates, relative: 1e-11, floor: 1e-25), "\(row)")
      #expect(agree(yates.pValue, row.yatesPValue, relative: 1e-11), "\(row)")
    }
  }

  @Test func transposingChangesNothing() throws {
    for row in reference.tables where row.table.allSatisfy({ !$0.contains(0) }) {
      let columns = row.table[0].indices.map { column in row.table.map { $0[column] } }
      let (a, b) = (
        try ChiSquareIndependence().evaluate(row.table),
        try ChiSquareIndependence().evaluate(columns)
      )
      #expect(agree(a.statistic, b.statistic, relative: 1e-12, floor: 1e-25))
    }
  }

  @Test func fitsAgreeWithR() throws {
    for row in reference.fits {
      let fit = try ChiSquareGoodnessOfFit(weights: row.weights).evaluate(row.counts)
      // At a million to a thousand, counts less expectations cancel to three digits before the point.
      #expect(agree(fit.statistic, row.statistic, relative: 1e-9), "\(row)")
      #expect(agree(fit.pValue, row.pValue, relative: 1e-9), "\(row)")
    }
  }

  @Test func armsWithoutWeightOrUnitsAreLeftOut() throws {
    let a = try ChiSquareGoodnessOfFit(weights: [1, 2, 0]).evaluate([10, 30, 0])
    let b = try ChiSquareGoodnessOfFit(weights: [1, 2]).evaluate([10, 30])
    #expect(a == b)
  }

  @Test func whatIsNoTableIsAnError() {
    for table in [
      [], [[1, 2]], [[1, 2], [3]], [[1, -2], [3, 4]], [[0, 0], [1, 2]], [[1, 0], [2, 0]],
    ] {
      #expect(throws: StatsError.self, "\(table)") { try ChiSquareIndependence().evaluate(table) }
    }
    for (counts, weights) in [
      ([1, 2], [1.0]), ([1, 2], [1, 0]), ([0, 0], [1, 1]), ([5], [1]), ([1, -1], [1, 1]),
      ([1, 2], [1, .nan]),
    ] {
      #expect(throws: StatsError.self, "\(counts)") {
        try ChiSquareGoodnessOfFit(weights: weights).evaluate(counts)
      }
    }
  }
}
