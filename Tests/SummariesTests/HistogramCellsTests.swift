import Testing

@testable import Summaries

struct HistogramCellsTests {
  /// Steele, Lea and Flood (2014).
  private func numbers(_ count: Int, seed: UInt64) -> [UInt64] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.next() }
  }

  @Test func sortsAsComparisonsDo() {
    for count in [0, 1, 511, 512, 3000] {
      for shift: UInt64 in [0, 20, 52, 63] {
        var codes = numbers(count, seed: shift).map { $0 >> shift }
        let sorted = codes.sorted()
        RadixSort.sort(&codes) { $0 }
        #expect(codes == sorted)
      }
    }
    // Those of one code stay in their order.
    var pairs = numbers(2000, seed: 1).enumerated().map { (index: $0, code: $1 >> 60) }
    RadixSort.sort(&pairs) { $0.code }
    for (a, b) in zip(pairs, pairs.dropFirst()) { #expect((a.code, a.index) < (b.code, b.index)) }
  }

  @Test func batchesOfMoreToComeEndAtTheSameCells() {
    let values = numbers(30_000, seed: 2).map {
      (Double($0 >> 11) * 0x1p-40).rounded() / 64 * ($0 % 8 == 0 ? -1 : 1)
    }
    for cap in [50, 1000, 4000, 100_000] {
      var (one, all) = (ValueHistogram(.adaptive(cap: cap)), ValueHistogram(.adaptive(cap: cap)))
      for value in values { one.add(value) }
      for first in stride(from: 0, to: values.count, by: 300) {
        values[first..<first + 300].withUnsafeBufferPointer { all.fold($0) }
        #expect(all.cells.count <= max(cap + cap / 4, cap + 300))
      }
      all.settle()
      #expect(all == one)
      #expect(all.mantissaBits == one.mantissaBits && all.cells.count <= cap)
    }
  }

  @Test func countsAreWholeBeyondThirtyTwoBits() {
    let values = (0..<2000).map { 100 + Double($0) / 16 } + (0..<50).map { -1 - Double($0) }
    for batches in [1, 3] {
      var histogram = ValueHistogram(.adaptive(cap: 4000))
      for value in values { histogram.add(value) }
      // Each in a cell that was counted before; together they pass what the array of counts may hold.
      for _ in 0..<batches {
        for value in values.prefix(3) { histogram.add(value, times: 3_000_000_000) }
        values.withUnsafeBufferPointer { histogram.add($0) }
      }
      let counts = histogram.cells.map { ($0.lower, $0.count) }
      #expect(counts.map(\.0) == values.sorted())
      for (value, count) in counts {
        let isMany = values.prefix(3).contains(value)
        #expect(count == 1 + batches * (isMany ? 3_000_000_001 : 1))
      }
      #expect(histogram.count == values.count * (1 + batches) + 9_000_000_000 * batches)
    }
  }

  @Test func severalQuantilesAreThoseOfEach() {
    var histogram = ValueHistogram(.adaptive(cap: 200))
    for number in numbers(3000, seed: 3) { histogram.add(Double(number >> 40)) }
    let probabilities = [0, 0.01, 0.5, 0.95, 1]
    let each = probabilities.compactMap { histogram.quantile($0) }
    #expect(histogram.quantiles(probabilities) == each)
    #expect(histogram.quantiles([0.5, 1.5]) == nil)
  }
}
