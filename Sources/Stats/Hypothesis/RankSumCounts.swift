/// The null distributions of rank statistics without ties, as probabilities of 0, 1, 2, ….
enum RankSumCounts {
  /// Of Mann & Whitney's U for samples of n and m.
  ///
  /// The numbers of orders are the coefficients of ∏ (1 − q^(n+i))/(1 − q^i), i = 1…m. Only the
  /// lower half is multiplied out, where coefficients grow and so keep their relative accuracy;
  /// the upper half mirrors it.
  static func mannWhitney(_ n: Int, _ m: Int) -> [Double] {
    let half = n * m / 2
    var orders = [Double](repeating: 0, count: half + 1)
    orders[0] = 1
    for i in 1...m {
      for u in stride(from: half, through: n + i, by: -1) { orders[u] -= orders[u - n - i] }
      for u in stride(from: i, through: half, by: 1) { orders[u] += orders[u - i] }
    }
    let all = (0...(n * m)).map { orders[min($0, n * m - $0)] }
    let total = all.reduce(0, +)
    return all.map { $0 / total }
  }

  /// Of Wilcoxon's V for n differences: each rank is in or out with probability one half.
  static func signedRank(_ n: Int) -> [Double] {
    var distribution = [1.0]
    for rank in 1...n {
      var next = [Double](repeating: 0, count: distribution.count + rank)
      for (v, p) in distribution.enumerated() {
        next[v] += p / 2
        next[v + rank] += p / 2
      }
      distribution = next
    }
    return distribution
  }

  /// The probability of a statistic as extreme as `observed`; both tails are doubled smaller ones.
  static func pValue(
    _ probabilities: [Double], _ observed: Int, _ alternative: Alternative
  ) -> Double {
    let lower = probabilities[...observed].reduce(0, +)
    let upper = probabilities[observed...].reduce(0, +)
    return switch alternative {
    case .less: min(1, lower)
    case .greater: min(1, upper)
    case .twoSided: min(1, 2 * min(lower, upper))
    }
  }
}
