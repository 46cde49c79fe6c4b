import Foundation
import Stats
import Summaries
import Testing

/// Hodges & Lehmann's estimates against the median of all pairs, listed and sorted.
@Suite struct PairwiseMedianTests {
  enum Shape: CaseIterable {
    case normal, heavy, tied, far, tiny, twoClusters

    func draw(_ random: inout SplitMix64) -> Double {
      switch self {
      case .normal: random.normal()
      case .heavy: exp(20 * random.normal())
      case .tied: (3 * random.normal()).rounded()
      case .far: 1e9 + (8 * random.normal()).rounded() / 8
      case .tiny: random.normal() * 0x1p-1070
      case .twoClusters: random.uniform() < 0.5 ? -1e12 + random.normal() : random.normal()
      }
    }
  }

  private func median(_ numbers: [Double]) -> Double {
    let sorted = numbers.sorted()
    let half = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half]
  }

  @Test(arguments: Shape.allCases)
  func estimatesAreTheMedianOfAllPairs(shape: Shape) throws {
    var random = SplitMix64(seed: 41)
    for (n, m) in [(1, 1), (2, 1), (3, 5), (40, 33), (120, 150)] {
      let x = (0..<n).map { _ in shape.draw(&random) }
      let y = (0..<m).map { _ in shape.draw(&random) }
      let differences = y.flatMap { b in x.map { b - $0 } }
      // All equal values leave no test, but for these seeds only a single pair may be so.
      guard Set(x + y).count > 1 else { continue }
      let shift = try MannWhitneyTest(method: .asymptotic).evaluate(control: x, treatment: y)
      #expect(shift.estimate == median(differences), "\(n) \(m)")
      guard y.contains(where: { $0 != 0 }) else { continue }
      let averages = y.indices.flatMap { i in y[...i].map { ($0 + y[i]) / 2 } }
      let center = try WilcoxonSignedRankTest(method: .asymptotic)
        .evaluate(differences: WeightedValues(y))
      #expect(center.estimate == median(averages), "\(m)")
    }
  }
}
