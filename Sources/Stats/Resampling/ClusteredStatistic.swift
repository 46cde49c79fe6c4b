/// A statistic of rows that belong to units, for resampling whole units.
///
/// A quantile of latencies, say, with several requests a user: users are drawn, left out or moved, each
/// with all its rows. Where sums over a unit are enough, ``UnitRatio`` is much faster.
public struct ClusteredStatistic<Statistic: SampleStatistic>: SampleStatistic {
  private let statistic: Statistic
  /// The rows of each unit.
  private let units: [[Int]]

  /// Binds a statistic of rows to the unit of each row.
  ///
  /// - Throws: `StatsError.invalidParameter` for unequal lengths.
  public init<Unit: Hashable>(_ statistic: Statistic, units labels: [Unit]) throws(StatsError) {
    guard labels.count == statistic.count else {
      throw .invalidParameter(
        name: "units", value: Double(labels.count), expected: "\(statistic.count), one a row")
    }
    var (places, units): ([Unit: Int], [[Int]]) = ([:], [])
    for (row, label) in labels.enumerated() {
      if let place = places[label] {
        units[place].append(row)
      } else {
        places[label] = units.count
        units.append([row])
      }
    }
    self.init(statistic, members: units)
  }

  private init(_ statistic: Statistic, members: [[Int]]) {
    (self.statistic, units) = (statistic, members)
  }

  /// The number of units, in the order in which they first appear.
  public var count: Int { units.count }

  /// The statistic of all rows of the given units.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    try statistic.value(of: rows.flatMap { units[$0] })
  }
}

extension ClusteredStatistic: PoolableStatistic where Statistic: PoolableStatistic {
  /// The statistic of this sample's units, followed by the other's, none of which are the same.
  public func pooled(with other: Self) throws(StatsError) -> Self {
    let moved = other.units.map { rows in rows.map { $0 + statistic.count } }
    return Self(try statistic.pooled(with: other.statistic), members: units + moved)
  }
}
