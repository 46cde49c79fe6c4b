extension ValueHistogram {
  /// A quantile read off the cells: the value, and the bounds the sample's quantile lies within.
  public struct Quantile: Equatable, Sendable {
    /// The estimate.
    public var value: Double
    /// The least that the quantile may be.
    public var lower: Double
    /// The most that the quantile may be.
    public var upper: Double
  }

  /// The sample quantile of type 7 (Hyndman & Fan 1996), which interpolates between order statistics.
  ///
  /// The bounds hold the quantile of the raw numbers; they are equal where the cells are exact. The
  /// value takes the numbers of a cell as evenly spread over it. Matches R's `quantile(type = 7)` on
  /// exact cells.
  ///
  /// - Parameter probability: from 0 to 1.
  /// - Returns: `nil` for an empty histogram or a probability outside [0, 1].
  public func quantile(_ probability: Double) -> Quantile? { quantiles([probability])?.first }

  /// The sample quantiles of several probabilities, for which the cells are sorted once; see `quantile`.
  public func quantiles(_ probabilities: [Double]) -> [Quantile]? {
    guard count > 0, probabilities.allSatisfy((0...1).contains) else { return nil }
    let cells = sortedCells
    var (ends, end) = ([Int](), 0)
    ends.reserveCapacity(cells.count)
    for cell in cells {
      end += cell.count
      ends.append(end)
    }
    return probabilities.map { probability in
      let position = Double(count - 1) * probability
      let below = Int(position.rounded(.down))
      let weight = position - Double(below)
      let low = orderStatistic(below, in: cells, ending: ends)
      guard weight > 0 else { return low }
      let high = orderStatistic(min(below + 1, count - 1), in: cells, ending: ends)
      func between(_ a: Double, _ b: Double) -> Double {
        a == b ? a : a * (1 - weight) + b * weight
      }
      return Quantile(
        value: between(low.value, high.value), lower: between(low.lower, high.lower),
        upper: between(low.upper, high.upper))
    }
  }

  /// What is known of the number at a rank, from zero; `ends` counts the numbers up to the end of each cell.
  private func orderStatistic(
    _ rank: Int, in cells: [(key: Int64, count: Int)], ending ends: [Int]
  ) -> Quantile {
    var (first, last) = (0, cells.count - 1)
    while first < last {
      let middle = (first + last) / 2
      if rank < ends[middle] { last = middle } else { first = middle + 1 }
    }
    guard first < cells.count else {
      return Quantile(value: .zero, lower: -.infinity, upper: .infinity)
    }
    let (lower, upper) = bounds(cells[first].key)
    let times = cells[first].count
    let share = (Double(rank - ends[first] + times) + 0.5) / Double(times)
    let value = lower == upper ? lower : lower * (1 - share) + upper * share
    return Quantile(value: value, lower: lower, upper: upper)
  }
}
