import AssayTestSupport
import Stats
import Testing

/// Kendall's, Spearman's and Friedman's tests against R.
@Suite struct RankCorrelationTests {
  struct Tails: Decodable { var less, greater, twoSided: Double }
  struct Columns: Decodable {
    var x, y: [Double]
    var tau, kendall, kendallGreater, kendallLess, kendallLimit, kendallZ: Double
    var rho, spearmanLimit: Double
    var spearman: Tails?
  }
  struct Blocks: Decodable {
    var blocks: [[Double]]
    var statistic, pValue: Double
  }
  struct Reference: Decodable {
    var correlations: [Columns]
    var friedman: [Blocks]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("tests_rank", as: Reference.self) }

  @Test func kendallAgreesWithR() throws {
    for row in reference.correlations {
      for (alternative, expected) in [
        (Alternative.twoSided, row.kendall), (.greater, row.kendallGreater),
        (.less, row.kendallLess),
      ] {
        let found = try KendallTest(alternative: alternative).evaluate(row.x, row.y)
        // R subtracts exact upper tails from one.
        #expect(agree(found.pValue, expected, relative: 1e-10), "\(row) \(alternative)")
        #expect(agree(found.estimate, row.tau, relative: 1e-12), "\(row)")
      }
      let limit = try KendallTest(method: .asymptotic).evaluate(row.x, row.y)
      #expect(agree(limit.statistic, row.kendallZ, relative: 1e-12), "\(row)")
      #expect(agree(limit.pValue, row.kendallLimit, relative: 1e-12), "\(row)")
    }
  }

  @Test func spearmanAgreesWithR() throws {
    for row in reference.correlations {
      let limit = try SpearmanTest(method: .asymptotic).evaluate(row.x, row.y)
      #expect(agree(limit.estimate, row.rho, relative: 1e-12), "\(row)")
      #expect(agree(limit.pValue, row.spearmanLimit, relative: 1e-10), "\(row)")
      guard let exact = row.spearman else { continue }
      for (alternative, expected) in [
        (Alternative.twoSided, exact.twoSided), (.greater, exact.greater), (.less, exact.less),
      ] {
        let found = try SpearmanTest(alternative: alternative).evaluate(row.x, row.y)
        #expect(agree(found.pValue, expected, relative: 1e-13), "\(row) \(alternative)")
        #expect(found.method == "Spearman's rank correlation test, exact")
      }
    }
  }

  @Test func friedmanAgreesWithR() throws {
    for row in reference.friedman {
      let found = try FriedmanTest().evaluate(blocks: row.blocks)
      #expect(agree(found.statistic, row.statistic, relative: 1e-12), "\(row)")
      #expect(agree(found.pValue, row.pValue, relative: 1e-12), "\(row)")
    }
  }

  @Test func whatHasNoOrderIsAnError() {
    for (x, y) in [
      ([1.0, 2, 3], [1.0, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, .nan], [1, 2, 3]), ([], []),
      ([1, 2, .infinity], [1, 2, 3]), ([1], [1]),
    ] {
      #expect(throws: StatsError.self, "\(x)") { try KendallTest().evaluate(x, y) }
      #expect(throws: StatsError.self, "\(x)") { try SpearmanTest().evaluate(x, y) }
    }
    #expect(throws: StatsError.self) {
      try KendallTest(method: .exact).evaluate([1, 1, 2], [1, 2, 3])
    }
    for blocks in [
      [], [[1.0, 2]], [[1], [2]], [[1, 2], [1]], [[1, 1], [2, 2]], [[1, .nan], [1, 2]],
    ] {
      #expect(throws: StatsError.self, "\(blocks)") { try FriedmanTest().evaluate(blocks: blocks) }
    }
  }
}
