/// Quantiles of replicates: the order statistic (R + 1)p, interpolated on the normal scale.
///
/// Reference: Davison & Hinkley (1997), equation 5.8.
struct NormalScaleQuantiles {
  private let sorted: [Double]

  init(_ replicates: [Double]) throws(StatsError) {
    guard replicates.allSatisfy({ !$0.isNaN }) else {
      throw .invalidParameter(name: "replicate", value: .nan, expected: "a number")
    }
    sorted = replicates.sorted()
  }

  /// The quantile at a probability.
  ///
  /// - Throws: `StatsError.tooFewObservations` when it lies beyond the extreme replicates.
  func value(_ probability: Double) throws(StatsError) -> Double {
    let rank = Double(sorted.count + 1) * probability
    let nearest = rank.rounded()
    // 1000 · (1 − 0.95)/2 is 25 but for rounding, and at the ends the next replicate may be missing.
    let isWhole = abs(rank - nearest) < 1e-9 * Double(sorted.count + 1)
    let below = isWhole ? nearest : rank.rounded(.down)
    guard below >= 1, isWhole ? below <= Double(sorted.count) : below < Double(sorted.count) else {
      let needed = 1 / max(min(probability, 1 - probability), 0x1p-53)
      throw .tooFewObservations(
        arm: "replicates", needed: Int(needed.rounded(.up)), found: sorted.count)
    }
    let lower = sorted[Int(below) - 1]
    guard !isWhole else { return lower }
    let upper = sorted[Int(below)]
    func scale(_ p: Double) throws(StatsError) -> Double { try Normal().quantile(lowerTail: p) }
    let total = Double(sorted.count + 1)
    let (low, high) = (try scale(below / total), try scale((below + 1) / total))
    // Equal ends, possibly infinite, have no difference to share.
    return lower == upper
      ? lower : lower + (try scale(probability) - low) / (high - low) * (upper - lower)
  }
}
