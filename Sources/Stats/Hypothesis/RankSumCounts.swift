/// The null distributions of rank statistics without ties, as probabilities of 0, 1, 2, ….
enum RankSumCounts {
  /// Of Mann & Whitney's U for samples of n and m, by their recursion on the largest value.
  static func mannWhitney(_ n: Int, _ m: Int) -> [Double] {
    // distributions[j] is U's for the current i of control and j of treatment.
    var distributions: [[Double]] = Array(repeating: [1], count: m + 1)
    for i in 1...n {
      for j in 1...m {
        // The largest is treatment's, above i of control, or control's, above none.
        let (treated, control) = (distributions[j - 1], distributions[j])
        var mixed = [Double](repeating: 0, count: i * j + 1)
        let share = Double(j) / Double(i + j)
        for (u, p) in treated.enumerated() { mixed[u + i] += share * p }
        for (u, p) in control.enumerated() { mixed[u] += (1 - share) * p }
        distributions[j] = mixed
      }
    }
    return distributions[m]
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
