import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct RatioEstimateTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var x, y: [Double]
      var ratio, standardError, effectiveUnits: Double
      var moments: BivariateMoments {
        var moments = BivariateMoments()
        for pair in zip(x, y) { moments.add((pair.0, pair.1)) }
        return moments
      }
    }
    var ratios: [Row]
  }
  let rows: [Reference.Row]
  init() throws { rows = try ReferenceFile.load("classical", as: Reference.self).ratios }

  @Test func agreesWithResidualsUnitByUnit() throws {
    for row in rows {
      let found = try RatioEstimate(moments: row.moments)
      #expect(agree(found.ratio, row.ratio, relative: 1e-13))
      #expect(agree(found.standardError, row.standardError, relative: 1e-9))
      #expect(agree(found.effectiveUnits, row.effectiveUnits, relative: 1e-9))
    }
  }

  @Test func effectiveUnitsOfARareEventAreItsEvents() throws {
    var moments = BivariateMoments()
    moments.add((0, 1), times: 99_980)
    moments.add((1, 1), times: 20)
    let found = try RatioEstimate(moments: moments)
    #expect(agree(found.effectiveUnits, 20, relative: 0.01))
    // p(1 − p)/(n − 1)
    #expect(
      agree(found.standardError, (2e-4 * (1 - 2e-4) / 99_999).squareRoot(), relative: 1e-12))
  }

  @Test func proportionalUnitsHaveNoVariance() throws {
    var moments = BivariateMoments()
    for y in [1.0, 2, 5, 7, 11] { moments.add((0.1 * y, y)) }
    let found = try RatioEstimate(moments: moments)
    #expect(found.standardError == 0)
    #expect(found.effectiveUnits == 0)
  }

  @Test func differenceAndLogRatioSwapSigns() throws {
    let (a, b) = (
      try RatioEstimate(moments: rows[0].moments), try RatioEstimate(moments: rows[1].moments)
    )
    #expect(a.difference(from: b).value == -b.difference(from: a).value)
    let (there, back) = (try a.logRatio(to: b), try b.logRatio(to: a))
    #expect(there.value == -back.value)
    #expect(there.standardError == back.standardError)
    #expect(agree(exp(there.value), a.ratio / b.ratio, relative: 1e-14))
  }

  @Test func ratiosThatDoNotExistAreErrors() throws {
    var zero = BivariateMoments()
    zero.add((1, 1))
    zero.add((1, -1))
    #expect(throws: StatsError.self) { try RatioEstimate(moments: zero) }
    #expect(throws: StatsError.self) { try RatioEstimate(moments: BivariateMoments()) }
    var none = BivariateMoments()
    none.add((0, 1), times: 5)
    let rate = try RatioEstimate(moments: none)
    #expect(throws: StatsError.self) { try rate.logRatio }
    #expect(throws: StatsError.self) { try rate.relativeLift(over: rate) }
  }
}
