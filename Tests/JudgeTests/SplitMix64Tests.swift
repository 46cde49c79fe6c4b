import AssayTestSupport
import Foundation
import Summaries
import Testing

@testable import Judge

struct SplitMix64Tests {
  /// The first five outputs of Vigna's splitmix64.c for seed 1234567.
  @Test func matchesTheReferenceImplementation() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    for value in expected { #expect(generator.next() == value) }
  }

  @Test func normalDrawsHaveMeanZeroAndVarianceOne() {
    var generator = SplitMix64(seed: 1)
    let count = 20_000
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<count {
      let draw = generator.roughNormal()
      sum += draw
      squares += draw * draw
    }
    // Five standard errors: 1/√n for the mean and about √(2/n) for the variance.
    #expect(abs(sum / Double(count)) < 5 / Double(count).squareRoot())
    #expect(abs(squares / Double(count) - 1) < 5 * (2 / Double(count)).squareRoot())
  }

  @Test func streamsOfDifferentMembersDiffer() {
    var first = Set<UInt64>()
    for family in 0..<3 as Range<UInt64> {
      for index in 0..<1_000 {
        var generator = SplitMix64(seed: 5, family: family, index: index)
        first.insert(generator.next())
      }
    }
    #expect(first.count == 3_000)
  }
}

struct PortableMathTests {
  @Test func exponentialAgreesWithTheLibrary() {
    for step in -80...80 {
      let x = Double(step) / 10
      // Six squarings double a rounding error each: 64 ulps is 1.4e-14; ten times that is allowed.
      #expect(abs(PortableMath.exponential(x) / exp(x) - 1) < 1.5e-13)
    }
  }

  @Test func decimalsAreRoundedAndPadded() {
    #expect(PortableMath.decimal(0.05, places: 4) == "0.0500")
    #expect(PortableMath.decimal(1.99996, places: 4) == "2.0000")
    #expect(PortableMath.decimal(-0.00001, places: 2) == "0.00")
    #expect(PortableMath.decimal(-12.345, places: 1) == "-12.3")
    #expect(PortableMath.decimal(7.5, places: 0) == "8")
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
    (4_107_542_400, "2100-03-01T00:00:00Z"), (1_772_409_600, "2026-03-02T00:00:00Z"),
  ])
  func secondsAreWrittenAsDates(second: Int, text: String) {
    #expect(iso8601(second: second) == text)
  }
}
