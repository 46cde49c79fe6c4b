/// A quantile of a sample, for resampling.
///
/// Interpolated as R's and NumPy's default, type 7 of Hyndman & Fan (1996). The sample is sorted once;
/// a resample is counted by rank and never sorted.
public struct SampleQuantile: SampleStatistic, PoolableStatistic {
  /// The share of observations at or below the quantile.
  public let probability: Double
  private let sorted: [Double]
  /// The place of each row in `sorted`.
  private let places: [Int]

  /// Binds the quantile to a sample; the median unless told otherwise.
  ///
  /// - Throws: `StatsError` for an empty sample, an observation that is not finite, or a probability
  ///   that is none.
  public init(_ sample: [Double], probability: Double = 0.5) throws(StatsError) {
    guard !sample.isEmpty else { throw .tooFewObservations(arm: "sample", needed: 1, found: 0) }
    try Domain.probability(probability)
    for value in sample { try Domain.finite("observation", value) }
    let rows = sample.indices.sorted { sample[$0] < sample[$1] }
    var places = [Int](repeating: 0, count: sample.count)
    for (place, row) in rows.enumerated() { places[row] = place }
    (self.probability, self.places) = (probability, places)
    sorted = rows.map { sample[$0] }
  }

  /// The number of observations.
  public var count: Int { sorted.count }

  /// The quantile of the given rows, at least one.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    guard !rows.isEmpty else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    var drawn = [UInt32](repeating: 0, count: sorted.count)
    for row in rows { drawn[places[row]] += 1 }
    let position = QuantilePosition(probability, count: rows.count)
    var (place, through) = (0, Int(drawn[0]))
    func advance(beyond rank: Int) {
      while through <= rank {
        place += 1
        through += Int(drawn[place])
      }
    }
    advance(beyond: position.below)
    let lower = sorted[place]
    advance(beyond: min(position.below + 1, rows.count - 1))
    return position.interpolate(lower, sorted[place])
  }

  /// The quantile of the sorted sample without each value, less the quantile with it.
  public func leaveOneOutChanges() throws(StatsError) -> [Double] {
    guard count > 1 else { throw .tooFewObservations(arm: "sample", needed: 2, found: count) }
    let whole = QuantilePosition(probability, count: count)
    let quantile = whole.interpolate(sorted[whole.below], sorted[min(whole.below + 1, count - 1)])
    let position = QuantilePosition(probability, count: count - 1)
    return places.map { left in
      /// An order statistic of what remains.
      func remaining(_ rank: Int) -> Double { sorted[rank < left ? rank : rank + 1] }
      return position.interpolate(
        remaining(position.below), remaining(min(position.below + 1, count - 2))) - quantile
    }
  }

  /// The same quantile of this sample's observations, followed by the other's.
  public func pooled(with other: SampleQuantile) throws(StatsError) -> SampleQuantile {
    try SampleQuantile(
      places.map { sorted[$0] } + other.places.map { other.sorted[$0] }, probability: probability)
  }
}
