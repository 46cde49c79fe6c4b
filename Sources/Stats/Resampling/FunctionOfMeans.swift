/// A function of the means of several sums over independent units, for resampling.
///
/// Each unit carries a vector of sums; every smooth metric is some g of their means (Deng, Knoblich &
/// Lu, 2018): precision, F1, a covariate-adjusted mean. Whole units are drawn, left out or moved.
public struct FunctionOfMeans: PoolableStatistic {
  /// The number of sums that a unit carries.
  public let width: Int
  private let sums: [Double]
  private let function: @Sendable ([Double]) throws(StatsError) -> Double

  /// Binds a function to the sums of each unit.
  ///
  /// - Parameters:
  ///   - units: one vector a unit, all of one length.
  ///   - function: from the means of the sums to the statistic.
  /// - Throws: `StatsError` for no units, vectors of unequal length, or a sum that is not finite.
  public init(
    units: [[Double]], _ function: @escaping @Sendable ([Double]) throws(StatsError) -> Double
  ) throws(StatsError) {
    guard let first = units.first, !first.isEmpty else {
      throw .tooFewObservations(arm: "units", needed: 1, found: units.count)
    }
    for unit in units {
      guard unit.count == first.count else {
        throw .invalidParameter(
          name: "sums of a unit", value: Double(unit.count), expected: "\(first.count) of them")
      }
      for sum in unit { try Domain.finite("sum", sum) }
    }
    self.init(width: first.count, sums: units.flatMap { $0 }, function)
  }

  private init(
    width: Int, sums: [Double],
    _ function: @escaping @Sendable ([Double]) throws(StatsError) -> Double
  ) {
    (self.width, self.sums, self.function) = (width, sums, function)
  }

  /// The number of units.
  public var count: Int { sums.count / width }

  /// The function of the means over the given units, at least one.
  public func value(of rows: [Int]) throws(StatsError) -> Double {
    guard !rows.isEmpty else { throw .tooFewObservations(arm: "rows", needed: 1, found: 0) }
    var totals = [Double](repeating: 0, count: width)
    for row in rows {
      for column in 0..<width { totals[column] += sums[row * width + column] }
    }
    return try function(totals.map { $0 / Double(rows.count) })
  }

  /// The function of the means without each unit, less the function of all means.
  public func leaveOneOutChanges() throws(StatsError) -> [Double] {
    guard count > 1 else { throw .tooFewObservations(arm: "units", needed: 2, found: count) }
    let whole = try value
    var totals = [Double](repeating: 0, count: width)
    for (place, sum) in sums.enumerated() { totals[place % width] += sum }
    var changes: [Double] = []
    changes.reserveCapacity(count)
    for row in 0..<count {
      let means = (0..<width).map { (totals[$0] - sums[row * width + $0]) / Double(count - 1) }
      changes.append(try function(means) - whole)
    }
    return changes
  }

  /// The function of the means over this sample's units, followed by the other's.
  ///
  /// - Throws: `StatsError.invalidParameter` for units of another width.
  public func pooled(with other: FunctionOfMeans) throws(StatsError) -> FunctionOfMeans {
    guard other.width == width else {
      throw .invalidParameter(
        name: "sums of a unit", value: Double(other.width), expected: "\(width) of them")
    }
    return FunctionOfMeans(width: width, sums: sums + other.sums, function)
  }
}
