import AssayTestSupport
import Stats
import Summaries
import Testing

/// Every classical test on one grid of awkward data against R: ties, two to four observations, mostly
/// zeros, a billion and a little, skewed, and a million of each; tables with empty cells and millions.
@Suite struct GridTests {
  struct Row: Decodable { var statistic, pValue: Double }
  struct Cells: Decodable {
    var values: [Double]
    var counts: [Int]
  }
  struct Samples: Decodable {
    var name: String
    var samples: [Cells]?
    var tests: [String: Row]
  }
  struct Table: Decodable {
    var table: [[Int]]
    var chiSquare, yates, likelihood, mcnemar: Row
    var fisher, z: Double
  }
  struct Fit: Decodable {
    var counts: [Int]
    var weights: [Double]
    var statistic, pValue: Double
  }
  struct Stratified: Decodable {
    var strata: [[Int]]
    var oddsRatio: Double
    var association, homogeneity: Row
  }
  struct Columns: Decodable {
    var x, y: [Double]
    var coefficient, statistic, pValue: Double
    var paired: Row
  }
  struct Reference: Decodable {
    var samples: [Samples]
    var tables: [Table]
    var fits: [Fit]
    var stratified: [Stratified]
    var correlations: [Columns]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests_grid", as: Reference.self) }

  /// The script's formula: a thousand values, about a million observations an arm.
  private func million() throws -> [WeightedValues] {
    func arm(
      _ factor: Int, _ modulus: Int, _ value: (Int) -> Double
    ) throws -> WeightedValues {
      try WeightedValues(
        (0..<1000).map { (value: value($0), count: 500 + $0 * factor % modulus) })
    }
    return [
      try arm(7919, 1001) { Double($0) }, try arm(104_729, 997) { Double($0) + Double($0 % 3) / 4 },
      try arm(611_953, 991) { Double($0) / 2 + 250 },
    ]
  }

  @Test func samplesAgreeWithR() throws {
    for row in reference.samples {
      let samples =
        try row.samples?.map { try WeightedValues(zip($0.values, $0.counts).map { ($0, $1) }) }
        ?? million()
      let moments = samples.map(\.moments)
      let (x, y, control, treatment) = (samples[0], samples[1], moments[0], moments[1])
      let found: [String: TestResult] = [
        "welch": try WelchTTest().evaluate(control: control, treatment: treatment),
        "pooled": try PooledTTest().evaluate(control: control, treatment: treatment),
        "oneSample": try OneSampleTTest(nullMean: 0.999 * y.values[0]).evaluate(treatment),
        "varianceRatio": try VarianceRatioTest().evaluate(control: control, treatment: treatment),
        "mannWhitney": try MannWhitneyTest(method: .asymptotic, continuity: .none)
          .evaluate(control: x, treatment: y),
        "brunnerMunzel": try BrunnerMunzelTest().evaluate(control: x, treatment: y),
        "kolmogorovSmirnov": try KolmogorovSmirnovTest(method: .asymptotic)
          .evaluate(control: x, treatment: y),
        "anova": try OneWayANOVA().evaluate(moments),
        "welchAnova": try WelchANOVA().evaluate(moments),
        "kruskal": try KruskalWallisTest().evaluate(samples),
        "bartlett": try BartlettTest().evaluate(moments),
        "levene": try LeveneTest(center: .mean).evaluate(samples),
        "brownForsythe": try LeveneTest().evaluate(samples),
      ]
      #expect(Set(found.keys) == Set(row.tests.keys))
      for (name, expected) in row.tests.sorted(by: { $0.key < $1.key }) {
        guard let result = found[name] else { continue }
        // Closed forms; R's tails below 1e-300 are 0. At 1e9 a mean keeps seven digits of its last.
        let tolerance = row.name == "far" ? 1e-7 : 1e-9
        let (found, what) = (result.statistic, "\(row.name) \(name) \(result.statistic)")
        #expect(agree(found, expected.statistic, relative: tolerance), "\(what)")
        #expect(
          agree(result.pValue, expected.pValue, relative: tolerance, floor: 1e-300),
          "\(what) \(result.pValue)")
      }
    }
  }

  @Test func tablesAgreeWithR() throws {
    for row in reference.tables {
      let arms = try row.table.map { try BinomialCount(successes: $0[0], trials: $0[0] + $0[1]) }
      func check(_ found: TestResult, _ expected: Row) {
        // Where the arms are alike only rounding is left of the statistic.
        #expect(
          agree(found.statistic, expected.statistic, relative: 1e-9, floor: 1e-20),
          "\(row) \(found)")
        #expect(
          agree(found.pValue, expected.pValue, relative: 1e-9, floor: 1e-300), "\(row) \(found)")
      }
      check(try ChiSquareIndependence().evaluate(row.table), row.chiSquare)
      check(try ChiSquareIndependence(continuity: .yates).evaluate(row.table), row.yates)
      check(try GTest().evaluate(row.table), row.likelihood)
      check(
        try McNemarTest(method: .asymptotic(.none)).evaluate(
          controlOnly: row.table[0][1] + 1, treatmentOnly: row.table[1][0] + 1), row.mcnemar)
      let fisher = try FisherExactTest().evaluate(control: arms[0], treatment: arms[1])
      // R sums up to a million log-gammas.
      #expect(agree(fisher.pValue, row.fisher, relative: 1e-8), "\(row)")
      let z = try TwoProportionZTest().evaluate(control: arms[0], treatment: arms[1])
      #expect(agree(abs(z.statistic), row.z, relative: 1e-9, floor: 1e-10), "\(row)")
    }
    for row in reference.fits {
      let found = try ChiSquareGoodnessOfFit(weights: row.weights).evaluate(row.counts)
      #expect(agree(found.statistic, row.statistic, relative: 1e-9), "\(row)")
      #expect(agree(found.pValue, row.pValue, relative: 1e-9), "\(row)")
    }
  }

  @Test func stratifiedTablesAgreeWithR() throws {
    for row in reference.stratified {
      let tables = try StratifiedTables(
        row.strata.map {
          .init(
            control: try BinomialCount(successes: $0[0], trials: $0[0] + $0[1]),
            treatment: try BinomialCount(successes: $0[2], trials: $0[2] + $0[3]))
        })
      let association = try tables.associationTest()
      let homogeneity = try tables.homogeneityTest()
      #expect(agree(try tables.commonOddsRatio, row.oddsRatio, relative: 1e-11), "\(row)")
      for (found, expected) in [(association, row.association), (homogeneity, row.homogeneity)] {
        #expect(
          agree(found.statistic, expected.statistic, relative: 1e-9, floor: 1e-20), "\(row)")
        #expect(agree(found.pValue, expected.pValue, relative: 1e-9), "\(row) \(found)")
      }
    }
  }

  @Test func columnsAgreeWithR() throws {
    for row in reference.correlations {
      var moments = BivariateMoments()
      for pair in zip(row.x, row.y) { moments.add((pair.0, pair.1)) }
      let correlation = try Correlation(moments)
      let paired = try PairedTTest().evaluate(control: row.x, treatment: row.y)
      let size = "\(row.x.count) pairs"
      // At 1e9 a mean keeps seven digits of its last.
      let tolerance = row.x[0] > 1e8 ? 1e-7 : 1e-9
      #expect(agree(correlation.coefficient, row.coefficient, relative: tolerance), "\(size)")
      #expect(agree(try correlation.test().pValue, row.pValue, relative: tolerance), "\(size)")
      #expect(agree(paired.statistic, row.paired.statistic, relative: tolerance), "\(size)")
      #expect(
        agree(paired.pValue, row.paired.pValue, relative: tolerance, floor: 1e-300), "\(size)")
    }
  }
}
