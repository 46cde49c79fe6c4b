import AssayTestSupport
import Foundation
import Summaries
import Testing

struct ValueHistogramTests {
  /// Numbers of every kind, many of them close together.
  private func sample(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let x = Double(state >> 11) * 0x1p-53
      switch state >> 60 {
      case 0: return 0
      case 1: return -x
      case 2: return x * 0x1p-1060
      case 3: return Double(Int(x * 10))
      case 4: return -0.0
      default: return x * 1e3
      }
    }
  }

  @Test(arguments: [
    ValueHistogram.Resolution.adaptive(cap: 50), .adaptive(cap: 1000), .adaptive(cap: 100_000),
    .bits(0), .bits(7), .bits(52),
  ])
  func mergesAsIfSeenWhole(_ resolution: ValueHistogram.Resolution) {
    let sample = sample(5000, seed: 7)
    for parts in [1, 2, 3, 17, 5000] {
      let (whole, merged) = summarizedWholeAndInParts(
        ValueHistogram(resolution), sample, parts: parts)
      #expect(whole == merged)
      #expect(whole.count == sample.count)
    }
    var backwards = ValueHistogram(resolution)
    backwards.add(contentsOf: sample.reversed())
    #expect(
      backwards == summarizedWholeAndInParts(ValueHistogram(resolution), sample, parts: 1).whole)
  }

  @Test(arguments: [
    ValueHistogram.Resolution.adaptive(cap: 50), .adaptive(cap: 100_000), .bits(0), .bits(7),
  ])
  func cellsHoldTheNumbersBetweenTheirBounds(_ resolution: ValueHistogram.Resolution) {
    let sample = sample(3000, seed: 11)
    var histogram = ValueHistogram(resolution)
    histogram.add(contentsOf: sample)
    let cells = histogram.cells
    for (a, b) in zip(cells, cells.dropFirst()) { #expect(a.upper < b.lower) }
    for cell in cells {
      #expect(cell.count == sample.count { cell.lower <= $0 && $0 <= cell.upper })
      if cell.lower.magnitude >= .leastNormalMagnitude {
        let width = cell.upper - cell.lower
        let scale = min(cell.lower.magnitude, cell.upper.magnitude)
        #expect(width <= scale * pow(2, Double(-histogram.mantissaBits)))
      }
    }
    #expect(
      cells.contains { $0.lower == 0 && $0.upper == 0 && $0.count == sample.count { $0 == 0 } })
  }

  @Test(arguments: [
    ValueHistogram.Resolution.adaptive(cap: 200), .adaptive(cap: 5000), .bits(2), .bits(9),
  ])
  func batchesCountLikeSingleNumbers(_ resolution: ValueHistogram.Resolution) {
    // Close together, so that an array counts them, and some that lie far outside of it.
    let sample = sample(20_000, seed: 13).enumerated().map { i, x in
      i % 100 == 0 ? x * 1e200 : i % 1000 == 1 ? .nan : 50 + x
    }
    var (single, batched) = (ValueHistogram(resolution), ValueHistogram(resolution))
    single.add(contentsOf: sample)
    for start in stride(from: 0, to: sample.count, by: 700) {
      sample[start..<min(start + 700, sample.count)].withUnsafeBufferPointer { batched.add($0) }
    }
    #expect(single == batched)
    #expect(batched.count == sample.count { !$0.isNaN })
    #expect(batched.cells.reduce(0) { $0 + $1.count } == batched.count)
  }

  @Test func adaptiveKeepsWhatTheCapAllowsAndNoLess() {
    let sample = sample(4000, seed: 3)
    for cap in [60, 300, 2000] {
      var histogram = ValueHistogram(.adaptive(cap: cap))
      histogram.add(contentsOf: sample)
      #expect(histogram.cells.count <= cap || histogram.mantissaBits == 0)
      var finer = ValueHistogram(.bits(histogram.mantissaBits + 1))
      finer.add(contentsOf: sample)
      #expect(finer.cells.count > cap)
    }
  }

  @Test func signsMayComeInAnyOrder() {
    let positive = sample(6000, seed: 9).map(abs).filter { $0 > 0 }
    for negatives in [1, 100, 3000] {
      let negative = positive.prefix(negatives).map { -$0 }
      for resolution in [ValueHistogram.Resolution.adaptive(cap: 500), .bits(9)] {
        var (first, last) = (ValueHistogram(resolution), ValueHistogram(resolution))
        (positive + negative).withUnsafeBufferPointer { first.add($0) }
        (negative + positive).withUnsafeBufferPointer { last.add($0) }
        #expect(first == last)
        #expect(first.cells.filter { $0.upper < 0 }.map(\.count).reduce(0, +) == negatives)
      }
    }
  }

  @Test func survivesCoding() throws {
    var histogram = ValueHistogram(.adaptive(cap: 40))
    histogram.add(contentsOf: sample(500, seed: 5))
    let data = try JSONEncoder().encode(histogram)
    #expect(try JSONDecoder().decode(ValueHistogram.self, from: data) == histogram)
    let broken = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"count\":500", with: "\"count\":501")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ValueHistogram.self, from: Data(broken.utf8))
    }
  }

  @Test func quantilesAreThoseOfTypeSeven() throws {
    // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1), type = 7)
    let expected = [(0.0, 1.0), (0.1, 1.4), (0.25, 2), (0.5, 4), (0.9, 12.8), (1, 16)]
    var exact = ValueHistogram(.bits(52))
    exact.add(contentsOf: [16, 2, 8, 1, 4])
    for (probability, value) in expected {
      let quantile = try #require(exact.quantile(probability))
      #expect(abs(quantile.value - value) < 1e-14)
      #expect(quantile.lower == quantile.value && quantile.upper == quantile.value)
    }
    #expect(exact.quantile(1.5) == nil)
    #expect(ValueHistogram(.bits(3)).quantile(0.5) == nil)
  }

  @Test func quantileBoundsHoldTheSampleQuantile() throws {
    let sample = sample(2001, seed: 21).sorted()
    var coarse = ValueHistogram(.bits(3))
    coarse.add(contentsOf: sample)
    for probability in stride(from: 0.0, through: 1, by: 0.0005) {
      let position = Double(sample.count - 1) * probability
      let below = Int(position)
      let next = min(below + 1, sample.count - 1)
      let weight = position - Double(below)
      let truth = sample[below] * (1 - weight) + sample[next] * weight
      let quantile = try #require(coarse.quantile(probability))
      let slack = truth.magnitude * 1e-15
      #expect(quantile.lower - slack <= truth && truth <= quantile.upper + slack)
      #expect(quantile.lower - slack <= quantile.value && quantile.value <= quantile.upper + slack)
    }
  }
}
