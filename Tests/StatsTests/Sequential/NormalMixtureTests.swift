import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct NormalMixtureTests {
  struct Reference: Decodable {
    struct Multiplier: Decodable {
      var sides: NormalMixture.Sides
      var significance, targetClock, clock, level, multiplier: Double
    }
    struct Integral: Decodable { var standardized, clock, twoSided, halfNormal: Double }
    var multipliers: [Multiplier]
    var integrated: [Integral]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("sequential", as: Reference.self) }

  @Test func multipliersAgreeWithTheTheorem() throws {
    for row in reference.multipliers {
      let mixture = NormalMixture(
        significance: row.significance, targetClock: row.targetClock, sides: row.sides)
      let found = try mixture.multiplier(clock: row.clock, significance: row.level)
      // Closed form on both sides.
      #expect(agree(found, row.multiplier, relative: 1e-13), "\(row)")
    }
  }

  @Test func twoSidedEvidenceIsTheIntegralOverTheMixture() {
    let mixture = NormalMixture(significance: 0.05, targetClock: 5000, sides: .two)
    for row in reference.integrated {
      let found = mixture.eValue(standardized: row.standardized, clock: row.clock)
      // The quadrature's own tolerance.
      #expect(agree(found, row.twoSided, relative: 1e-10), "\(row)")
    }
  }

  /// The half-normal mixture 2Φ(x)exp(x²/2)/s is a martingale of mean 1, so a lower bound of it is
  /// an e-value; by Mills' ratio the bound gives away at most 2/s.
  @Test func oneSidedEvidenceIsBelowTheHalfNormalMixture() {
    let mixture = NormalMixture(significance: 0.05, targetClock: 5000, sides: .one)
    for row in reference.integrated {
      let found = mixture.eValue(standardized: row.standardized, clock: row.clock)
      #expect(found <= row.halfNormal, "\(row)")
      if row.standardized > 0 { #expect(found >= row.halfNormal - 2, "\(row)") }
    }
  }

  @Test(arguments: NormalMixture.Sides.allCases)
  func evidenceIsDualToTheInterval(sides: NormalMixture.Sides) throws {
    let mixture = NormalMixture(significance: 0.05, targetClock: 2000, sides: sides)
    for clock in [1.0, 50, 2000, 3e8] {
      for level in [0.2, 0.05, 1e-6, 1e-200] {
        let edge = try mixture.multiplier(clock: clock, significance: level)
        let log = mixture.logEValue(standardized: edge, clock: clock)
        #expect(agree(log, -Foundation.log(level), relative: 1e-12))
        #expect(mixture.pValue(standardized: edge * 1.000001, clock: clock) < level)
        #expect(mixture.pValue(standardized: edge * 0.999999, clock: clock) > level)
      }
    }
  }

  @Test func onlyDriftInTheTestedDirectionIsEvidence() {
    let one = NormalMixture(significance: 0.05, targetClock: 100, sides: .one)
    #expect(one.eValue(standardized: -9, clock: 100) == 0)
    #expect(one.pValue(standardized: 0, clock: 100) == 1)
    let two = NormalMixture(significance: 0.05, targetClock: 100, sides: .two)
    #expect(
      two.eValue(standardized: -4, clock: 100) == two.eValue(standardized: 4, clock: 100))
  }

  @Test func hugeEvidenceKeepsItsLogarithm() {
    let mixture = NormalMixture(significance: 0.05, targetClock: 100, sides: .one)
    let log = mixture.logEValue(standardized: 1000, clock: 1e6)
    #expect(log > 4.9e5 && log.isFinite)
  }

  @Test func unusableSettingsThrowAndAreNeverEvidence() {
    for (significance, target) in [(0.0, 100.0), (0.5, 100), (0.05, 0), (0.05, .infinity)] {
      let mixture = NormalMixture(
        significance: significance, targetClock: target, sides: .one)
      #expect(throws: StatsError.self) {
        try mixture.multiplier(clock: 10, significance: 0.05)
      }
      #expect(mixture.pValue(standardized: 40, clock: 100) == 1)
    }
    let mixture = NormalMixture(significance: 0.05, targetClock: 100, sides: .two)
    #expect(throws: StatsError.self) { try mixture.multiplier(clock: 0) }
    #expect(mixture.pValue(standardized: .nan, clock: 100) == 1)
  }

  /// Two hundred looks over five orders of the clock: the interval keeps its level, a z-test does not.
  @Test(arguments: NormalMixture.Sides.allCases)
  func peekingKeepsTheLevel(sides: NormalMixture.Sides) throws {
    let (runs, looks, level) = (1500, 200, 0.05)
    let mixture = NormalMixture(significance: level, targetClock: 1000, sides: sides)
    let clocks = (0..<looks).map { 10 * pow(1e5, Double($0) / Double(looks - 1)) }
    let edges = try clocks.map { try mixture.multiplier(clock: $0) }
    var random = SplitMix64(seed: 20_240_601)
    var (excluded, naive) = (0, 0)
    for _ in 0..<runs {
      var (sum, last, crossed, fooled) = (0.0, 0.0, false, false)
      for (clock, edge) in zip(clocks, edges) {
        sum += (clock - last).squareRoot() * random.normal()
        last = clock
        let z = sum / clock.squareRoot()
        let evidence = sides == .one ? z : abs(z)
        crossed = crossed || evidence > edge
        fooled = fooled || evidence > (sides == .one ? 1.645 : 1.96)
      }
      excluded += crossed ? 1 : 0
      naive += fooled ? 1 : 0
    }
    let bound = binomialBound(level, runs: runs)
    #expect(Double(excluded) / Double(runs) <= bound)
    #expect(Double(naive) / Double(runs) > 4 * bound)
  }
}
