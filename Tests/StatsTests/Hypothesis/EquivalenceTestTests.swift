import Stats
import Summaries
import Testing

@Suite struct EquivalenceTestTests {
  let control = Moments([5.1, 4.9, 5.6, 5.8, 4.7, 5.2, 5.0, 5.5])
  let treatment = Moments([5.3, 5.2, 5.9, 5.1, 5.0, 5.6, 5.4, 4.8])

  /// Two one-sided tests and the 1 − 2α interval are the same claim (Schuirmann 1987).
  @Test func agreesWithTheShorterInterval() throws {
    let interval = try WelchTTest().evaluate(control: control, treatment: treatment)
      .confidenceInterval(level: 0.9)
    for shift in [-1e-6, 1e-6] {
      let wide = try EquivalenceTest(
        WelchTTest(), lower: interval.lower - abs(shift), upper: interval.upper + abs(shift))
      #expect(try wide.evaluate(control: control, treatment: treatment).pValue < 0.05)
      let narrow = try EquivalenceTest(
        WelchTTest(), lower: interval.lower + abs(shift), upper: interval.upper + 1)
      #expect(try narrow.evaluate(control: control, treatment: treatment).pValue > 0.05)
    }
  }

  @Test func nonInferiorityIsOneTestAgainstTheMargin() throws {
    let result = try EquivalenceTest.nonInferiority(WelchTTest(), margin: 0.3)
      .evaluate(control: control, treatment: treatment)
    let direct = try WelchTTest(alternative: .greater, nullDifference: -0.3)
      .evaluate(control: control, treatment: treatment)
    #expect(result.aboveLower == direct)
    #expect(result.belowUpper == nil)
    #expect(result.pValue == direct.pValue)
  }

  @Test func refusesMarginsThatAreNone() {
    #expect(throws: StatsError.self) { try EquivalenceTest(WelchTTest(), lower: 1, upper: 1) }
    #expect(throws: StatsError.self) {
      try EquivalenceTest(WelchTTest(), lower: -.infinity, upper: .infinity)
    }
    #expect(throws: StatsError.self) {
      try EquivalenceTest.nonInferiority(WelchTTest(), margin: -1)
    }
  }
}
