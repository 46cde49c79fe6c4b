/// Any statistic that knows its standard error, as a function of row numbers, for resampling.
public struct RowEstimate: SampleEstimate {
  /// The number of rows.
  public let count: Int
  private let function: @Sendable ([Int]) throws(StatsError) -> Estimate

  /// Binds a function to `count` rows, numbered from zero.
  public init(
    count: Int, _ function: @escaping @Sendable (_ rows: [Int]) throws(StatsError) -> Estimate
  ) {
    (self.count, self.function) = (count, function)
  }

  /// The value of the function of the given rows.
  public func value(of rows: [Int]) throws(StatsError) -> Double { try function(rows).value }

  /// The function of the given rows.
  public func estimate(of rows: [Int]) throws(StatsError) -> Estimate { try function(rows) }
}
