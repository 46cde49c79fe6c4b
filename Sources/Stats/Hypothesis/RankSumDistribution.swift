/// The null distributions of rank statistics, as probabilities of 0, 1, 2, ….
enum RankSumDistribution {
  /// Of Mann & Whitney's U for samples of n and m without ties.
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

  /// The additions that `mannWhitney` takes; without end beyond 200 observations an arm, where its
  /// differences cancel to fewer than eleven digits.
  static func mannWhitneySteps(_ n: Int, _ m: Int) -> Double {
    max(n, m) > 200 ? .infinity : Double(n * m) * Double(m)
  }

  /// Of the sum of `draws` of the scores, drawn without replacement: what ties leave of U.
  ///
  /// Reference: Streitberg & Röhmel (1986), Statistical Software Newsletter 12, 10–17, the shift
  /// algorithm.
  static func sums(of scores: [Int], drawing draws: Int) -> [Double] {
    let width = scores.sorted().suffix(draws).reduce(1, +)
    var subsets = [[Double]](repeating: [Double](repeating: 0, count: width), count: draws + 1)
    subsets[0][0] = 1
    for (seen, score) in scores.enumerated() {
      for size in stride(from: min(draws, seen + 1), through: 1, by: -1) {
        for sum in score..<max(score, width) {
          subsets[size][sum] += subsets[size - 1][sum - score]
        }
      }
    }
    let total = subsets[draws].reduce(0, +)
    return subsets[draws].map { $0 / total }
  }

  /// Of the sum of the scores that are positive, each with probability one half.
  static func signedSums(of scores: [Int]) -> [Double] {
    var distribution = [1.0]
    for score in scores {
      var next = [Double](repeating: 0, count: distribution.count + score)
      for (sum, p) in distribution.enumerated() {
        next[sum] += p / 2
        next[sum + score] += p / 2
      }
      distribution = next
    }
    return distribution
  }

  /// Of the number of pairs of n rows that are in one order in both columns, without ties.
  static func inversions(_ n: Int) -> [Double] {
    var distribution = [1.0]
    for size in stride(from: 2, through: n, by: 1) {
      // The next row stands below 0, 1, … or all of those before it.
      var next = [Double](repeating: 0, count: distribution.count + size - 1)
      for (count, p) in distribution.enumerated() {
        for added in 0..<size { next[count + added] += p / Double(size) }
      }
      distribution = next
    }
    return distribution
  }

  /// The smallest statistic that has at least this probability at or below it.
  static func quantile(_ probabilities: [Double], lowerTail: Double) -> Int {
    var below = 0.0
    for (statistic, probability) in probabilities.enumerated() {
      below += probability
      // A tail that equals the level but for rounding counts, as R's `qwilcox` has it.
      if below >= lowerTail * (1 - 64 * .ulpOfOne) { return statistic }
    }
    return probabilities.count - 1
  }

  /// The same by the normal approximation, half a step conceded.
  static func normalQuantile(
    mean: Double, variance: Double, lowerTail: Double
  ) throws(StatsError) -> Int {
    let z = try Normal().quantile(upperTail: lowerTail)
    return Int(max(0, (mean + 0.5 - z * variance.squareRoot()).rounded(.down)))
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
