/// All pairwise differences of two samples, or all pairwise averages of one, in order.
///
/// The pairs are never listed: their number below a candidate is counted in one pass over the
/// sorted values, and the candidate is bisected down to neighboring numbers, so that millions of
/// observations take about a hundred passes.
struct PairwiseValues {
  private typealias Weighted = [(value: Double, count: Int)]

  /// The number of pairs.
  let count: Int
  private let xs: Weighted
  private let ys: Weighted
  /// The sample, when its own pairs count once each, and x + x once.
  private let selfPairs: WeightedValues?
  /// What a sum x + y is divided by.
  private let divisor: Double

  /// Of x − y for all x of `minuend` and y of `subtrahend`.
  init(_ minuend: WeightedValues, minus subtrahend: WeightedValues) {
    xs = Array(zip(minuend.values, minuend.counts))
    ys = zip(subtrahend.values, subtrahend.counts).reversed().map { (-$0, $1) }
    (count, selfPairs, divisor) = (minuend.count * subtrahend.count, nil, 1)
  }

  /// Of (x + y)/2 for all pairs of one sample, each value with itself included.
  init(averagesOf sample: WeightedValues) {
    xs = Array(zip(sample.values, sample.counts))
    (ys, count) = (xs, sample.count * (sample.count + 1) / 2)
    (selfPairs, divisor) = (sample, 2)
  }

  /// The middle value, or the mean of both.
  var median: Double {
    let lower = orderStatistic((count + 1) / 2)
    return count.isMultiple(of: 2) ? (lower + orderStatistic(count / 2 + 1)) / 2 : lower
  }

  /// The smallest value with at least `rank` pairs at or below it.
  func orderStatistic(_ rank: Int) -> Double {
    var low = Self.key(of: xs[0].value + ys[0].value)
    var high = Self.key(of: xs[xs.count - 1].value + ys[ys.count - 1].value)
    while low < high {
      // Their average rounded down; the difference of two keys may overflow.
      let middle = (low & high) + ((low ^ high) >> 1)
      if pairsAtMost(Self.number(of: middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    return Self.number(of: low) / divisor
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

  private func pairsAtMost(_ t: Double) -> Int {
    var (total, j, below) = (0, 0, 0)
    for x in xs.reversed() {
      while j < ys.count, x.value + ys[j].value <= t {
        below += ys[j].count
        j += 1
      }
      total += x.count * below
    }
    guard let sample = selfPairs else { return total }
    let own = zip(sample.values, sample.counts).reduce(0) { $0 + ($1.0 + $1.0 <= t ? $1.1 : 0) }
    return (total + own) / 2
  }

  /// Whole numbers in the order of doubles, so that bisection halves the doubles in between.
  private static func key(of x: Double) -> Int {
    let bits = Int(truncatingIfNeeded: x.bitPattern)
    return bits >= 0 ? bits : Int.min &- bits
  }

  private static func number(of key: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: key >= 0 ? key : Int.min &- key))
  }
}
