import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct SelfNormalizedRatioTestTests {
  private struct Reference: Decodable {
    struct Row: Decodable {
      var x, y: [Double]
      var limit, statistic, upperPValue, lowerPValue, effectiveUnits: Double
    }
    var rows: [Row]
  }

  private func moments(_ x: [Double], _ y: [Double]) -> BivariateMoments {
    var moments = BivariateMoments()
    for pair in zip(x, y) { moments.add((x: pair.0, y: pair.1)) }
    return moments
  }

  /// Sums of some 60 terms, and their cubes, agree to 1e-11.
  @Test func agreesWithRawUnits() throws {
    for row in try ReferenceFile.load("self_normalized", as: Reference.self).rows {
      let found = try SelfNormalizedRatioTest(moments(row.x, row.y), limit: row.limit)
      #expect(agree(found.statistic, row.statistic, relative: 1e-11))
      #expect(agree(found.upperPValue, row.upperPValue, relative: 1e-10))
      #expect(agree(found.lowerPValue, row.lowerPValue, relative: 1e-10))
      #expect(agree(found.effectiveUnits, row.effectiveUnits, relative: 1e-11))
    }
  }

  @Test("The other direction is the same test of the negative") func signs() throws {
    let x = [1.0, 0, 3, 2, 8, 1, 0, 4]
    let y = x.map { _ in 1.0 }
    let above = try SelfNormalizedRatioTest(moments(x, y), limit: 1)
    let below = try SelfNormalizedRatioTest(moments(x.map { -$0 }, y), limit: -1)
    #expect(agree(above.upperPValue, below.lowerPValue, relative: 1e-12))
    #expect(above.statistic == -below.statistic)
  }

  @Test("However alike, n units are no farther out than √n") func fewUnits() throws {
    let all = try SelfNormalizedRatioTest(moments([1, 1, 1, 1], [1, 1, 1, 1]), limit: 0.1)
    #expect(agree(all.statistic, 2, relative: 1e-12))
    #expect(agree(all.effectiveUnits, 4, relative: 1e-12))
    #expect(throws: StatsError.self) {
      try SelfNormalizedRatioTest(moments([1], [1]), limit: 0.1)
    }
  }
}
