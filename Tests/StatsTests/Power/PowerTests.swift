import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct PowerTests {
  struct Reference: Decodable {
    struct TTest: Decodable {
      var n, effect, significance, two, twoOneSided, single, singleOneSided: Double
    }
    struct Unequal: Decodable { var n, ratio, effect, power: Double }
    struct Size: Decodable { var effect, power, significance, two, single, oneSided: Double }
    struct Detectable: Decodable { var n, power, effect: Double }
    struct Proportion: Decodable {
      var control, treatment, power, n, size, oneSided, powerAtN, detectable: Double
    }
    var tTest: [TTest]
    var unequal: [Unequal]
    var sizes: [Size]
    var detectable: [Detectable]
    var proportions: [Proportion]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("planning", as: Reference.self) }

  @Test func powerOfTTestsAgreesWithR() throws {
    for row in reference.tTest {
      for (design, alternative, expected) in [
        (TTestPower.Design.twoSample(ratio: 1), Alternative.twoSided, row.two),
        (.twoSample(ratio: 1), .greater, row.twoOneSided), (.oneSample, .twoSided, row.single),
        (.oneSample, .less, row.singleOneSided),
      ] {
        let found = try TTestPower(
          design, significance: row.significance, alternative: alternative
        ).power(sampleSize: row.n, effect: row.effect)
        // R's series stops at 1e-12.
        #expect(agree(found, expected, relative: 1e-9), "\(row) \(design)")
      }
    }
    for row in reference.unequal {
      let found = try TTestPower(.twoSample(ratio: row.ratio))
        .power(sampleSize: row.n, effect: row.effect)
      #expect(agree(found, row.power, relative: 1e-9), "\(row)")
    }
  }

  @Test func sizesOfTTestsAgreeWithR() throws {
    for row in reference.sizes {
      let two = try TTestPower(significance: row.significance)
        .sampleSize(effect: row.effect, power: row.power)
      let single = try TTestPower(.oneSample, significance: row.significance)
        .sampleSize(effect: -row.effect, power: row.power)
      let oneSided = try TTestPower(significance: row.significance, alternative: .greater)
        .sampleSize(effect: row.effect, power: row.power)
      // Roots: 1e-6 relative.
      #expect(agree(two, row.two, relative: 1e-6), "\(row)")
      #expect(agree(single, row.single, relative: 1e-6), "\(row)")
      #expect(agree(oneSided, row.oneSided, relative: 1e-6), "\(row)")
    }
    for row in reference.detectable {
      let found = try TTestPower().detectableEffect(sampleSize: row.n, power: row.power)
      #expect(agree(found, row.effect, relative: 1e-6), "\(row)")
    }
  }

  /// power.t.test(delta = .5, power = .8) and power.prop.test(.10, .12, power = .8) as printed.
  @Test func publishedExamples() throws {
    let t = try TTestPower().sampleSize(effect: 0.5)
    #expect(agree(t, 63.76576, relative: 1e-7))
    let p = try TwoProportionPower(control: 0.10).sampleSize(effect: 0.02)
    #expect(agree(p, 3840.847, relative: 1e-6))
  }

  @Test func proportionsAgreeWithR() throws {
    for row in reference.proportions {
      let test = try TwoProportionPower(control: row.control)
      let effect = row.treatment - row.control
      #expect(
        agree(
          try test.sampleSize(effect: effect, power: row.power), row.size, relative: 1e-6),
        "\(row)")
      #expect(
        agree(
          try TwoProportionPower(control: row.control, alternative: .less)
            .sampleSize(effect: effect, power: row.power),
          row.oneSided, relative: 1e-6), "\(row)")
      #expect(
        agree(
          try test.power(sampleSize: row.n, effect: effect), row.powerAtN, relative: 1e-9),
        "\(row)")
      // R finds the proportion itself.
      let detectable = try test.detectableEffect(sampleSize: row.n, power: row.power)
      #expect(agree(row.control + detectable, row.detectable, relative: 1e-6), "\(row)")
    }
  }

  /// Unequal arms have no function in R: the formula's power must be what simulation shows.
  @Test func unequalProportionsHaveTheirPower() throws {
    let test = try TwoProportionPower(control: 0.2, ratio: 3)
    let n = try test.sampleSize(effect: 0.1, power: 0.8)
    let (controls, treated, runs) = (Int(n.rounded()), Int((3 * n).rounded()), 1500)
    var random = SplitMix64(seed: 3)
    var found = 0
    for _ in 0..<runs {
      func count(_ trials: Int, _ p: Double) throws -> BinomialCount {
        var successes = 0
        for _ in 0..<trials where random.uniform() < p { successes += 1 }
        return try BinomialCount(successes: successes, trials: trials)
      }
      let result = try TwoProportionZTest().evaluate(
        control: count(controls, 0.2), treatment: count(treated, 0.3))
      found += result.pValue < 0.05 ? 1 : 0
    }
    // Three standard errors, and one point for the normal approximation.
    #expect(abs(Double(found) / Double(runs) - 0.8) < 0.031 + 0.01)
  }

  @Test func designEffects() throws {
    #expect(try ClusterDesignEffect.value(meanSize: 1, intraclassCorrelation: 0.5) == 1)
    let even = try ClusterDesignEffect.value(meanSize: 21, intraclassCorrelation: 0.05)
    #expect(agree(even, 2, relative: 1e-15))
    // Eldridge et al. (2006): 1 + ((.65² + 1)·30 − 1)·.05
    let uneven = try ClusterDesignEffect.value(
      meanSize: 30, intraclassCorrelation: 0.05, sizeVariation: 0.65)
    #expect(agree(uneven, 3.08375, relative: 1e-14))
    #expect(throws: StatsError.self) {
      try ClusterDesignEffect.value(meanSize: 0.5, intraclassCorrelation: 0.1)
    }
  }

  @Test func impossibleQuestionsAreErrors() throws {
    #expect(throws: StatsError.self) { try TTestPower(significance: 0) }
    #expect(throws: StatsError.self) { try TTestPower(.twoSample(ratio: 0)) }
    let test = try TTestPower()
    #expect(throws: StatsError.self) { try test.sampleSize(effect: 0) }
    #expect(throws: StatsError.self) { try test.sampleSize(effect: 1, power: 1) }
    #expect(throws: StatsError.self) { try test.power(sampleSize: 1, effect: 1) }
    #expect(throws: StatsError.self) {
      try TwoProportionPower(control: 0.1).sampleSize(effect: 0)
    }
    #expect(throws: StatsError.self) {
      try TwoProportionPower(control: 0.9).detectableEffect(sampleSize: 2)
    }
  }
}
