import AssayTestSupport
import Stats
import Testing

@Suite struct AutocorrelationTests {
  struct Reference: Decodable {
    struct Univariate: Decodable { var autocorrelation: [Double] }
    var univariate: [String: Univariate]
  }
  struct Effects: Decodable {
    struct Row: Decodable { var x, coefficients: [Double] }
    var series: [Row]
  }

  /// NIST's NumAcc4, where the mean alone has lost eight digits.
  @Test func certifiedValuesHold() throws {
    let reference = try ReferenceFile.load("moments", as: Reference.self)
    let series = [10_000_000.2] + (0..<1000).map { $0 % 2 == 0 ? 10_000_000.1 : 10_000_000.3 }
    let found = try Autocorrelation(series)
    let expected = try #require(reference.univariate["NumAcc4"]).autocorrelation
    for (lag, value) in zip([1, 2, 5], expected) {
      // A rounding of each deviation, of the quotient and of the sum of squares.
      #expect(agree(try found.coefficient(lag: lag), value, relative: 1e-15))
    }
    #expect(try found.coefficient(lag: 0) == 1)
  }

  @Test func agreesWithR() throws {
    for row in try ReferenceFile.load("effects", as: Effects.self).series {
      let found = try Autocorrelation(row.x)
      for (lag, value) in row.coefficients.enumerated() {
        // R's own rounding of the deviations, against a coefficient that may be near zero.
        #expect(agree(try found.coefficient(lag: lag), value, relative: 1e-12, floor: 1e-15))
      }
    }
  }

  @Test func seriesWithoutOneAreErrors() throws {
    #expect(throws: StatsError.zeroVariance) { try Autocorrelation([2, 2, 2]) }
    #expect(throws: StatsError.self) { try Autocorrelation([1]) }
    #expect(throws: StatsError.self) { try Autocorrelation([1, .nan, 2]) }
    #expect(throws: StatsError.self) { try Autocorrelation([1, 2]).coefficient(lag: 2) }
    #expect(throws: StatsError.self) { try Autocorrelation([1, 2]).coefficient(lag: -1) }
  }
}
