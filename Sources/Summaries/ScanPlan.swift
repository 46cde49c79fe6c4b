/// What must be read from data, derived from a plan and executed by an engine: nothing else touches data.
public struct ScanPlan: Equatable, Codable, Sendable {
  /// A body of rows and how its columns are to be understood.
  public struct Source: Equatable, Codable, Sendable {
    /// What the rows are.
    public enum Role: String, Codable, Sendable {
      case log, labels, shadow, prePeriod, reference, current
    }

    public var role: Role
    public var time: String?
    public var unit: String?
    public var variant: String?
    /// A column of whole numbers: how many identical rows a row stands for.
    public var weight: String?
    /// Rows that fail a condition are dropped and counted.
    public var filter: [Condition]
    /// Rows before this instant are dropped and counted.
    public var since: Timestamp?
    /// Rows at or after this instant are dropped and counted.
    public var until: Timestamp?
    /// Texts that mean "no value", besides the empty field and JSON's null.
    public var missing: [String]

    /// Creates a source whose rows are not split.
    public init(role: Role) {
      self.role = role
      filter = []
      missing = ["NA", "null", "NULL"]
    }
  }

  /// What one state is kept for.
  public enum Key: String, Codable, Sendable {
    /// Every row is a unit of its own.
    case none
    /// Rows are summed by the source's unit column.
    case unit
  }

  /// A column whose distribution is wanted in each cell.
  public struct Distribution: Hashable, Codable, Sendable {
    public var column: String
    public var conditions: [Condition]
    public var resolution: ValueHistogram.Resolution
    /// How many distinct texts are counted before the column is called too varied.
    public var categoryCap: Int
    /// Texts instead of numbers: categories are counted and no histogram is kept.
    public var textOnly: Bool

    /// Creates a request for a column's distribution.
    public init(
      column: String, conditions: [Condition] = [],
      resolution: ValueHistogram.Resolution = .adaptive(cap: 16_384), categoryCap: Int = 10_000,
      textOnly: Bool = false
    ) {
      (self.column, self.conditions) = (column, conditions)
      (self.resolution, self.categoryCap, self.textOnly) = (resolution, categoryCap, textOnly)
    }
  }

  public var sources: [Source]
  public var key: Key
  /// The variants in cell order; empty for one undivided cell.
  public var variants: [String]
  /// The time axis: a unit belongs to the bucket of its first row.
  public var buckets: TimeBuckets?
  public var measures: [Measure]
  public var pairs: [UnitPair]
  public var distributions: [Distribution]
  /// All columns are to be counted as distributions: for drift, where none is named.
  public var everyColumn: Distribution?

  /// Creates a plan that reads one log and keeps nothing but row counts.
  public init(log: Source) {
    sources = [log]
    (key, variants, buckets) = (.none, [], nil)
    (measures, pairs, distributions) = ([], [], [])
  }
}
