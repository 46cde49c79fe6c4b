/// The median of all pairwise differences of two samples, or of all pairwise averages of one.
///
/// The pairs are never listed: their number below a candidate is counted in one pass over the
/// sorted values, and the candidate is bisected down to neighboring numbers, so that millions of
/// observations take about a hundred passes.
struct PairwiseMedian {
  let value: Double

  /// Of x − y for all x of `minuend` and y of `subtrahend`.
  init(_ minuend: WeightedValues, minus subtrahend: WeightedValues) {
    let negated = zip(subtrahend.values, subtrahend.counts).reversed().map { (-$0, $1) }
    let pairs = minuend.count * subtrahend.count
    value = Self.median(
      Array(zip(minuend.values, minuend.counts)), negated, pairs: pairs, selfPairs: nil)
  }

  /// Of (x + y)/2 for all pairs of one sample, each value with itself included.
  init(averagesOf sample: WeightedValues) {
    let values = Array(zip(sample.values, sample.counts)).map { ($0, $1) }
    let pairs = sample.count * (sample.count + 1) / 2
    value = Self.median(values, values, pairs: pairs, selfPairs: sample) / 2
  }

  private typealias Weighted = [(value: Double, count: Int)]

  /// The median of x + y; with `selfPairs` each unordered pair counts once, and x + x once.
  private static func median(
    _ xs: Weighted, _ ys: Weighted, pairs: Int, selfPairs: WeightedValues?
  ) -> Double {
    func pairsAtMost(_ t: Double) -> Int {
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
    /// The smallest sum with at least `rank` pairs at or below it.
    func orderStatistic(_ rank: Int) -> Double {
      var low = key(of: xs[0].value + ys[0].value)
      var high = key(of: xs[xs.count - 1].value + ys[ys.count - 1].value)
      while low < high {
        // Their average rounded down; the difference of two keys may overflow.
        let middle = (low & high) + ((low ^ high) >> 1)
        if pairsAtMost(number(of: middle)) >= rank { high = middle } else { low = middle + 1 }
      }
      return number(of: low)
    }
    let lower = orderStatistic((pairs + 1) / 2)
    return pairs.isMultiple(of: 2) ? (lower + orderStatistic(pairs / 2 + 1)) / 2 : lower
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
