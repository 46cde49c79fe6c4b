import AssayTestSupport
import Stats
import Summaries
import Testing

@Suite struct AlwaysValidPowerTests {
  struct Few: Decodable {
    struct Row: Decodable {
      var looks, sides: Int
      var significance, drift: Double
      var crossings: [Double]
    }
    var fewLooks: [Row]
  }
  struct Many: Decodable {
    struct Power: Decodable {
      var looks, sides: Int
      var significance, drift, power, expectedShare: Double
    }
    struct Ratio: Decodable {
      var looks, sides: Int
      var significance, power, ratio: Double
    }
    var powers: [Power]
    var ratios: [Ratio]
  }

  private func calculation(
    looks: Int, significance: Double, sides: Int
  ) throws -> AlwaysValidPower {
    try AlwaysValidPower(
      significance: significance, alternative: sides == 1 ? .greater : .twoSided, looks: looks)
  }

  /// The size at which an effect of one has this expected statistic, in arms of one size.
  private func size(drift: Double) -> Double { 2 * drift * drift }

  @Test func fewLooksAgreeWithTheMultivariateNormal() throws {
    for row in try ReferenceFile.load("power", as: Few.self).fewLooks {
      let test = try calculation(
        looks: row.looks, significance: row.significance, sides: row.sides)
      let power = try test.power(sampleSize: size(drift: row.drift), effect: 1)
      // Miwa's algorithm on 4,096 points is good to about 1e-7.
      #expect(agree(power, row.crossings.reduce(0, +), relative: 1e-6), "\(row)")
    }
  }

  @Test func manyLooksAgreeWithAnotherQuadrature() throws {
    let reference = try ReferenceFile.load("always_valid_power", as: Many.self)
    for row in reference.powers {
      let test = try calculation(
        looks: row.looks, significance: row.significance, sides: row.sides)
      // Size and effect enter only by the drift; this size has an observation a look.
      let size = 1e4
      let effect = row.drift / (size / 2).squareRoot()
      let power = try test.power(sampleSize: size, effect: effect)
      // Drifts weigh the far tail, where the grid of the looks is coarse: 2e-5.
      #expect(agree(power, row.power, relative: 2e-5), "\(row)")
      let expected = try test.expectedSampleSize(sampleSize: size, effect: effect)
      #expect(agree(expected, size * row.expectedShare, relative: 2e-5), "\(row)")
    }
    for row in reference.ratios {
      let test = try calculation(
        looks: row.looks, significance: row.significance, sides: row.sides)
      let ratio = try test.fixedSampleRatio(power: row.power)
      #expect(agree(ratio, row.ratio, relative: 2e-5), "\(row)")
    }
  }

  /// The multiplier with which the gate judges, on simulated paths, rejects as often as planned.
  @Test func simulatedPathsHaveThePlannedPower() throws {
    let test = try AlwaysValidPower(looks: 10)
    let n = try test.sampleSize(effect: 0.2)
    let mixture = NormalMixture(significance: 0.05, targetClock: 2 * n, sides: .two)
    var random = SplitMix64(seed: 12)
    let (runs, drift) = (40000, 0.2 * (n / 2).squareRoot())
    var found = 0
    for _ in 0..<runs {
      var position = 0.0
      for look in 1...10 {
        let time = Double(look) / 10
        position += drift / 10 + random.normal() * 0.1.squareRoot()
        let z = position / time.squareRoot()
        if z > (try mixture.multiplier(clock: 2 * n * time)) {
          found += 1
          break
        }
      }
    }
    let spread = binomialBound(0.8, runs: runs) - 0.8
    #expect(abs(Double(found) / Double(runs) - 0.8) < spread, "\(found)")
  }

  @Test func impossibleLooksAreErrors() throws {
    #expect(throws: StatsError.self) { try AlwaysValidPower(looks: 0) }
    #expect(throws: StatsError.self) { try AlwaysValidPower(significance: 0) }
    #expect(throws: StatsError.self) {
      try AlwaysValidPower(significance: 0.6, alternative: .greater)
    }
    #expect(throws: StatsError.self) {
      try AlwaysValidPower().power(sampleSize: 10, effect: 1)
    }
  }
}
