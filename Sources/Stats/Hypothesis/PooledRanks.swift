/// Midranks of several samples pooled, with what ties take from the variance of ranks.
struct PooledRanks {
  /// The sum of the midranks of each sample.
  let rankSums: [Double]
  /// The observations of all samples.
  let count: Int
  /// Σ (t³ − t) over groups of t equal values.
  let tieCorrection: Double
  /// The number of equal values in each group, from the smallest value up.
  let tieSizes: [Int]

  init(_ samples: [WeightedValues]) {
    var next = [Int](repeating: 0, count: samples.count)
    var sums = [Double](repeating: 0, count: samples.count)
    var (below, ties, sizes) = (0.0, 0.0, [Int]())
    while true {
      var value = Double.infinity
      for (sample, place) in zip(samples, next) where place < sample.values.count {
        value = min(value, sample.values[place])
      }
      guard value < .infinity else { break }
      var size = 0
      for (sample, place) in zip(samples, next)
      where place < sample.values.count && sample.values[place] == value {
        size += sample.counts[place]
      }
      sizes.append(size)
      let equal = Double(size)
      let midrank = below + (equal + 1) / 2
      for i in samples.indices
      where next[i] < samples[i].values.count && samples[i].values[next[i]] == value {
        sums[i] += midrank * Double(samples[i].counts[next[i]])
        next[i] += 1
      }
      ties += equal * (equal * equal - 1)
      below += equal
    }
    (rankSums, count, tieCorrection) = (sums, samples.reduce(0) { $0 + $1.count }, ties)
    tieSizes = sizes
  }

  /// Twice the midrank of each observation in ascending order: whole numbers, ties or not.
  var doubledMidranks: [Int] {
    var (below, ranks) = (0, [Int]())
    for size in tieSizes {
      ranks += repeatElement(2 * below + size + 1, count: size)
      below += size
    }
    return ranks
  }
}
