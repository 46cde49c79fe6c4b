import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct PermutationTestTests {
  struct Reference: Decodable {
    struct Pair: Decodable {
      var name: String
      var control, treatment: [Double]
      var mean_twoSided, mean_less, mean_greater: Double
      var median_twoSided, median_less, median_greater: Double
    }
    struct Signed: Decodable {
      var differences: [Double]
      var twoSided, less, greater: Double
    }
    struct Stratified: Decodable {
      var values: [Double]
      var treated: [Bool]
      var strata: [Int]
      var observed, greater, less: Double
      var permutations: Int
    }
    struct Clustered: Decodable {
      var sums, counts: [Double]
      var treated: [Bool]
      var observed, greater, less: Double
      var permutations: Int
    }
    var twoSamples: [Pair]
    var signs: [Signed]
    var stratified: Stratified
    var clustered: Clustered
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("permutation", as: Reference.self) }

  @Test func allRegroupingsAgreeWithScipy() throws {
    for row in reference.twoSamples {
      for (alternative, mean, median) in [
        (Alternative.twoSided, row.mean_twoSided, row.median_twoSided),
        (.less, row.mean_less, row.median_less), (.greater, row.mean_greater, row.median_greater),
      ] {
        let test = PermutationTest(alternative: alternative, seed: 1)
        let found = try test.evaluate(control: row.control, treatment: row.treatment)
        #expect(found.coverage == .complete)
        #expect(agree(found.test.pValue, mean, relative: 1e-14), "\(row.name) \(alternative)")
        #expect(found.monteCarloError == 0)
        #expect(try found.pValueInterval().lower == found.test.pValue)
        let medians = try test.evaluate(
          control: SampleQuantile(row.control), treatment: SampleQuantile(row.treatment))
        #expect(agree(medians.test.pValue, median, relative: 1e-14), "\(row.name) \(alternative)")
      }
    }
    #expect(reference.twoSamples.count == 5)
  }

  @Test func allSignsAgreeWithScipy() throws {
    for row in reference.signs {
      for (alternative, expected) in [
        (Alternative.twoSided, row.twoSided), (.less, row.less), (.greater, row.greater),
      ] {
        let found = try SignFlipTest(alternative: alternative, seed: 1)
          .evaluate(differences: row.differences)
        #expect(found.permutations == 1 << row.differences.count)
        #expect(agree(found.test.pValue, expected, relative: 1e-14), "\(row) \(alternative)")
        // A center moved with the sample is the same test.
        let moved = try SignFlipTest(alternative: alternative, nullMean: 2, seed: 1)
          .evaluate(differences: row.differences.map { $0 + 2 })
        #expect(moved.test.pValue == found.test.pValue)
        #expect(agree(moved.test.estimate, found.test.estimate + 2, relative: 1e-14))
      }
    }
  }

  @Test func strataKeepTheirNumbersOfTreated() throws {
    let row = reference.stratified
    let rows = try SampleMean(row.values)
    for (alternative, expected) in [(Alternative.greater, row.greater), (.less, row.less)] {
      let found = try PermutationTest(alternative: alternative, seed: 1)
        .evaluate(rows, treated: row.treated, strata: row.strata)
      #expect(found.permutations == row.permutations)
      #expect(agree(found.test.estimate, row.observed, relative: 1e-14))
      #expect(agree(found.test.pValue, expected, relative: 1e-14))
      // Drawn at random, most intervals hold the exact p-value; this seed's does.
      let sampled = try PermutationTest(
        alternative: alternative, permutations: 2_000, exactLimit: 1, seed: 1
      ).evaluate(rows, treated: row.treated, strata: row.strata)
      #expect(sampled.coverage == .sampled)
      #expect(try sampled.pValueInterval(level: 0.99).contains(expected))
    }
  }

  @Test func wholeUnitsMove() throws {
    let row = reference.clustered
    let units = try UnitRatio(numerators: row.sums, denominators: row.counts)
    for (alternative, expected) in [(Alternative.greater, row.greater), (.less, row.less)] {
      let found = try PermutationTest(alternative: alternative, seed: 1)
        .evaluate(units, treated: row.treated)
      #expect(found.permutations == row.permutations)
      #expect(agree(found.test.estimate, row.observed, relative: 1e-14))
      #expect(agree(found.test.pValue, expected, relative: 1e-14))
    }
  }

  /// Phipson & Smyth (2010): (b + 1)/(m + 1), never zero, however extreme the sample.
  @Test func sampledPValuesAreNeverZero() throws {
    let (x, y) = ((0..<40).map(Double.init), (1_000..<1_040).map(Double.init))
    for alternative in [Alternative.twoSided, .greater] {
      let found = try PermutationTest(alternative: alternative, permutations: 999, seed: 3)
        .evaluate(control: x, treatment: y)
      #expect(found.asExtreme == 0)
      #expect(found.test.pValue == (alternative == .twoSided ? 0.002 : 0.001))
      // Clopper & Pearson without a success: 1 − (α/2)^{1/m}.
      let bound = -expm1(log(0.025) / 999)
      let tails = alternative == .twoSided ? 2.0 : 1
      #expect(agree(try found.pValueInterval().upper, tails * bound, relative: 1e-9))
      #expect(found.monteCarloError > 0)
    }
    let signs = try SignFlipTest(permutations: 999, seed: 3).evaluate(control: x, treatment: y)
    #expect(signs.test.pValue == 2.0 / 1_000)
  }

  @Test func swappingArmsReflects() throws {
    for row in reference.twoSamples {
      let there = try PermutationTest(alternative: .greater, seed: 1)
        .evaluate(control: row.control, treatment: row.treatment).test
      let back = try PermutationTest(alternative: .less, seed: 1)
        .evaluate(control: row.treatment, treatment: row.control).test
      #expect(there.pValue == back.pValue, "\(row.name)")
      #expect(there.estimate == -back.estimate, "\(row.name)")
    }
  }

  @Test func threadsDoNotChangeTheAnswer() throws {
    let x = (0..<60).map { sin(Double($0)) }
    let y = (0..<50).map { cos(Double($0) * 3) + 0.3 }
    let found = try [1, 2, 3, 8].map { threads in
      [
        try PermutationTest(permutations: 400, seed: 9, threads: threads)
          .evaluate(control: x, treatment: y),
        try SignFlipTest(permutations: 400, seed: 9, threads: threads).evaluate(differences: x),
      ]
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  /// The size under the null, where the +1 matters: α (m + 1) is whole, so it is exact.
  @Test func testsKeepTheirLevel() throws {
    let runs = 400
    var random = SplitMix64(seed: 31)
    var (regrouped, flipped) = (0, 0)
    for run in 0..<runs {
      let x = (0..<12).map { _ in exp(random.normal()) }
      let y = (0..<20).map { _ in exp(random.normal()) }
      let p = try PermutationTest(permutations: 59, exactLimit: 1, seed: UInt64(run))
        .evaluate(control: x, treatment: y).test.pValue
      if p <= 0.1 { regrouped += 1 }
      let z = (0..<20).map { _ in random.normal() }
      let q = try SignFlipTest(permutations: 59, exactLimit: 1, seed: UInt64(run))
        .evaluate(differences: z).test.pValue
      if q <= 0.1 { flipped += 1 }
    }
    for rejected in [regrouped, flipped] {
      #expect(Double(rejected) / Double(runs) <= binomialBound(0.1, runs: runs))
      #expect(Double(rejected) / Double(runs) >= 0.05)
    }
  }

  @Test func unfitDataAreErrors() throws {
    let test = PermutationTest(seed: 1)
    #expect(throws: StatsError.self) { try test.evaluate(control: [], treatment: [1]) }
    #expect(throws: StatsError.self) { try test.evaluate(control: [1, .nan], treatment: [1]) }
    let rows = try SampleMean([1, 2, 3])
    #expect(throws: StatsError.self) { try test.evaluate(rows, treated: [true, true, true]) }
    #expect(throws: StatsError.self) { try test.evaluate(rows, treated: [true, false]) }
    #expect(throws: StatsError.self) {
      try test.evaluate(rows, treated: [true, false, true], strata: [1])
    }
    #expect(throws: StatsError.self) {
      try test.evaluate(RowStatistic(count: 2) { _ in .nan }, treated: [true, false])
    }
    #expect(throws: StatsError.self) { try SignFlipTest(seed: 1).evaluate(differences: []) }
    #expect(throws: StatsError.self) {
      try SignFlipTest(seed: 1).evaluate(control: [1], treatment: [1, 2])
    }
    #expect(throws: StatsError.self) {
      try PermutationTest(permutations: 0, exactLimit: 1, seed: 1)
        .evaluate(control: [1, 2], treatment: [3, 4])
    }
    // Constant data leave no arrangement more extreme than another.
    #expect(try test.evaluate(control: [2, 2], treatment: [2, 2, 2]).test.pValue == 1)
  }
}
