import Foundation
import Stats
import Summaries
import Testing

@Suite struct WeightedValuesTests {
  /// Enough numbers that they are sorted by digits, against the standard library's sort.
  @Test func manyNumbersAreInOrder() throws {
    var random = SplitMix64(seed: 12)
    let shapes: [[Double]] = [
      (0..<3_000).map { _ in random.normal() },
      (0..<3_000).map { _ in exp(150 * random.normal()) * (random.uniform() < 0.5 ? -1 : 1) },
      (0..<3_000).map { _ in (2 * random.normal()).rounded() },
      (0..<3_000).map { Double($0 % 5 - 2) * 0x1p-1074 }, (0..<3_000).map { _ in 7 },
    ]
    for sample in shapes {
      let found = try WeightedValues(sample)
      var expected: [(Double, Int)] = []
      for value in sample.sorted() {
        if let last = expected.last, last.0 == value {
          expected[expected.count - 1].1 += 1
        } else {
          expected.append((value, 1))
        }
      }
      #expect(found.values == expected.map(\.0))
      #expect(found.counts == expected.map(\.1))
      #expect(found.count == sample.count)
    }
  }

  @Test func zerosOfEitherSignAreOneValue() throws {
    let sample = (0..<2_000).map { $0 % 2 == 0 ? 0.0 : -0.0 }
    #expect(try WeightedValues(sample).values == [0])
    #expect(try WeightedValues(Array(sample.prefix(10))).counts == [10])
  }

  @Test func cellsAreJoinedAndChecked() throws {
    let found = try WeightedValues([(3, 1), (1, 2), (3, 4), (2, 0)])
    #expect(found.values == [1, 3] && found.counts == [2, 5] && found.count == 7)
    #expect(throws: StatsError.self) { try WeightedValues([(1, -1)]) }
    #expect(throws: StatsError.self) { try WeightedValues([(.infinity, 1)]) }
    #expect(throws: StatsError.self) { try WeightedValues([1, .nan]) }
  }
}
