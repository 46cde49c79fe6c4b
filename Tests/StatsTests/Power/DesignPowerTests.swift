import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct DesignPowerTests {
  struct Reference: Decodable {
    struct Welch: Decodable { var n, ratio, deviationRatio, effect, power: Double }
    struct ANOVA: Decodable {
      var groups: Int
      var n, effect, significance, power, size, detectable: Double
    }
    struct ChiSquare: Decodable {
      var degrees, n, effect, significance, power, size, detectable: Double
    }
    struct McNemar: Decodable { var n, discordant, effect, power, size: Double }
    struct Ratio: Decodable { var n, ratio, control, treatment, effect, power, size: Double }
    var welch: [Welch]
    var anova: [ANOVA]
    var chiSquare: [ChiSquare]
    var mcnemar: [McNemar]
    var ratioMetric: [Ratio]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("power", as: Reference.self) }

  @Test func welchAgreesWithR() throws {
    for row in reference.welch {
      let test = try TTestPower(.welch(ratio: row.ratio, deviationRatio: row.deviationRatio))
      // R's series stops at 1e-12.
      #expect(
        agree(
          try test.power(sampleSize: row.n, effect: row.effect), row.power, relative: 1e-9),
        "\(row)")
      #expect(
        agree(try test.sampleSize(effect: row.effect, power: row.power), row.n, relative: 1e-6),
        "\(row)")
    }
  }

  @Test func analysisOfVarianceAgreesWithR() throws {
    for row in reference.anova {
      let test = try ANOVAPower(groups: row.groups, significance: row.significance)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      let size = try test.sampleSize(effect: row.effect, power: 0.9)
      let detectable = try test.detectableEffect(sampleSize: row.n, power: 0.9)
      // R's noncentral F stops at 1e-9.
      #expect(agree(power, row.power, relative: 1e-8), "\(row)")
      #expect(agree(size, row.size, relative: 1e-6), "\(row)")
      #expect(agree(detectable, row.detectable, relative: 1e-6), "\(row)")
    }
  }

  @Test func chiSquareAgreesWithR() throws {
    for row in reference.chiSquare {
      let test = try ChiSquarePower(
        degreesOfFreedom: row.degrees, significance: row.significance)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      #expect(agree(power, row.power, relative: 1e-9), "\(row)")
      #expect(agree(try test.sampleSize(effect: row.effect), row.size, relative: 1e-6), "\(row)")
      let detectable = try test.detectableEffect(sampleSize: row.n)
      #expect(agree(detectable, row.detectable, relative: 1e-6), "\(row)")
    }
  }

  @Test func pairedProportionsAgreeWithConnorsFormula() throws {
    for row in reference.mcnemar {
      let test = try McNemarPower(discordant: row.discordant)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      #expect(agree(power, row.power, relative: 1e-12), "\(row)")
      #expect(agree(try test.sampleSize(effect: row.effect), row.size, relative: 1e-9), "\(row)")
      let detectable = try test.detectableEffect(sampleSize: row.size)
      #expect(agree(detectable, row.effect, relative: 1e-9), "\(row)")
    }
  }

  @Test func ratioMetricsAgreeWithTheNormalFormula() throws {
    for row in reference.ratioMetric {
      let test = try RatioMetricPower(
        standardDeviation: row.control, treatmentStandardDeviation: row.treatment,
        ratio: row.ratio)
      let power = try test.power(sampleSize: row.n, effect: row.effect)
      #expect(agree(power, row.power, relative: 1e-12), "\(row)")
      #expect(agree(try test.sampleSize(effect: row.effect), row.size, relative: 1e-9), "\(row)")
      let detectable = try test.detectableEffect(sampleSize: row.size)
      #expect(agree(detectable, row.effect, relative: 1e-9), "\(row)")
    }
  }

  /// Pilot data give the deviation: a z-test of the pilot's own size has its standard error.
  @Test func pilotDataPlanRatioMetrics() throws {
    var pilot = BivariateMoments()
    var random = SplitMix64(seed: 2)
    for _ in 0..<500 {
      let views = 1 + Double(random.binomial(20, 0.3))
      pilot.add((Double(random.binomial(Int(views), 0.2)), views))
    }
    let estimate = try RatioEstimate(moments: pilot).estimate
    let test = try RatioMetricPower(
      standardDeviation: estimate.unitStandardDeviation(count: pilot.count))
    // At half of them an effect of the critical value times √2·SE is found.
    let effect = 1.959963984540054 * 2.0.squareRoot() * estimate.standardError
    #expect(agree(try test.power(sampleSize: 500, effect: effect), 0.5, relative: 1e-12))
  }

  /// Kish's effect divides what rows are worth, whatever the test.
  @Test func clustersMultiplyTheSample() throws {
    let rows = try TwoProportionPower(control: 0.1)
    let clustered = try ClusteredPower(
      rows, meanSize: 30, intraclassCorrelation: 0.05, sizeVariation: 0.65)
    #expect(agree(clustered.designEffect, 3.08375, relative: 1e-14))
    // power.prop.test(.10, .12, power = .8) prints 3840.847.
    let size = try clustered.sampleSize(effect: 0.02)
    #expect(agree(size, 3840.847 * 3.08375, relative: 1e-6))
    #expect(agree(clustered.clusters(sampleSize: size), size / 30, relative: 1e-15))
    #expect(
      agree(
        try clustered.detectableEffect(sampleSize: size), 0.02, relative: 1e-9))
  }

  @Test func daysFollowFromTraffic() throws {
    let ratio = try DailyTraffic.ratio(treatmentShare: 0.1)
    #expect(agree(ratio, 1.0 / 9, relative: 1e-15))
    let test = try TTestPower(.twoSample(ratio: 1))
    let traffic = try DailyTraffic(unitsPerDay: 10)
    // power.t.test(delta = .5, power = .8) prints 63.76576 in each of two arms.
    let days = try traffic.days(for: test, effect: 0.5)
    #expect(agree(days, 2 * 63.76576 / 10, relative: 1e-7))
    #expect(agree(try traffic.detectableEffect(for: test, days: days), 0.5, relative: 1e-6))
    #expect(throws: StatsError.self) { try DailyTraffic(unitsPerDay: 0) }
    #expect(throws: StatsError.self) { try DailyTraffic.ratio(treatmentShare: 1) }
  }

  /// The three questions have one answer: size and effect undo each other at any scale.
  @Test(arguments: [1e-9, 0.02, 3, 1e7])
  func sizeAndEffectUndoEachOther(deviation: Double) throws {
    let test = try MeanMarginPower(nullDifference: 0, standardDeviation: deviation)
    let effect = 0.3 * deviation
    let size = try test.sampleSize(effect: effect)
    #expect(
      agree(try test.detectableEffect(sampleSize: size), effect, relative: 1e-9))
    #expect(agree(try test.power(sampleSize: size, effect: effect), 0.8, relative: 1e-9))
  }
}
