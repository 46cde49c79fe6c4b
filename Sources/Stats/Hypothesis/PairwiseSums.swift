/// The sums x + y of all pairs from two sorted samples, in ascending order without listing them.
struct PairwiseSums {
  /// What a pair weighs.
  enum Pairs {
    /// Every x with every y weighs one.
    case ordered
    /// Of one sample with itself, every pair without order weighs two, each value with itself too.
    case unordered
  }

  /// How much lies at or below a sum: as pairs of observations, and as pairs of distinct values.
  private struct Extent {
    var weight = 0
    var cells = 0
  }

  private let xs: WeightedValues
  private let ys: WeightedValues
  private let pairs: Pairs

  init(_ xs: WeightedValues, _ ys: WeightedValues, _ pairs: Pairs) {
    (self.xs, self.ys, self.pairs) = (xs, ys, pairs)
  }

  /// The smallest sum with at least `rank` of the weight at or below it, and that weight.
  func orderStatistic(_ rank: Int) -> (value: Double, weightThrough: Int) {
    let last = (xs.values[xs.values.count - 1] + ys.values[ys.values.count - 1])
    var (low, high) = (Self.key(of: xs.values[0] + ys.values[0]) - 1, Self.key(of: last))
    var (below, through) = (Extent(), extent(atMost: last))
    // Sorting so few costs about as much as one more pass.
    let fewCells = 64 + (xs.values.count + ys.values.count) / 8
    var step = 0
    while low < high - 1, through.cells - below.cells > fewCells {
      let candidate = self.candidate(step, rank, low, high, below, through)
      let extent = extent(atMost: Self.number(of: candidate))
      if extent.weight >= rank {
        (high, through) = (candidate, extent)
      } else {
        (low, below) = (candidate, extent)
      }
      step += 1
    }
    // Of neighboring numbers only the upper one is left, however many sums equal it.
    if low == high - 1 { return (Self.number(of: high), through.weight) }
    var weight = below.weight
    var answer = Self.number(of: high)
    for (sum, size) in listed(above: Self.number(of: low), through: answer) {
      if weight >= rank, sum > answer { break }
      weight += size
      answer = sum
    }
    return (answer, weight)
  }

  /// The smallest sum above a number, which is not the largest sum.
  func smallest(above number: Double) -> Double {
    var (smallest, j) = (Double.infinity, 0)
    for x in xs.values.reversed() {
      while j < ys.values.count, x + ys.values[j] <= number { j += 1 }
      if j < ys.values.count { smallest = min(smallest, x + ys.values[j]) }
    }
    return smallest
  }

  /// Where to look next: by interpolation, a little to either side in turn so that both ends of the
  /// bracket close in, and each third time halving the numbers in between, which is sure to end.
  private func candidate(
    _ step: Int, _ rank: Int, _ low: Int, _ high: Int, _ below: Extent, _ through: Extent
  ) -> Int {
    // Their average rounded down; the difference of two keys may overflow.
    let middle = (low & high) + ((low ^ high) >> 1)
    guard step % 3 != 2 else { return middle }
    let share =
      Double(rank - below.weight) / Double(through.weight - below.weight)
      + (step % 3 == 0 ? -0x1p-10 : 0x1p-10)
    let (a, b) = (Self.number(of: low), Self.number(of: high))
    let guess = a + (b - a) * min(max(share, 0x1p-12), 1 - 0x1p-12)
    guard guess.isFinite else { return middle }
    return min(max(Self.key(of: guess), low + 1), high - 1)
  }

  private func extent(atMost t: Double) -> Extent {
    var (extent, j, seen) = (Extent(), 0, 0)
    for i in xs.values.indices.reversed() {
      let x = xs.values[i]
      if pairs == .unordered, x + x <= t {
        // All pairs of the values up to here are in; those with one of the others were seen once.
        while j <= i {
          seen += ys.counts[j]
          j += 1
        }
        return Extent(
          weight: 2 * extent.weight + seen * (seen + 1), cells: 2 * extent.cells + j * j)
      }
      while j < ys.values.count, x + ys.values[j] <= t {
        seen += ys.counts[j]
        j += 1
      }
      extent.weight += xs.counts[i] * seen
      extent.cells += j
    }
    return pairs == .unordered
      ? Extent(weight: 2 * extent.weight, cells: 2 * extent.cells) : extent
  }

  /// The sums between two numbers with their weights, ascending.
  private func listed(above low: Double, through high: Double) -> [(sum: Double, weight: Int)] {
    var sums: [(sum: Double, weight: Int)] = []
    var (first, last) = (0, 0)
    for i in xs.values.indices.reversed() {
      let x = xs.values[i]
      while first < ys.values.count, x + ys.values[first] <= low { first += 1 }
      while last < ys.values.count, x + ys.values[last] <= high { last += 1 }
      for j in first..<last {
        let own = pairs == .unordered && i == j ? xs.counts[i] : 0
        sums.append((x + ys.values[j], xs.counts[i] * ys.counts[j] + own))
      }
    }
    return sums.sorted { $0.sum < $1.sum }
  }

  /// Whole numbers in the order of doubles, so that halving a bracket halves the doubles in it.
  private static func key(of x: Double) -> Int {
    let bits = Int(truncatingIfNeeded: x.bitPattern)
    return bits >= 0 ? bits : Int.min &- bits
  }

  private static func number(of key: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: key >= 0 ? key : Int.min &- key))
  }
}
