import AssayTestSupport
import Stats
import Testing

@Suite struct FiellerIntervalTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var numerator, denominator: [Double]
      var covariance, lower, upper: Double
    }
    var fieller: [Row]
  }

  @Test func agreesWithTheInvertedTest() throws {
    for row in try ReferenceFile.load("classical", as: Reference.self).fieller {
      let set = try FiellerInterval().ratio(
        numerator: Estimate(row.numerator[0], standardError: row.numerator[1]),
        denominator: Estimate(row.denominator[0], standardError: row.denominator[1]),
        covariance: row.covariance)
      guard case .bounded(let interval) = set else {
        Issue.record("\(row) is not bounded")
        continue
      }
      // R's root finder.
      #expect(agree(interval.lower, row.lower, relative: 1e-9), "\(row)")
      #expect(agree(interval.upper, row.upper, relative: 1e-9), "\(row)")
    }
  }

  @Test func publishedLift() throws {
    let set = try FiellerInterval().ratio(
      numerator: Estimate(10.5, standardError: 0.2), denominator: Estimate(10, standardError: 0.2))
    guard case .bounded(let interval) = set else {
      Issue.record("not bounded")
      return
    }
    #expect(agree(interval.lower - 1, -0.005289726, relative: 0, floor: 5e-10))
    #expect(agree(interval.upper - 1, 0.108521518, relative: 0, floor: 5e-10))
  }

  /// A ratio is in the set exactly when its test is not rejected, whatever the shape of the set.
  @Test func everyShapeHoldsTheRatiosNotRejected() throws {
    for (n, d) in [(3.0, 0.5), (0.1, 0.2), (5, 2.5), (-3, 0.5)] {
      let (numerator, denominator) = (
        Estimate(n, standardError: 1), Estimate(d, standardError: 1)
      )
      let set = try FiellerInterval().ratio(numerator: numerator, denominator: denominator)
      for r in stride(from: -40.0, through: 40, by: 0.37) {
        let z = (n - r * d) / (1 + r * r).squareRoot()
        let kept = abs(z) <= 1.959963984540054
        switch set {
        case .bounded(let interval): #expect(interval.contains(r) == kept)
        case .outside(let gap): #expect((r <= gap.lower || r >= gap.upper) == kept)
        case .everything: #expect(kept)
        }
      }
    }
  }

  @Test func shapesFollowTheDenominator() throws {
    let numerator = Estimate(3, standardError: 1)
    let set = FiellerInterval()
    #expect(
      try set.ratio(
        numerator: Estimate(0.1, standardError: 1), denominator: Estimate(0.2, standardError: 1))
        == .everything)
    guard
      case .outside = try set.ratio(
        numerator: numerator, denominator: Estimate(0.5, standardError: 1))
    else {
      Issue.record("a denominator near zero must leave an outside")
      return
    }
  }
}
