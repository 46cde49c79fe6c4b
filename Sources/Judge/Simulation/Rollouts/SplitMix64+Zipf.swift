internal import Summaries

extension SplitMix64 {
  /// A number of rows with P(N ≥ n) = 1/n up to a cap, so that its mass falls as n⁻² (Zipf): most users come
  /// once or twice, a few hundreds of times.
  mutating func zipfSize(cap: Int) -> Int {
    min(cap, Int(min(1 / uniform(), Double(cap))))
  }
}
