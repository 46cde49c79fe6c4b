import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct PosteriorComparisonTests {
  struct Reference: Decodable {
    struct Comparison: Decodable {
      var kind: String
      var control, treatment, thresholds, probabilities: [Double]
      var lossOfTreatment, lossOfControl: Double
    }
    struct Sum: Decodable {
      var control, treatment: [Double]
      var probability: Double
    }
    var comparisons: [Comparison]
    var sums: [Sum]
    var difference: [Double]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("bayesian") }

  private func beta(_ v: [Double]) -> BetaDistribution {
    BetaDistribution(alpha: v[0], beta: v[1])
  }
  private func student(_ v: [Double]) -> LocationScaleT {
    LocationScaleT(location: v[0], scale: v[1], degreesOfFreedom: v[2])
  }

  private func check<D: ContinuousDistribution>(
    _ comparison: PosteriorComparison<D, D>, _ expected: Reference.Comparison
  ) throws {
    for (threshold, probability) in zip(expected.thresholds, expected.probabilities) {
      let found = try comparison.probability(thatDifferenceExceeds: threshold)
      // The documented accuracy.
      #expect(abs(found - probability) < 1e-10, "\(expected) \(threshold): \(found)")
    }
    let treatment = try comparison.expectedLoss(ofChoosing: .treatment)
    let control = try comparison.expectedLoss(ofChoosing: .control)
    // To 1e-10 of a spread, which is 0.001 at least here and 1 at most.
    #expect(agree(treatment, expected.lossOfTreatment, relative: 1e-9, floor: 1e-13))
    #expect(agree(control, expected.lossOfControl, relative: 1e-9, floor: 1e-13))
  }

  @Test func agreesWithQuadratureAtThirtyDigits() throws {
    for row in reference.comparisons {
      switch row.kind {
      case "beta":
        try check(
          PosteriorComparison(control: beta(row.control), treatment: beta(row.treatment)), row)
      case "student":
        try check(
          PosteriorComparison(control: student(row.control), treatment: student(row.treatment)),
          row)
      default:
        try check(
          PosteriorComparison(
            control: Normal(mean: row.control[0], sd: row.control[1]),
            treatment: Normal(mean: row.treatment[0], sd: row.treatment[1])), row)
      }
    }
    #expect(Set(reference.comparisons.map(\.kind)).count == 3)
  }

  @Test func agreesWithMillersSumsUpToAMillionTrials() throws {
    for row in reference.sums {
      let found = try PosteriorComparison(
        control: beta(row.control), treatment: beta(row.treatment)
      ).probability()
      #expect(abs(found - row.probability) < 1e-10)
    }
  }

  @Test func differencesHaveTheirInterval() throws {
    let row = reference.comparisons[0]
    let interval = try PosteriorComparison(
      control: beta(row.control), treatment: beta(row.treatment)
    ).equalTailedInterval()
    // The search stops within 1e-10 of its bracket, which is about one wide.
    #expect(abs(interval.lower - reference.difference[0]) < 1e-9)
    #expect(abs(interval.upper - reference.difference[1]) < 1e-9)
  }

  @Test func swappedArmsAreComplements() throws {
    let (a, b) = (beta([3.5, 18.5]), beta([9.5, 13.5]))
    let (there, back) = (
      PosteriorComparison(control: a, treatment: b), PosteriorComparison(control: b, treatment: a)
    )
    #expect(agree(try there.probability() + back.probability(), 1, relative: 1e-11))
    let loss = try there.expectedLoss(ofChoosing: .treatment)
    #expect(agree(loss, try back.expectedLoss(ofChoosing: .control), relative: 1e-12))
    // E max(b − a, 0) − E max(a − b, 0) is the difference of the means.
    let gain = try there.expectedLoss(ofChoosing: .control)
    #expect(agree(gain - loss, 9.5 / 23 - 3.5 / 22, relative: 1e-11))
    let same = try PosteriorComparison(control: a, treatment: a).probability()
    #expect(agree(same, 0.5, relative: 1e-11))
  }

  @Test func differencesBeyondTheSupportAreCertain() throws {
    let comparison = PosteriorComparison(control: beta([3, 4]), treatment: beta([5, 2]))
    #expect(try comparison.probability(thatDifferenceExceeds: 1) == 0)
    #expect(agree(try comparison.probability(thatDifferenceExceeds: -1), 1, relative: 1e-12))
  }

  @Test func meansThatDoNotExistAreErrors() throws {
    let wild = student([0, 1, 1])
    let comparison = PosteriorComparison(control: wild, treatment: wild)
    #expect(throws: StatsError.self) { try comparison.expectedLoss(ofChoosing: .control) }
    #expect(agree(try comparison.probability(), 0.5, relative: 1e-10))
    #expect(throws: StatsError.self) { try comparison.probability(thatDifferenceExceeds: .nan) }
    #expect(throws: StatsError.self) { try comparison.equalTailedInterval(probability: 1) }
  }
}
