import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct PopulationStabilityTests {
  struct Reference: Decodable {
    struct Row: Decodable {
      var reference, current: [Int]
      var index, debiased, standardError, pValue, tolerance, beyond, within, lower, upper: Double
    }
    var stability: [Row]
  }

  @Test func agreesWithR() throws {
    for row in try ReferenceFile.load("classical", as: Reference.self).stability {
      let counts = try CellCounts(reference: row.reference, current: row.current)
      let found = try PopulationStability(counts)
      #expect(agree(found.index, row.index, relative: 1e-12, floor: 1e-16), "\(row)")
      #expect(agree(found.debiased, row.debiased, relative: 1e-12), "\(row)")
      // R's gradient is by differences of step 1e-5.
      #expect(agree(found.standardError, row.standardError, relative: 1e-8, floor: 1e-9), "\(row)")
      #expect(agree(try found.pValue(), row.pValue, relative: 1e-11), "\(row)")
      // R's noncentral chi-square has an absolute accuracy of 1e-12.
      #expect(
        agree(
          try found.pValue(exceeding: row.tolerance), row.beyond, relative: 1e-8, floor: 1e-11))
      #expect(
        agree(try found.pValue(within: row.tolerance), row.within, relative: 1e-8, floor: 1e-11))
      let interval = try found.confidenceInterval()
      #expect(agree(interval.lower, row.lower, relative: 1e-7, floor: 1e-9), "\(row)")
      #expect(agree(interval.upper, row.upper, relative: 1e-7, floor: 1e-9), "\(row)")
    }
  }

  /// Critical values at k = 10, n = m: .338 at 100, .0338 at 1000, 3.4e-5 at a million.
  @Test(arguments: [(10, 0.338), (100, 0.0338), (100_000, 3.38e-5)])
  func criticalValueShrinksWithTheSample(perCell: Int, expected: Double) throws {
    let even = [Int](repeating: perCell, count: 10)
    let found = try PopulationStability(CellCounts(reference: even, current: even))
      .criticalValue()
    #expect(agree(found, expected, relative: 2e-3))
  }

  /// Sampling one population twice: the nominal rate of alarms, and a fixed .2 that never alarms.
  @Test func levelHoldsUnderNoChange() throws {
    let (runs, n, cells) = (400, 400, 8)
    var random = SplitMix64(seed: 99)
    var (alarms, bias) = (0, 0.0)
    for _ in 0..<runs {
      func draw() -> [Int] {
        var counts = [Int](repeating: 0, count: cells)
        for _ in 0..<n { counts[Int(random.uniform() * Double(cells))] += 1 }
        return counts
      }
      let found = try PopulationStability(CellCounts(reference: draw(), current: draw()))
      alarms += try found.pValue() < 0.05 ? 1 : 0
      bias += found.debiased
    }
    #expect(Double(alarms) / Double(runs) <= binomialBound(0.05, runs: runs))
    #expect(Double(alarms) / Double(runs) > 0.01)
    // sd of PSI is c√(2(k − 1)); three standard errors of the mean of 400 runs.
    let c = 2.0 / Double(n)
    #expect(abs(bias / Double(runs)) < 3 * c * (2 * Double(cells - 1)).squareRoot() / 20 + 0.02 * c)
  }

  @Test func clustersWidenTheNoise() throws {
    let counts = try CellCounts(reference: [500, 300, 200], current: [450, 330, 220])
    let plain = try PopulationStability(counts)
    let clustered = try PopulationStability(
      counts, referenceDesignEffect: 4, currentDesignEffect: 4)
    #expect(agree(clustered.noiseScale, 4 * plain.noiseScale, relative: 1e-14))
    #expect(try clustered.pValue() > plain.pValue())
    #expect(throws: StatsError.self) {
      try PopulationStability(counts, referenceDesignEffect: 0)
    }
  }

  @Test func oneCellSaysNothing() throws {
    let counts = try CellCounts(reference: [5, 0], current: [7, 0])
    #expect(throws: StatsError.self) { try PopulationStability(counts) }
    #expect(throws: StatsError.self) { try CellCounts(reference: [0], current: [1]) }
    #expect(throws: StatsError.self) { try CellCounts(reference: [1, 2], current: [1]) }
    #expect(throws: StatsError.self) { try CellCounts(reference: [1, -2], current: [1, 3]) }
  }
}
