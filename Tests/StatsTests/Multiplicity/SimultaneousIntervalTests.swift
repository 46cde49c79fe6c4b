import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct SimultaneousIntervalTests {
  struct Reference: Decodable {
    struct Groups: Decodable {
      var groups: [[Double]]
      var differences, lower, upper, pValues, weights, contrastInterval: [Double]
      var contrast, contrastP: Double

      enum CodingKeys: String, CodingKey {
        case groups, differences, lower, upper, pValues, weights, contrast, contrastInterval
        case contrastP
      }

      /// A single pair is written as a number.
      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func list(_ key: CodingKeys) throws -> [Double] {
          try (try? values.decode([Double].self, forKey: key))
            ?? [values.decode(Double.self, forKey: key)]
        }
        groups = try values.decode([[Double]].self, forKey: .groups)
        (differences, lower) = (try list(.differences), try list(.lower))
        (upper, pValues) = (try list(.upper), try list(.pValues))
        (weights, contrastInterval) = (try list(.weights), try list(.contrastInterval))
        contrast = try values.decode(Double.self, forKey: .contrast)
        contrastP = try values.decode(Double.self, forKey: .contrastP)
      }
    }
    struct Family: Decodable {
      var estimates, errors, bonferroni, sidak, sidakP, holm: [Double]
    }
    struct Shares: Decodable {
      var counts: [Int]
      var lower, upper: [Double]
    }
    var groups: [Groups]
    var families: [Family]
    var shares: [Shares]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("effects", as: Reference.self) }

  @Test func pairsOfMeansAgreeWithR() throws {
    for row in reference.groups {
      let groups = row.groups.map { Moments($0) }
      let found = try TukeyKramer().evaluate(groups)
      #expect(found.count == row.differences.count)
      for (i, comparison) in found.enumerated() {
        // R's studentised range is good to 1e-10 but for few degrees of freedom: at four it misses the
        // t-test's p-value by 3e-7. Its quantile is good to 1e-4.
        let width = row.upper[i] - row.lower[i]
        #expect(agree(comparison.difference, row.differences[i], relative: 1e-12))
        #expect(abs(comparison.interval.lower - row.lower[i]) < 2e-5 * width)
        #expect(abs(comparison.interval.upper - row.upper[i]) < 2e-5 * width)
        #expect(agree(comparison.pValue, row.pValues[i], relative: 1e-8, floor: 3e-7))
        #expect((comparison.pValue < 0.05) != comparison.interval.contains(0))
      }
      if groups.count == 2 {
        let t = try PooledTTest().evaluate(control: groups[0], treatment: groups[1])
        #expect(agree(found[0].pValue, t.pValue, relative: 1e-12))
        #expect(agree(found[0].interval.lower, try t.confidenceInterval().lower, relative: 1e-12))
      }
      let contrast = try ScheffeContrast(groups, weights: row.weights)
      #expect(agree(contrast.estimate.value, row.contrast, relative: 1e-12))
      #expect(agree(try contrast.pValue, row.contrastP, relative: 1e-10))
      let interval = try contrast.confidenceInterval()
      #expect(agree(interval.lower, row.contrastInterval[0], relative: 1e-10))
      #expect(agree(interval.upper, row.contrastInterval[1], relative: 1e-10))
    }
  }

  private func oneSided(_ row: Reference.Family, sign: Double) throws -> [TestResult] {
    try zip(row.estimates, row.errors).map { value, error in
      try Estimate(sign * value, standardError: error).test(sign > 0 ? .greater : .less)
    }
  }

  @Test func boundsAgreeWithTheirDefinitions() throws {
    for row in reference.families {
      for sign in [1.0, -1] {
        let results = try oneSided(row, sign: sign)
        for (found, expected) in [
          (try Bonferroni.intervals(of: results), row.bonferroni),
          (try Sidak.intervals(of: results), row.sidak),
          (try Holm.intervals(of: results), row.holm),
        ] {
          #expect(found.count == expected.count)
          for (interval, value) in zip(found, expected) {
            #expect(interval.level == 0.95)
            let bound = sign > 0 ? interval.lower : -interval.upper
            // The level 1 − α/k is rounded, and a difference of near numbers remains.
            #expect(agree(bound, value, relative: 1e-12, floor: 1e-13), "\(row)")
          }
        }
      }
      let adjusted = try Sidak.adjusted(try oneSided(row, sign: 1).map(\.pValue))
      // R's normal tail and this one differ by an ulp or two.
      for (p, value) in zip(adjusted, row.sidakP) { #expect(agree(p, value, relative: 1e-13)) }
    }
  }

  @Test func tinyProbabilitiesKeepTheirDigits() throws {
    let adjusted = try Sidak.adjusted([1e-30, 1])
    #expect(agree(adjusted[0], 2e-30, relative: 1e-15) && adjusted[1] == 1)
    #expect(try Sidak.adjusted([]).isEmpty)
    #expect(try Holm.intervals(of: []).isEmpty)
  }

  @Test func sharesAgreeWithTheRootsOfTheirQuadratic() throws {
    for row in reference.shares {
      let found = try GoodmanIntervals().intervals(row.counts)
      for (i, interval) in found.enumerated() {
        // R's roots cancel near zero and one.
        #expect(agree(interval.lower, row.lower[i], relative: 1e-10, floor: 1e-15))
        #expect(agree(interval.upper, row.upper[i], relative: 1e-10))
      }
    }
    #expect(throws: StatsError.self) { try GoodmanIntervals().intervals([0, 0]) }
    #expect(throws: StatsError.self) { try GoodmanIntervals().intervals([-1, 3]) }
  }

  @Test func whatCannotBeComparedIsAnError() throws {
    let groups = [Moments([1, 2]), Moments([2, 4, 5])]
    #expect(throws: StatsError.self) { try ScheffeContrast(groups, weights: [1, 1]) }
    #expect(throws: StatsError.self) { try ScheffeContrast(groups, weights: [0, 0]) }
    #expect(throws: StatsError.self) { try ScheffeContrast(groups, weights: [1]) }
    #expect(throws: StatsError.zeroVariance) {
      try TukeyKramer().evaluate([Moments([1, 1]), Moments([2, 2])])
    }
    let twoSided = try Estimate(1, standardError: 1).test()
    #expect(throws: StatsError.self) { try Holm.intervals(of: [twoSided]) }
    #expect(throws: StatsError.self) { try Bonferroni.intervals(of: [twoSided], level: 1) }
  }
}
