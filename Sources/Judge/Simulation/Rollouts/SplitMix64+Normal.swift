internal import Foundation
internal import Summaries

extension SplitMix64 {
  /// A standard normal draw with exact tails (Box & Muller 1958), for testing statistics.
  mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// A number of rows with P(N ≥ n) = 1/n up to a cap, so that its mass falls as n⁻² (Zipf): most users come
  /// once or twice, a few hundreds of times.
  mutating func zipfSize(cap: Int) -> Int {
    min(cap, Int(min(1 / uniform(), Double(cap))))
  }
}
