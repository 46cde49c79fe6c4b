/// Any statistic as a function of row numbers, for resampling.
///
/// The data stay with the function, as with R's `boot(data, statistic(data, rows))`: several columns,
/// pairs, or a fitted model.
public struct RowStatistic: SampleStatistic {
  /// The number of rows.
  public let count: Int
  private let function: @Sendable ([Int]) throws(StatsError) -> Double

  /// Binds a function to `count` rows, numbered from zero.
  public init(
    count: Int, _ function: @escaping @Sendable (_ rows: [Int]) throws(StatsError) -> Double
  ) {
    (self.count, self.function) = (count, function)
  }

  /// The function of the given rows.
  public func value(of rows: [Int]) throws(StatsError) -> Double { try function(rows) }
}
