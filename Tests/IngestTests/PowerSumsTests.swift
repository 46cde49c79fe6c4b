import Summaries
import Testing

@testable import Ingest

/// What is counted gives the same bits as what is added pair by pair.
struct PowerSumsTests {
  private let count = 500
  private let rows: Storage<UInt32>
  private let ones: Storage<Double>

  init() {
    rows = Storage(count, zero: 0)
    ones = Storage(count, zero: 1)
    for i in 0..<count { rows.lane[i] = UInt32(i) }
  }

  private func sums(_ first: Double) -> Lane<Double> {
    let sums = kept[first == 0 ? 0 : 1].lane
    sums.fill(0..<PowerSums.width, 0)
    PowerSums.add(sums, x: first, y: 1, times: 1)
    return sums
  }

  private let kept = (0..<2).map { _ in Storage<Double>(PowerSums.width, zero: 0) }

  @Test(arguments: [0.0, 1.0])
  func indicatorsBesideOnesAreCounted(first: Double) {
    var random = SplitMix64(seed: 3)
    let x = Storage<Double>(count, zero: 0)
    for i in 0..<count { x.lane[i] = Double(random.next() % 2) }
    let counted = sums(first)
    PowerSums.addIndicators(counted, x: x.lane, rows: rows.lane, count: count)
    let expected = Storage<Double>(PowerSums.width, zero: 0)
    PowerSums.add(expected.lane, x: first, y: 1, times: 1)
    PowerSums.add(expected.lane, x: x.lane, y: ones.lane, rows: rows.lane, count: count)
    #expect((0..<PowerSums.width).allSatisfy { counted[$0] == expected.lane[$0] })
  }

  @Test(arguments: [0.0, 1.0])
  func onesAreCounted(first: Double) {
    let counted = sums(first)
    PowerSums.addOnes(counted, count: count)
    let expected = Storage<Double>(PowerSums.width, zero: 0)
    PowerSums.add(expected.lane, x: first, y: 1, times: 1)
    PowerSums.add(expected.lane, x: ones.lane, y: ones.lane, rows: rows.lane, count: count)
    #expect((0..<PowerSums.width).allSatisfy { counted[$0] == expected.lane[$0] })
  }
}
