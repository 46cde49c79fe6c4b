import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct EventShareProcessTests {
  private struct Reference: Decodable {
    struct Share: Decodable {
      var bound: Double
      var events, units: Int
      var logEValue, upperLimit: Double
    }
    var shares: [Share]
  }

  /// 1e-9: R's dbinom keeps some 1e-12 of each likelihood, and its root 1e-14 of the logit.
  @Test func agreesWithRatiosOfBinomialLikelihoods() throws {
    for row in try ReferenceFile.load("rare_rates", as: Reference.self).shares {
      let process = EventShareProcess(bound: row.bound)
      let found = try process.logEValue(events: row.events, units: row.units)
      #expect(agree(found, row.logEValue, relative: 1e-9, floor: 1e-11), "\(row)")
      let limit = try EventShareProcess.upperLimit(
        events: row.events, units: row.units, significance: 0.05)
      #expect(agree(limit, row.upperLimit, relative: 1e-9), "\(row)")
    }
  }

  /// E[E] = 1 over all outcomes of n units at the bound, summed exactly, and less beyond it.
  @Test(arguments: [0.005, 0.2, 0.7])
  func expectationUnderTheNull(bound: Double) throws {
    let (n, process) = (60, EventShareProcess(bound: bound))
    func expectation(_ p: Double) throws -> Double {
      try (0...n).reduce(0) { sum, x in
        let logChoose = lgamma(Double(n + 1)) - lgamma(Double(x + 1)) - lgamma(Double(n - x + 1))
        let log = logChoose + Double(x) * log(p) + Double(n - x) * log1p(-p)
        return sum + exp(log + (try process.logEValue(events: x, units: n)))
      }
    }
    // Log-gamma of 60 and a sum of 61 terms.
    #expect(agree(try expectation(bound), 1, relative: 1e-11))
    #expect(try expectation(bound * 1.2) < 1)
  }

  @Test("The limit is the first bound that is rejected, and falls with every unit without an event")
  func limits() throws {
    var last = 1.0
    for units in [50, 200, 1000, 5000] {
      let limit = try EventShareProcess.upperLimit(events: 2, units: units, significance: 0.05)
      let evidence = try EventShareProcess(bound: limit).logEValue(events: 2, units: units)
      #expect(agree(evidence, log(20), relative: 1e-6))
      #expect(limit < last && limit > 2.0 / Double(units))
      last = limit
    }
    #expect(try EventShareProcess.upperLimit(events: 0, units: 0, significance: 0.05) == 1)
  }

  @Test func refusesImpossibleCounts() {
    for (bound, events, units) in [
      (0.0, 0, 1), (1, 0, 1), (.nan, 0, 1), (0.1, -1, 1), (0.1, 2, 1), (-0.1, 0, 1),
    ] {
      #expect(throws: StatsError.self) {
        try EventShareProcess(bound: bound).logEValue(events: events, units: units)
      }
    }
    #expect(throws: StatsError.self) {
      try EventShareProcess.upperLimit(events: 0, units: 1, significance: 0)
    }
  }

  /// A look after every unit, the share at its bound; a test of exact binomial tails at every look is caught.
  @Test func peekingKeepsTheLevel() throws {
    let (runs, level, bound) = (600, 0.05, 0.05)
    let process = EventShareProcess(bound: bound)
    var random = SplitMix64(seed: 21)
    var (rejected, fooled) = (0, 0)
    for _ in 0..<runs {
      var (events, crossed, naive) = (0, false, false)
      for unit in 1...300 {
        if random.uniform() < bound { events += 1 }
        let evidence = try process.logEValue(events: events, units: unit)
        crossed = crossed || evidence >= -log(level)
        // z against the bound, as if this were the only look
        let error = (bound * (1 - bound) / Double(unit)).squareRoot()
        naive = naive || (Double(events) / Double(unit) - bound) / error < -1.645
      }
      rejected += crossed ? 1 : 0
      fooled += naive ? 1 : 0
    }
    #expect(Double(rejected) / Double(runs) <= binomialBound(level, runs: runs))
    #expect(Double(fooled) / Double(runs) > binomialBound(level, runs: runs))
  }
}
