import AssayTestSupport
import Summaries
import Testing

@testable import Stats

/// Bounds that are kept from look to look.
@Suite struct GroupSequentialBoundsTests {
  private typealias Observation = GroupSequentialTest.Observation

  /// Every look's bound by the recursion alone.
  private func crosses(
    _ observations: [Observation], _ spending: SpendingFunction, _ significance: Double
  ) throws -> Bool {
    let bounds = try bounds(observations, spending, significance)
    return zip(observations, bounds).contains { look, bound in
      bound.map { look.standardized >= $0 } ?? false
    }
  }

  private func bounds(
    _ observations: [Observation], _ spending: SpendingFunction, _ significance: Double
  ) throws -> [Double?] {
    var test = try GroupSequentialTest(
      spending: spending, significance: significance, maximumInformation: 100)
    return try observations.map {
      try test.look(information: $0.information, fraction: $0.fraction)?.criticalValue
    }
  }

  @Test(
    "A memory answers as the recursion does, look by look, when looks are added, changed and taken back",
    arguments: [SpendingFunction.obrienFleming, .pocock, .power(exponent: 2)])
  func agreement(spending: SpendingFunction) throws {
    var random = SplitMix64(seed: 7)
    var memory = GroupSequentialMemory()
    let levels = [0.05, 0.025]
    var (answers, questions) = ([Double: Int](), 0)
    for _ in 0..<20 {
      var observations: [Observation] = []
      var (information, score) = (0.0, 0.0)
      for look in 1...7 {
        // Every third look adds too little to be one.
        let step = look % 3 == 0 ? 1e-6 : 10 + 5 * random.uniform()
        information += step
        score += step.squareRoot() * (random.normal() + 0.45)
        observations.append(
          Observation(information: information, standardized: score / information.squareRoot()))
        var asked = observations
        // The last one spends what is left, and is taken for what it was at the next.
        if random.uniform() < 0.3 {
          asked[asked.count - 1] = Observation(
            information: information, standardized: score / information.squareRoot(), fraction: 1)
        }
        if random.uniform() < 0.2 { asked.removeLast(min(2, asked.count - 1)) }
        let expected =
          try levels.filter { try crosses(asked, spending, $0) }.min() ?? 1
        let found = try memory.pValue(
          of: asked, spending: spending, maximumInformation: 100, roundedUpTo: levels)
        #expect(found == expected)
        // To the bit, as reports of the same look must be the same.
        let remembered = try memory.criticalValues(
          of: asked, spending: spending, significance: 0.03, maximumInformation: 100)
        let alone = try bounds(asked, spending, 0.03)
        #expect(remembered == alone)
        let exact = try memory.pValue(
          of: asked, spending: spending, maximumInformation: 100, upTo: 0.05)
        let anew = try GroupSequentialTest.pValue(
          of: asked, spending: spending, maximumInformation: 100, upTo: 0.05)
        #expect(exact == anew)
        let rounded: Double = exact > 0.05 ? 1 : exact > 0.025 ? 0.05 : 0.025
        #expect(found == rounded)
        if look.isMultiple(of: 2) { memory.forgetUnasked() }
        answers[found, default: 0] += 1
        questions += 1
      }
    }
    // Each answer is given, so that each is tried.
    #expect(questions == 140 && answers.count == 3, "\(answers)")
  }
}
