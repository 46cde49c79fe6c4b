/// The median of all pairwise differences of two samples, or of all pairwise averages of one.
///
/// The pairs are never listed: their number below a candidate is counted in one pass over the sorted
/// values, and a bracket of candidates is narrowed until the few sums left in it can be sorted. Millions
/// of observations take some tens of passes.
///
/// Reference: Monahan (1984), ACM Transactions on Mathematical Software 10, 265–270.
struct PairwiseMedian {
  let value: Double

  /// Of x − y for all x of `minuend` and y of `subtrahend`.
  init(_ minuend: WeightedValues, minus subtrahend: WeightedValues) {
    let negated = WeightedValues(
      ascending: subtrahend.values.reversed().map { -$0 }, counts: subtrahend.counts.reversed())
    let sums = PairwiseSums(minuend, negated, .ordered)
    value = Self.median(sums, pairs: minuend.count * subtrahend.count, weight: 1)
  }

  /// Of (x + y)/2 for all pairs of one sample, each value with itself included.
  init(averagesOf sample: WeightedValues) {
    let sums = PairwiseSums(sample, sample, .unordered)
    value = Self.median(sums, pairs: sample.count * (sample.count + 1) / 2, weight: 2) / 2
  }

  /// The median where every pair weighs the same.
  private static func median(_ sums: PairwiseSums, pairs: Int, weight: Int) -> Double {
    let lower = sums.orderStatistic((pairs + 1) / 2 * weight)
    guard pairs.isMultiple(of: 2), lower.weightThrough < (pairs / 2 + 1) * weight else {
      return lower.value
    }
    return (lower.value + sums.smallest(above: lower.value)) / 2
  }
}
