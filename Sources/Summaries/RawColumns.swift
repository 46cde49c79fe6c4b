/// The values of some columns of a log, row by row, in the order of the log.
///
/// What a classical test of raw data needs. Only rows that entered the scan are in it: all columns
/// have one value for each row that the log's `rows.used` counts.
public struct RawColumns: Equatable, Sendable {
  /// The values of one column; nil where a row has none.
  public enum Values: Equatable, Sendable {
    case numbers([Double?])
    case categories(Categories)
  }

  /// Texts, each kept once.
  public struct Categories: Equatable, Sendable {
    /// The distinct texts, in the order of first sight.
    public var names: [String]
    /// For each row an index into `names`.
    public var indices: [Int?]

    /// Creates categories from their parts.
    public init(names: [String] = [], indices: [Int?] = []) {
      (self.names, self.indices) = (names, indices)
    }
  }

  /// What became of the rows, and of the inputs; it has no cells.
  public var log: LogSummary
  /// One for each of the plan's columns, in its order.
  public var values: [Values]

  /// Creates columns from their parts.
  public init(log: LogSummary, values: [Values]) { (self.log, self.values) = (log, values) }
}
