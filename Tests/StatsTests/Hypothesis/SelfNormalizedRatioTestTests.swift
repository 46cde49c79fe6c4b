import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct SelfNormalizedRatioTestTests {
  private struct Reference: Decodable {
    struct Row: Decodable {
      var x, y: [Double]
      /// How often each unit is there.
      var times: Int
      var limit, statistic, upperPValue, lowerPValue, effectiveUnits: Double
    }
    var rows: [Row]
  }

  private func moments(_ x: [Double], _ y: [Double], times: Int = 1) -> BivariateMoments {
    var moments = BivariateMoments()
    for pair in zip(x, y) { moments.add((x: pair.0, y: pair.1), times: times) }
    return moments
  }

  /// Sums of some 60 terms, and their cubes, agree to 1e-11; so does the exponent of a tail, and e to the power of
  /// some −700 to that many times as much.
  @Test func agreesWithRawUnits() throws {
    for row in try ReferenceFile.load("self_normalized", as: Reference.self).rows {
      let found = try SelfNormalizedRatioTest(
        moments(row.x, row.y, times: row.times), limit: row.limit)
      #expect(agree(found.statistic, row.statistic, relative: 1e-11))
      #expect(agree(found.upperPValue, row.upperPValue, relative: 1e-8))
      #expect(agree(found.lowerPValue, row.lowerPValue, relative: 1e-8))
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

  @Test("However skewed, what is farther beyond the limit is no weaker evidence")
  func farBeyond() throws {
    let cubes = [0.0, 1, 8, 27, 64, 125, 216, 343, 512, 729]
    let ones = cubes.map { _ in 1.0 }
    var last = 1.0
    for limit in [250.0, 300, 500, 1_000, 5_000, 1e6] {
      let found = try SelfNormalizedRatioTest(
        moments(cubes, ones, times: 8_000), limit: limit)
      #expect(found.lowerPValue <= last, "\(limit)")
      last = found.lowerPValue
    }
    #expect(last < 1e-300)
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
