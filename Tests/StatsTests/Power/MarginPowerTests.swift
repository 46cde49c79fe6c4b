import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct MarginPowerTests {
  struct Reference: Decodable {
    struct MeanMargin: Decodable {
      var n, nullDifference, effect, deviation, power, size, detectable: Double
    }
    struct ProportionMargin: Decodable {
      var n, ratio, control, effect, nullDifference, power, size, detectable: Double
    }
    struct MeanEquivalence: Decodable {
      var n, ratio, margin, difference, deviation, power: Double
    }
    struct MeanEquivalenceSize: Decodable { var margin, difference, deviation, power, size: Double }
    struct ProportionEquivalence: Decodable {
      var n, ratio, control, difference, margin, power, size: Double
    }
    var meanMargin: [MeanMargin]
    var proportionMargin: [ProportionMargin]
    var crossover: Double
    var meanEquivalence: [MeanEquivalence]
    var meanEquivalenceSizes: [MeanEquivalenceSize]
    var proportionEquivalence: [ProportionEquivalence]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("power", as: Reference.self) }

  @Test func marginsOfMeansAgreeWithR() throws {
    for row in reference.meanMargin {
      let test = try MeanMarginPower(
        nullDifference: row.nullDifference, standardDeviation: row.deviation, significance: 0.025)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      let size = try test.sampleSize(effect: row.effect, power: 0.9)
      let detectable = try test.detectableEffect(sampleSize: row.n, power: 0.9)
      // R's noncentral t stops at 1e-12, its roots at 1e-12 of the tail.
      #expect(agree(power, row.power, relative: 1e-9), "\(row)")
      #expect(agree(size, row.size, relative: 1e-6), "\(row)")
      #expect(agree(detectable, row.detectable, relative: 1e-6), "\(row)")
    }
  }

  @Test func marginsOfProportionsAgreeWithR() throws {
    for row in reference.proportionMargin {
      let test = try ProportionMarginPower(
        nullDifference: row.nullDifference, control: row.control, significance: 0.025,
        ratio: row.ratio)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      let size = try test.sampleSize(effect: row.effect)
      let detectable = try test.detectableEffect(sampleSize: row.n)
      // The restricted pair is closed here and a root there, good to about 1e-12.
      #expect(agree(power, row.power, relative: 1e-9), "\(row)")
      #expect(agree(size, row.size, relative: 1e-6), "\(row)")
      #expect(agree(detectable, row.detectable, relative: 1e-6), "\(row)")
    }
  }

  @Test func equivalenceOfMeansAgreesWithIntegration() throws {
    for row in reference.meanEquivalence {
      let test = try MeanEquivalencePower(
        standardDeviation: row.deviation, trueDifference: row.difference,
        design: .twoSample(ratio: row.ratio))
      let power = try test.power(sampleSize: row.n, effect: row.margin)
      // R's quadrature is asked for 1e-11 of each piece.
      #expect(agree(power, row.power, relative: 1e-9), "\(row)")
    }
    for row in reference.meanEquivalenceSizes {
      let test = try MeanEquivalencePower(
        standardDeviation: row.deviation, trueDifference: row.difference)
      let size = try test.sampleSize(effect: row.margin, power: row.power)
      #expect(agree(size, row.size, relative: 1e-6), "\(row)")
      let margin = try test.detectableEffect(sampleSize: row.size, power: row.power)
      #expect(agree(margin, row.margin, relative: 1e-6), "\(row)")
    }
  }

  /// `power.TOST(CV = .25, n = 24)` of R's PowerTOST, as its manual prints it: a crossover of twelve
  /// subjects a sequence on the logarithmic scale, true ratio .95, margins .8 and 1.25.
  @Test func equivalenceAgreesWithPowerTOST() throws {
    let withinSubject = 0.24622067706923975  // √ln(1 + .25²)
    let test = try MeanEquivalencePower(
      standardDeviation: withinSubject / 2.0.squareRoot(), trueDifference: -0.05129329438755058)
    let power = try test.power(sampleSize: 12, effect: 0.22314355131420976)
    #expect(agree(power, 0.7391155, relative: 1e-7))
    #expect(agree(power, reference.crossover, relative: 1e-9))
  }

  @Test func equivalenceOfProportionsAgreesWithR() throws {
    for row in reference.proportionEquivalence {
      let test = try ProportionEquivalencePower(
        control: row.control, trueDifference: row.difference, ratio: row.ratio)
      let power = try test.power(sampleSize: row.n, effect: row.margin)
      let size = try test.sampleSize(effect: row.margin, power: 0.9)
      #expect(agree(power, row.power, relative: 1e-9), "\(row)")
      #expect(agree(size, row.size, relative: 1e-6), "\(row)")
      let margin = try test.detectableEffect(sampleSize: row.size, power: 0.9)
      #expect(agree(margin, row.margin, relative: 1e-6), "\(row)")
    }
  }

  /// The calculation must describe the test that is run: non-inferiority with the restricted variance.
  @Test func nonInferiorityHasItsPower() throws {
    let plan = try ProportionMarginPower(
      nullDifference: -0.05, control: 0.8, significance: 0.025)
    let n = Int(try plan.sampleSize(effect: 0).rounded(.up))
    let test = try EquivalenceTest.nonInferiority(TwoProportionZTest(), margin: 0.05)
    var random = SplitMix64(seed: 5)
    let runs = 4000
    var shown = 0
    for _ in 0..<runs {
      let result = try test.evaluate(
        control: BinomialCount(successes: random.binomial(n, 0.8), trials: n),
        treatment: BinomialCount(successes: random.binomial(n, 0.8), trials: n))
      shown += result.pValue < 0.025 ? 1 : 0
    }
    // Three standard errors either way, and one point for the normal approximation.
    let spread = binomialBound(0.8, runs: runs) - 0.8 + 0.01
    #expect(abs(Double(shown) / Double(runs) - 0.8) < spread)
  }

  @Test func impossibleMarginsAreErrors() throws {
    #expect(throws: StatsError.self) {
      try ProportionMarginPower(nullDifference: -1, control: 0.5)
    }
    // A true difference at the margin is never shown to be beyond it.
    #expect(throws: StatsError.self) {
      try MeanMarginPower(nullDifference: 1, standardDeviation: 1).sampleSize(effect: 1)
    }
    #expect(throws: StatsError.self) {
      try MeanEquivalencePower(standardDeviation: 1, trueDifference: 2).sampleSize(effect: 1)
    }
    #expect(throws: StatsError.self) {
      try ProportionEquivalencePower(control: 0.9, trueDifference: 0.2)
    }
  }
}
