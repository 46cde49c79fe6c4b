/// What must be read from data, derived from a plan and executed by an engine: nothing else touches data.
public struct ScanPlan: Equatable, Codable, Sendable {
  /// A body of rows and how its columns are to be understood.
  public struct Source: Equatable, Codable, Sendable {
    /// What the rows are.
    public enum Role: String, Codable, Sendable {
      case log, labels, shadow, prePeriod, reference, current
    }

    /// What the rows are.
    public var role: Role
    /// The column of a row's time.
    public var time: String?
    /// The column of the unit a row belongs to.
    public var unit: String?
    /// The column of the variant a row belongs to.
    public var variant: String?
    /// A column of whole numbers: how many identical rows a row stands for.
    public var weight: String?
    /// Rows that fail a condition are dropped and counted.
    public var filter: [Condition]
    /// Rows before this instant are dropped and counted.
    public var since: Timestamp?
    /// Rows at or after this instant are dropped and counted.
    public var until: Timestamp?
    /// The times that are believed; a row of another one, within `since` and `until`, is a row error.
    public var believed: Range<Timestamp>?
    /// Texts that mean "no value", besides the empty field and JSON's null.
    public var missing: [String]
    /// The column by which rows of this source and of the others are joined: the request, as a rule.
    public var key: String?
    /// Of a source that is joined to the log: the log's column that holds its key; the log's `key` where nil.
    public var logKey: String?
    /// Of a source that is joined to the log, microseconds: a row of the log takes only what was known
    /// before so long after its own time, however much is known now; all of it where nil.
    public var maturity: Int64?
    /// What a source that is joined to the log hands over to the log's rows.
    public var columns: [JoinedColumn]

    /// Creates a source whose rows are not split.
    public init(role: Role) {
      self.role = role
      (filter, columns) = ([], [])
      missing = ["NA", "null", "NULL"]
    }
  }

  /// A column of another source that is read as if it stood in the log.
  public struct JoinedColumn: Hashable, Codable, Sendable {
    /// Its name in its own source.
    public var column: String
    /// Its name in the log's rows; a column of the log with that name is hidden by it.
    public var name: String

    /// Creates a column that keeps its name unless it is given one.
    public init(_ column: String, as name: String? = nil) {
      (self.column, self.name) = (column, name ?? column)
    }
  }

  /// What one state is kept for.
  public enum Key: String, Codable, Sendable {
    /// Every row is a unit of its own.
    case none
    /// Rows are summed by the source's unit column.
    case unit
  }

  /// Which of a unit's rows its sums hold, where there is a time axis.
  public enum UnitRows: String, Codable, Sendable {
    /// All of them; the unit belongs to the bucket of its first row.
    case all
    /// Those of the bucket of its first row alone: what came after, when it may have been in another
    /// variant, is left out.
    case ofFirstBucket
    /// In each bucket that it has rows in the unit counts with those rows: it was assigned anew there.
    case ofEachBucket
  }

  /// Whether units are counted by the day of their first row.
  public enum ExposureCounts: String, Codable, Sendable {
    case none, daily
  }

  /// What a scan hands back.
  public enum Output: String, Codable, Sendable {
    /// Digests alone: a `LogSummary`.
    case summaries
    /// One vector of sums a unit, for resampling and permutation.
    case unitVectors
    /// The values of columns, for a classical test of raw data.
    case columns
  }

  /// A column whose distribution is wanted in each cell.
  public struct Distribution: Hashable, Codable, Sendable {
    /// The column whose values are counted.
    public var column: String
    /// What a row must meet to count.
    public var conditions: [Condition]
    /// How finely numbers are told apart.
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

  /// A column whose values are handed back row by row.
  public struct Column: Hashable, Codable, Sendable {
    /// How values are read.
    public enum Kind: String, Codable, Sendable {
      /// As finite numbers; other text is a row error.
      case number
      /// As booleans, true being one and false zero; other text is a row error.
      case boolean
      /// As finite numbers, or booleans as one and zero; other text is a row error.
      case numberOrBoolean
      /// As text.
      case category
      /// The time of the row, in microseconds since 1970: the column is the one that the source calls its time.
      case rowTime
    }

    /// The column's name.
    public var name: String
    /// How its values are read.
    public var kind: Kind

    /// Creates a request for a column's values.
    public init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
  }

  /// The log, then what is joined to it.
  ///
  /// Each row of the log takes the values of the row that has its key in the other source: labels, or
  /// the answers of a shadow. Where there is none its values are missing. The time of a joined row is
  /// when it became known: of several rows of a key the latest counts, `until` leaves out what was not
  /// known by then. Where the latest differ from each other, or rows without a time do, none is believed
  /// and the values are missing.
  public var sources: [Source]
  /// What one state is kept for.
  public var key: Key
  /// Where a reader cannot hand this back it refuses the plan.
  public var output: Output
  /// The variants in cell order; empty for one undivided cell.
  public var variants: [String]
  /// The time axis.
  public var buckets: TimeBuckets?
  /// Which of a unit's rows count.
  public var unitRows: UnitRows
  /// How units should have come to their variants, where that is to be checked.
  public var assignment: Assignment?
  /// The axis on which rows are counted by their own time, where that is asked for.
  public var calendar: TimeBuckets?
  /// Whether units are counted by the day of their first row, too.
  public var exposures: ExposureCounts
  /// The numbers computed from each row.
  public var measures: [Measure]
  /// The pairs of unit columns whose moments are taken in each cell.
  public var pairs: [UnitPair]
  /// The columns whose distributions are taken in each cell.
  public var distributions: [Distribution]
  /// All columns are to be counted as distributions: for drift, where none is named.
  public var everyColumn: Distribution?
  /// The columns that `Output.columns` hands back.
  public var columns: [Column]

  /// Creates a plan that reads one log and keeps nothing but row counts.
  public init(log: Source) {
    sources = [log]
    (key, output, variants, buckets) = (.none, .summaries, [], nil)
    (unitRows, exposures) = (.all, .none)
    (measures, pairs, distributions) = ([], [], [])
    columns = []
  }
}
