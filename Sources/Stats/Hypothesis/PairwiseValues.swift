/// All pairwise differences of two samples, or all pairwise averages of one, in order.
///
/// The pairs are never listed: their number below a candidate is counted in one pass over the sorted
/// values, and a bracket of candidates is narrowed until the few sums left in it can be sorted. Millions
/// of observations take some tens of passes.
///
/// Reference: Monahan (1984), ACM Transactions on Mathematical Software 10, 265–270.
struct PairwiseValues {
  /// The number of pairs.
  let count: Int
  private let sums: PairwiseSums
  /// What a pair weighs among the sums.
  private let weight: Int
  /// What a sum x + y is divided by.
  private let divisor: Double

  /// Of x − y for all x of `minuend` and y of `subtrahend`.
  init(_ minuend: WeightedValues, minus subtrahend: WeightedValues) {
    let negated = WeightedValues(
      ascending: subtrahend.values.reversed().map { -$0 }, counts: subtrahend.counts.reversed())
    sums = PairwiseSums(minuend, negated, .ordered)
    (count, weight, divisor) = (minuend.count * subtrahend.count, 1, 1)
  }

  /// Of (x + y)/2 for all pairs of one sample, each value with itself included.
  init(averagesOf sample: WeightedValues) {
    sums = PairwiseSums(sample, sample, .unordered)
    (count, weight, divisor) = (sample.count * (sample.count + 1) / 2, 2, 2)
  }

  /// The middle value, or the mean of both.
  var median: Double {
    let lower = sums.orderStatistic((count + 1) / 2 * weight)
    guard count.isMultiple(of: 2), lower.weightThrough < (count / 2 + 1) * weight else {
      return lower.value / divisor
    }
    return (lower.value + sums.smallest(above: lower.value)) / 2 / divisor
  }

  /// The smallest value with at least `rank` pairs at or below it.
  func orderStatistic(_ rank: Int) -> Double {
    sums.orderStatistic(rank * weight).value / divisor
  }

  /// The values that leave out fewer than `excluded` + 1 pairs on each side that was tested for.
  func interval(
    excluding excluded: Int, _ alternative: Alternative, level: Double
  ) -> ConfidenceInterval {
    let rank = min(max(excluded, 1), (count + 1) / 2)
    return ConfidenceInterval(
      lower: alternative == .less ? -.infinity : orderStatistic(rank),
      upper: alternative == .greater ? .infinity : orderStatistic(count - rank + 1), level: level)
  }
}
