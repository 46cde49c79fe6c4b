import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

/// How often intervals of effects hold the truth, by seeded simulation; docs/error-rates.md has more.
@Suite struct EffectCoverageTests {
  private let runs = 400

  /// The share of runs in which an interval misses, of each name.
  private func misses(
    _ run: (inout SplitMix64) throws -> [(name: String, missed: Bool)]
  ) rethrows -> [String: Double] {
    var random = SplitMix64(seed: 23)
    var tally: [String: Int] = [:]
    for _ in 0..<runs {
      for (name, missed) in try run(&random) { tally[name, default: 0] += missed ? 1 : 0 }
    }
    return tally.mapValues { Double($0) / Double(runs) }
  }

  @Test func effectsOfTwoSamplesAreCovered() throws {
    // Normal samples half a standard deviation apart: δ is 2Φ(½/√2) − 1 = erf(¼).
    let found = try misses { random in
      let x = (0..<25).map { _ in random.normal() }
      let y = (0..<35).map { _ in 0.5 + random.normal() }
      let delta = try CliffsDelta(control: WeightedValues(x), treatment: WeightedValues(y))
      let d = try StandardizedMeanDifference(control: Moments(x), treatment: Moments(y))
      let g = try Estimate(d.hedgesG, standardError: d.standardError).confidenceInterval()
      var pairs = BivariateMoments()
      for z in x { pairs.add((z, 0.5 * z + 0.75.squareRoot() * random.normal())) }
      let correlation = try Correlation(pairs).confidenceInterval()
      return [
        ("Cliff's delta", !(try delta.confidenceInterval().contains(erf(0.25)))),
        ("Hedges' g", !g.contains(0.5)), ("correlation", !correlation.contains(0.5)),
      ]
    }
    #expect(found.count == 3)
    for (name, rate) in found {
      #expect(rate <= binomialBound(0.05, runs: runs), "\(name)")
      #expect(rate > 0.01, "\(name)")
    }
  }

  @Test func boundsOfAFamilyHoldTogether() throws {
    let truths = [0, 0, 1, 4.0]
    let found = try misses { random in
      let results = try truths.map {
        try Estimate($0 + random.normal(), standardError: 1).test(.greater)
      }
      let twoSided = try truths.map { try Estimate($0 + random.normal(), standardError: 1).test() }
      func missed(_ intervals: [ConfidenceInterval]) -> Bool {
        zip(intervals, truths).contains { !$0.0.contains($0.1) }
      }
      return [
        // A bound that stops at the null value excludes it.
        ("Holm", zip(try Holm.intervals(of: results), truths).contains { $0.lower >= $1 }),
        ("Bonferroni", missed(try Bonferroni.intervals(of: twoSided))),
        ("Šidák", missed(try Sidak.intervals(of: twoSided))),
        ("single", missed(try twoSided.map { try $0.confidenceInterval() })),
      ]
    }
    for name in ["Holm", "Bonferroni", "Šidák"] {
      let rate = try #require(found[name])
      #expect(rate <= binomialBound(0.05, runs: runs), "\(name)")
      #expect(rate > 0.005, "\(name)")
    }
    // 1 − .95⁴ = .19 of families of single intervals.
    #expect((found["single"] ?? 0) > 0.1)
  }
}
