import AssayTestSupport
import Stats
import Testing

@Suite struct DivergenceEstimateTests {
  private struct Reference: Decodable {
    var kind: String
    var reference, current: [Int]
    var effects: [Double]
    var tolerance, alpha, value, debiased, standardError, pValue, upper: Double
  }

  @Test("Divergences, their errors, tests and limits match SciPy")
  func matches() throws {
    let references: [Reference] = try ReferenceFile.load("divergence_estimate")
    #expect(references.count == 12)
    for expected in references {
      let kind = try #require(DivergenceEstimate.Kind(rawValue: expected.kind))
      let found = try DivergenceEstimate(
        kind, CellCounts(reference: expected.reference, current: expected.current),
        referenceDesignEffect: expected.effects[0], currentDesignEffect: expected.effects[1])
      // Closed forms of a few terms that cancel: 1e-9, as all closed-form statistics.
      #expect(agree(found.value, expected.value, relative: 1e-9), "\(expected)")
      #expect(agree(found.debiased, expected.debiased, relative: 1e-9, floor: 1e-15), "\(expected)")
      #expect(agree(found.standardError, expected.standardError, relative: 1e-9), "\(expected)")
      // SciPy's noncentral chi-square itself keeps some ten digits.
      #expect(
        agree(
          try found.pValue(exceeding: expected.tolerance), expected.pValue, relative: 1e-8,
          floor: 1e-14), "\(expected)")
      // A root of it: 1e-6.
      let upper = try found.upperLimit(alpha: expected.alpha)
      #expect(agree(upper, expected.upper, relative: 1e-6), "\(expected)")
      for tolerance in [0.99 * upper, 1.01 * upper] {
        #expect(
          try found.isShown(below: tolerance, alpha: expected.alpha) == (tolerance > upper))
      }
    }
  }

  @Test("The index's detectable value is found with the power it is asked for")
  func detectable() throws {
    let counts = try CellCounts(reference: [400, 300, 300], current: [410, 300, 290])
    let stability = try PopulationStability(counts)
    let index = try stability.detectableIndex(significance: 0.05, power: 0.9)
    // R: two degrees of freedom at 5 % take a noncentrality of 12.65394 for 90 %; c = 2/1000.
    #expect(agree(index, 0.02530787, relative: 2e-3))
    #expect(try stability.detectableIndex(significance: 0.5, power: 0.4) == 0)
  }

  @Test("One cell, or a design effect that is none, has no estimate")
  func invalid() throws {
    let one = try CellCounts(reference: [10], current: [10])
    #expect(throws: StatsError.self) { try DivergenceEstimate(.jensenShannon, one) }
    let two = try CellCounts(reference: [10, 5], current: [10, 5])
    #expect(throws: StatsError.self) {
      try DivergenceEstimate(.jensenShannon, two, referenceDesignEffect: 0)
    }
  }
}
