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
  public func quantile(_ probability: Double) -> Quantile? {
    guard count > 0, (0...1).contains(probability) else { return nil }
    let position = Double(count - 1) * probability
    let below = Int(position.rounded(.down))
    let weight = position - Double(below)
    let cells = self.cells
    let low = Self.orderStatistic(below, in: cells)
    guard weight > 0 else { return low }
    let high = Self.orderStatistic(min(below + 1, count - 1), in: cells)
    func between(_ a: Double, _ b: Double) -> Double { a == b ? a : a * (1 - weight) + b * weight }
    return Quantile(
      value: between(low.value, high.value), lower: between(low.lower, high.lower),
      upper: between(low.upper, high.upper))
  }

  /// What is known of the number at a rank, from zero.
  private static func orderStatistic(_ rank: Int, in cells: [Cell]) -> Quantile {
    var before = 0
    for cell in cells {
      if rank < before + cell.count {
        let share = (Double(rank - before) + 0.5) / Double(cell.count)
        let value =
          cell.lower == cell.upper
          ? cell.lower : cell.lower * (1 - share) + cell.upper * share
        return Quantile(value: value, lower: cell.lower, upper: cell.upper)
      }
      before += cell.count
    }
    return Quantile(value: .zero, lower: -.infinity, upper: .infinity)
  }
}
