public import Summaries

/// Distinct numbers in ascending order, with how often each was seen.
///
/// What quantiles, Kolmogorov–Smirnov and Wasserstein distances need of a sample; an exact
/// histogram gives it without the rows.
public struct WeightedValues: Equatable, Sendable {
  /// The distinct values, ascending.
  public let values: [Double]
  /// How often each value was seen, at least once.
  public let counts: [Int]
  /// The number of observations.
  public let count: Int

  /// Summarizes a sample.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is not finite.
  public init(_ sample: some Sequence<Double>) throws(StatsError) {
    let numbers = Array(sample)
    for number in numbers { try Self.check(number) }
    let sorted = RadixSort.ascending(numbers)
    self.init(ascending: sorted, counts: [Int](repeating: 1, count: sorted.count))
  }

  /// Collects values with counts, in any order; equal values are joined and zero counts dropped.
  ///
  /// - Throws: `StatsError.invalidParameter` for a value that is not finite or a negative count.
  public init(_ cells: [(value: Double, count: Int)]) throws(StatsError) {
    for cell in cells {
      try Self.check(cell.value)
      guard cell.count >= 0 else {
        throw .invalidParameter(
          name: "count", value: Double(cell.count), expected: "not negative")
      }
    }
    let sorted = cells.filter { $0.count > 0 }.sorted { $0.value < $1.value }
    self.init(ascending: sorted.map(\.value), counts: sorted.map(\.count))
  }

  /// Joins equal neighbors of finite values in ascending order, with positive counts.
  init(ascending sorted: [Double], counts sizes: [Int]) {
    var (values, counts, total) = ([Double](), [Int](), 0)
    values.reserveCapacity(sorted.count)
    counts.reserveCapacity(sorted.count)
    for (value, size) in zip(sorted, sizes) {
      total += size
      if values.last == value {
        counts[counts.count - 1] += size
      } else {
        values.append(value)
        counts.append(size)
      }
    }
    (self.values, self.counts, self.count) = (values, counts, total)
  }

  private static func check(_ value: Double) throws(StatsError) {
    guard value.isFinite else {
      throw .invalidParameter(name: "value", value: value, expected: "finite")
    }
  }

  /// The quantile with linear interpolation between order statistics, the default of R and NumPy.
  ///
  /// Reference: Hyndman & Fan (1996), American Statistician 50, 361–365, type 7. Matches R's
  /// `quantile(x, p)`.
  ///
  /// - Throws: `StatsError` without observations or for a probability that is none.
  public func quantile(_ probability: Double) throws(StatsError) -> Double {
    try quantiles([probability])[0]
  }

  /// Type-7 quantiles at ascending probabilities, in one pass.
  ///
  /// - Throws: as `quantile`.
  public func quantiles(_ probabilities: [Double]) throws(StatsError) -> [Double] {
    guard count > 0 else { throw .tooFewObservations(arm: "sample", needed: 1, found: 0) }
    var (cell, through) = (0, counts[0])
    var result: [Double] = []
    var last = 0.0
    for probability in probabilities {
      guard probability >= last, probability <= 1 else {
        throw .invalidParameter(
          name: "probability", value: probability, expected: "ascending within [0, 1]")
      }
      last = probability
      let position = QuantilePosition(probability, count: count)
      while through <= position.below {
        cell += 1
        through += counts[cell]
      }
      let lower = values[cell]
      let next =
        through > position.below + 1 ? lower : values[min(cell + 1, values.count - 1)]
      result.append(position.interpolate(lower, next))
    }
    return result
  }

  /// The empirical distribution functions of two samples over the values of both.
  ///
  /// Calls `body` with each interval between neighboring values of the union and the difference
  /// of the cumulative shares on it.
  func forEachStep(
    against other: WeightedValues, _ body: (_ lower: Double, _ upper: Double, _ gap: Double) -> Void
  ) {
    var (i, j, seen, otherSeen) = (0, 0, 0, 0)
    while i < values.count || j < other.values.count {
      let value = min(
        i < values.count ? values[i] : .infinity,
        j < other.values.count ? other.values[j] : .infinity)
      if i < values.count, values[i] == value {
        seen += counts[i]
        i += 1
      }
      if j < other.values.count, other.values[j] == value {
        otherSeen += other.counts[j]
        j += 1
      }
      let next = min(
        i < values.count ? values[i] : .infinity,
        j < other.values.count ? other.values[j] : .infinity)
      body(value, next, Double(seen) / Double(count) - Double(otherSeen) / Double(other.count))
    }
  }
}

extension WeightedValues {
  /// The moments of the observations, for the tests that need no more.
  public var moments: Moments {
    var moments = Moments()
    for (value, count) in zip(values, counts) {
      moments.merge(Moments(count: count, mean: value, centeredSquares: 0))
    }
    return moments
  }

  /// The same observations, each moved by an amount.
  func shifted(by amount: Double) throws(StatsError) -> WeightedValues {
    guard amount != 0 else { return self }
    let moved = values.map { $0 + amount }
    for end in [moved.first, moved.last] {
      if let end { try Self.check(end) }
    }
    return WeightedValues(ascending: moved, counts: counts)
  }
}
