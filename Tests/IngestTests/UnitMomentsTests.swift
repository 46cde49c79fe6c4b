import Summaries
import Testing

@testable import Ingest

/// Sums of blocks are those of pairs added one by one in twice the digits.
struct UnitMomentsTests {
  private static let orders = [(2, 0), (1, 1), (0, 2), (3, 0), (2, 2), (0, 4)]

  private func moments(_ pairs: [(x: Double, y: Double)]) -> (BivariateMoments, BivariateMoments) {
    var (inBlocks, oneByOne) = (UnitMoments(pairs: 1), BivariateMoments())
    inBlocks.makeRoom(for: 1)
    for pair in pairs {
      inBlocks.add(0, 0, x: pair.x, y: pair.y)
      oneByOne.add(pair)
    }
    return (inBlocks.moments(0)[0], oneByOne)
  }

  @Test(
    "A first unit far from the others costs no digits",
    arguments: [1, 31, 32, 33, 1056, 100_000])
  func outlier(count: Int) {
    var random = SplitMix64(seed: 11)
    let pairs = (0..<count).map { unit in
      (x: unit == 0 ? 1e6 : Double(random.next() % 1000) / 997, y: Double(random.next() % 30))
    }
    let (found, expected) = moments(pairs)
    #expect(found.count == count)
    // The first block's 32 terms, of up to the fourth power, are about the first unit; with all 100,000
    // about it the error would be 1e-11.
    for (p, q) in Self.orders {
      let sum = expected.centralSum(p, q)
      #expect(abs(found.centralSum(p, q) - sum) <= 1e-13 * abs(sum), "order \(p), \(q)")
    }
  }

  @Test("Whole numbers stay whole")
  func wholeNumbers() {
    var random = SplitMix64(seed: 12)
    let pairs = (0..<5000).map { _ in
      (x: Double(random.next() % 4), y: Double(random.next() % 50))
    }
    let (found, expected) = moments(pairs)
    for (p, q) in Self.orders where p + q == 2 {
      #expect(found.centralSum(p, q) == expected.centralSum(p, q))
    }
    #expect(found.meanX == expected.meanX && found.meanY == expected.meanY)
  }
}
