public import Summaries

/// Everything a validation looks at: the columns that scans handed back and the documents as bytes.
public struct ValidationInput: Sendable {
  /// The columns of the log; nil where no check needs it.
  public var log: RawColumns?
  /// The same without the rows of a warm-up, by its seconds.
  public var warmed: [Double: RawColumns] = [:]
  /// The documents that are there, by the name the plan gives them.
  public var documents: [String: [UInt8]] = [:]
  /// The cases; nil where their file is missing.
  public var smoke: RawColumns?
  /// The scores of folds, by check; those whose file is missing are left out.
  public var folds: [String: RawColumns] = [:]
  /// The load test; nil where its file is missing.
  public var loadTest: RawColumns?
  public var warmedLoadTest: [Double: RawColumns] = [:]

  /// Creates the input of a validation that finds nothing.
  public init() {}
}
