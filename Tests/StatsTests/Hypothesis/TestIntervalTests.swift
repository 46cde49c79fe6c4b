import AssayTestSupport
import Stats
import Summaries
import Testing

/// Intervals of shifts, centers and variance ratios against R.
@Suite struct TestIntervalTests {
  struct Row: Decodable {
    var control, treatment: [Double]
    var offset: Double
    var shift, shift80, shiftLess, shiftGreater: [Double]
    var center, centerLess, centerGreater: [Double]
    var variance, varianceLess, varianceGreater: [Double]
  }
  struct Reference: Decodable { var intervals: [Row] }
  let rows: [Row]
  init() throws {
    rows = try ReferenceFile.load("tests_interval", as: Reference.self).intervals
  }

  private func check(
    _ found: ConfidenceInterval, _ expected: [Double], tolerance: Double = 1e-12, _ what: String
  ) {
    // Differences of observations; at 1e9 they are rounded to 1e-7.
    #expect(agree(found.lower, expected[0], relative: tolerance, floor: 1e-14), "\(what)")
    #expect(agree(found.upper, expected[1], relative: tolerance, floor: 1e-14), "\(what)")
  }

  @Test func shiftsAgreeWithR() throws {
    for row in rows {
      let (x, y) = (try WeightedValues(row.control), try WeightedValues(row.treatment))
      for (alternative, level, expected) in [
        (Alternative.twoSided, 0.95, row.shift), (.twoSided, 0.8, row.shift80),
        (.less, 0.9, row.shiftLess), (.greater, 0.9, row.shiftGreater),
      ] {
        check(
          try MannWhitneyTest(alternative: alternative)
            .confidenceInterval(control: x, treatment: y, level: level), expected,
          "\(row) \(alternative) \(level)")
      }
    }
  }

  @Test func centersAgreeWithR() throws {
    for row in rows {
      let sample = try WeightedValues(row.treatment.map { $0 + row.offset })
      for (alternative, expected) in [
        (Alternative.twoSided, row.center), (.less, row.centerLess),
        (.greater, row.centerGreater),
      ] {
        check(
          try WilcoxonSignedRankTest(alternative: alternative)
            .confidenceInterval(differences: sample, level: 0.75), expected, tolerance: 1e-7,
          "\(row) \(alternative)")
      }
    }
  }

  @Test func varianceRatiosAgreeWithR() throws {
    for row in rows {
      let (x, y) = (Moments(row.control), Moments(row.treatment))
      for (alternative, expected) in [
        (Alternative.twoSided, row.variance), (.less, row.varianceLess),
        (.greater, row.varianceGreater),
      ] {
        check(
          try VarianceRatioTest(alternative: alternative)
            .confidenceInterval(control: x, treatment: y), expected, tolerance: 1e-7,
          "\(row) \(alternative)")
      }
    }
  }

  /// A shift is rejected exactly where the interval ends, ties apart.
  @Test func boundsAreWhereTheTestRejects() throws {
    let (x, y) = (
      try WeightedValues([1.03, 2.31, 0.47, 5.61, 3.37, 2.93]),
      try WeightedValues([2.2, 6.12, 3.45, 7.71, 5.98])
    )
    for level in [0.5, 0.8, 0.9, 0.95] {
      let interval = try MannWhitneyTest()
        .confidenceInterval(control: x, treatment: y, level: level)
      for (shift, isInside) in [
        (interval.lower - 1e-6, false), (interval.lower + 1e-6, true),
        (interval.upper - 1e-6, true), (interval.upper + 1e-6, false),
      ] {
        let p = try MannWhitneyTest(nullShift: shift).evaluate(control: x, treatment: y).pValue
        #expect((p > 1 - level) == isInside, "\(level) \(shift) \(p)")
      }
    }
  }

  @Test func manyObservationsAreNearlyExact() throws {
    let x = try WeightedValues((0..<60).map { Double($0 * 37 % 61) })
    let y = try WeightedValues((0..<55).map { Double($0 * 29 % 57) + 4.5 })
    let limit = try MannWhitneyTest().confidenceInterval(control: x, treatment: y)
    let exact = try MannWhitneyTest(method: .exact).confidenceInterval(control: x, treatment: y)
    // They differ by a rank or two of 3,300, of which fifty have one value.
    #expect(limit == exact)
    let empty = try WeightedValues([Double]())
    #expect(throws: StatsError.self) {
      try MannWhitneyTest().confidenceInterval(control: x, treatment: empty)
    }
    #expect(throws: StatsError.self) {
      try WilcoxonSignedRankTest().confidenceInterval(differences: empty)
    }
    #expect(throws: StatsError.self) {
      try WilcoxonSignedRankTest().confidenceInterval(differences: x, level: 1)
    }
  }
}
