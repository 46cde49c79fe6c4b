/// A statistic bound to one sample, which can be computed again from any of its rows.
///
/// What the bootstrap, the jackknife and permutation tests repeat. A row is one independent unit: an
/// observation, a pair, or the sums of a user. Rows may be named several times, as a bootstrap draws
/// them, and in any order.
public protocol SampleStatistic: Sendable {
  /// The number of rows.
  var count: Int { get }

  /// The statistic of the given rows, each from 0 to `count` − 1.
  func value(of rows: [Int]) throws(StatsError) -> Double

  /// The statistic without each row in turn, less the statistic of all rows.
  ///
  /// Changes, not values: where these are large and alike, their differences would be rounding.
  /// Unless a statistic has a formula of its own, it is computed `count` times.
  func leaveOneOutChanges() throws(StatsError) -> [Double]
}

/// A statistic that comes with a standard error, as a studentized bootstrap needs it.
public protocol SampleEstimate: SampleStatistic {
  /// The statistic of the given rows with its standard error.
  func estimate(of rows: [Int]) throws(StatsError) -> Estimate
}

/// A statistic of which two samples can be joined into one, as a permutation test needs it.
public protocol PoolableStatistic: SampleStatistic {
  /// The statistic of this sample's rows, followed by the other's.
  func pooled(with other: Self) throws(StatsError) -> Self
}

extension SampleStatistic {
  /// The statistic of the whole sample.
  public var value: Double {
    get throws(StatsError) { try value(of: Array(0..<count)) }
  }

  /// The statistic without each row in turn, less the statistic of all rows.
  public func leaveOneOutChanges() throws(StatsError) -> [Double] {
    let whole = try value
    guard count > 1 else { throw .tooFewObservations(arm: "sample", needed: 2, found: count) }
    var rows = Array(1..<count)
    var changes: [Double] = []
    changes.reserveCapacity(count)
    for row in 0..<count {
      if row > 0 { rows[row - 1] = row - 1 }
      changes.append(try value(of: rows) - whole)
    }
    return changes
  }
}

extension SampleEstimate {
  /// The statistic of the whole sample with its standard error.
  public var estimate: Estimate {
    get throws(StatsError) { try estimate(of: Array(0..<count)) }
  }
}
