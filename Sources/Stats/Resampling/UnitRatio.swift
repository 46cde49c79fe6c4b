internal import Summaries

/// A ratio of sums ΣX/ΣY over independent units, for resampling.
///
/// Requests a user, revenue a visit: the units were randomized, so whole units are drawn, left out or
/// moved. Its standard error is the delta method's of ``RatioEstimate``.
public struct UnitRatio: SampleEstimate, PoolableStatistic {
  private let numerators: [Double]
  private let denominators: [Double]
  private let meanX: Double
  private let meanY: Double

  /// Binds the ratio to the numerator and the denominator of each unit.
  ///
  /// - Throws: `StatsError` for no units, unequal lengths, a value that is not finite, or
  ///   denominators that sum to zero.
  public init(numerators: [Double], denominators: [Double]) throws(StatsError) {
    guard numerators.count == denominators.count else {
      throw .invalidParameter(
        name: "denominators", value: Double(denominators.count),
        expected: "\(numerators.count), one a numerator")
    }
    guard !numerators.isEmpty else {
      throw .tooFewObservations(arm: "units", needed: 1, found: 0)
    }
    for value in numerators { try Domain.finite("numerator", value) }
    for value in denominators { try Domain.finite("denominator", value) }
    (meanX, meanY) = (Moments(numerators).mean, Moments(denominators).mean)
    guard meanY != 0 else {
      throw .invalidParameter(name: "mean denominator", value: 0, expected: "not zero")
    }
    (self.numerators, self.denominators) = (numerators, denominators)
  }

  /// The mean of rows that belong to units: each unit carries the sum and the number of its rows.
  ///
  /// - Throws: `StatsError` for no rows, unequal lengths, or a value that is not finite.
  public init<Unit: Hashable>(values: [Double], units: [Unit]) throws(StatsError) {
    guard values.count == units.count else {
      throw .invalidParameter(
        name: "units", value: Double(units.count), expected: "\(values.count), one a value")
    }
    var places: [Unit: Int] = [:]
    var (sums, counts): ([Double], [Double]) = ([], [])
    for (value, unit) in zip(values, units) {
      if let place = places[unit] {
        sums[place] += value
        counts[place] += 1
      } else {
        places[unit] = sums.count
        sums.append(value)
        counts.append(1)
      }
    }
    try self.init(numerators: sums, denominators: counts)
  }

  /// The number of units.
  public var count: Int { numerators.count }

  /// ΣX/ΣY over the given units.
  ///
  /// - Throws: `StatsError.invalidParameter` when their denominators sum to zero.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    var (x, y) = (0.0, 0.0)
    for row in rows {
      x += numerators[row]
      y += denominators[row]
    }
    return try Self.ratio(x, y)
  }

  /// ΣX/ΣY over the given units, at least two, with its delta-method standard error.
  public func estimate(of rows: [Int]) throws(StatsError) -> Estimate {
    guard rows.count > 1 else {
      throw .tooFewObservations(arm: "rows", needed: 2, found: rows.count)
    }
    let n = Double(rows.count)
    let r = try value(of: rows)
    var (residuals, squares, y) = (0.0, 0.0, 0.0)
    for row in rows {
      let residual = (numerators[row] - meanX) - r * (denominators[row] - meanY)
      residuals += residual
      squares += residual * residual
      y += denominators[row]
    }
    let variance = max(0, squares - residuals * (residuals / n)) / (n - 1)
    return Estimate(r, standardError: (variance / n).squareRoot() / (y / n).magnitude)
  }

  /// (r y − x)/(ΣY − y) for each unit (x, y).
  public func leaveOneOutChanges() throws(StatsError) -> [Double] {
    guard count > 1 else { throw .tooFewObservations(arm: "units", needed: 2, found: count) }
    let (r, total) = (meanX / meanY, meanY * Double(count))
    var changes: [Double] = []
    changes.reserveCapacity(count)
    for (x, y) in zip(numerators, denominators) {
      changes.append(try Self.ratio(r * y - x, total - y))
    }
    return changes
  }

  /// The ratio over this sample's units, followed by the other's.
  public func pooled(with other: UnitRatio) throws(StatsError) -> UnitRatio {
    try UnitRatio(
      numerators: numerators + other.numerators, denominators: denominators + other.denominators)
  }

  private static func ratio(_ x: Double, _ y: Double) throws(StatsError) -> Double {
    guard y != 0 else {
      throw .invalidParameter(name: "sum of denominators", value: 0, expected: "not zero")
    }
    return x / y
  }
}
