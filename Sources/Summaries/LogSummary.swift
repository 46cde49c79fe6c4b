/// What a scan found: a constant-size digest of a log, all that a judgement sees of it.
public struct LogSummary: Equatable, Codable, Sendable {
  /// What became of the rows.
  public struct Rows: Equatable, Codable, Sendable {
    /// Rows read, before any filter, errors included.
    public var read = 0
    /// Rows that entered the cells.
    public var used = 0
    /// Rows dropped by the source's filter.
    public var filtered = 0
    /// Rows dropped because they lie before `since` or from `until` on.
    public var outsidePeriod = 0
    /// Those of them that lie before `since`.
    public var early = 0
    /// Rows that could not be understood; none of them entered a cell.
    public var failed = 0

    /// Creates counts of no rows.
    public init() {}

    /// Adds the rows of another part.
    public mutating func merge(_ other: Rows) {
      read += other.read
      used += other.used
      filtered += other.filtered
      outsidePeriod += other.outsidePeriod
      early += other.early
      failed += other.failed
    }
  }

  /// The units of one variant whose first row falls into one time bucket.
  public struct Cell: Equatable, Codable, Sendable {
    /// An index into `variants`.
    public var variant: Int
    /// The index of a time bucket.
    public var bucket: Int
    /// Rows, each counted as often as its weight says.
    public var rows: Int
    /// Units; without a key every row is one.
    public var units: Int
    /// Those of the units that were seen in other variants, too; they count in that of their first row.
    public var crossovers: Int
    /// One for each of the plan's pairs.
    public var pairs: [BivariateMoments]
    /// One for each of the plan's distributions; then, for `everyColumn`, one for each column.
    public var distributions: [ColumnDistribution]

    /// Creates a cell from its parts.
    public init(
      variant: Int, bucket: Int, rows: Int, units: Int, crossovers: Int = 0,
      pairs: [BivariateMoments], distributions: [ColumnDistribution]
    ) {
      (self.variant, self.bucket, self.rows, self.units) = (variant, bucket, rows, units)
      self.crossovers = crossovers
      (self.pairs, self.distributions) = (pairs, distributions)
    }
  }

  /// An input that ended before its format says it may.
  public struct Damage: Equatable, Codable, Sendable {
    /// The name of the input.
    public var file: String
    /// Where the readable part ends, in decompressed bytes.
    public var byte: Int
    /// What is wrong, in words.
    public var cause: String

    /// Creates a record of a damaged input.
    public init(file: String, byte: Int, cause: String) {
      (self.file, self.byte, self.cause) = (file, byte, cause)
    }
  }

  /// Column names in the order of the first file's header, or of first sight in JSON Lines.
  public var columns: [String] = []
  /// The plan's variants, in its order.
  public var variants: [String] = []
  /// What became of the rows.
  public var rows = Rows()
  /// Sorted by variant, then bucket.
  public var cells: [Cell] = []
  /// Rows of variants the plan does not name.
  public var unknownVariants = CategoryCounts(cap: 1000)
  /// Rows whose unit or variant was missing are failed rows; these are units seen in more than one variant
  /// and that the plan's assignment does not explain.
  public var unitsInSeveralVariants = 0
  /// How units came to their variants, where the plan says how they should have.
  public var assignment: AssignmentCounts?
  /// The time of the earliest row used.
  public var firstTime: Timestamp?
  /// The time of the latest row used.
  public var lastTime: Timestamp?
  /// The rows that could not be understood.
  public var errors = RowErrors()
  /// Those of them that hold NaN or an infinity, by column and variant; none where the scan knows no variants.
  public var nonFinite: [NonFiniteValues] = []
  /// The inputs that ended too early.
  public var damage: [Damage] = []

  /// The units, where the plan's output is `unitVectors`.
  public var unitVectors: UnitVectors?
  /// Used rows whose request an earlier one has, where a scan by request asked.
  public var repeatedRequests: Int?
  /// The rows by their own time, by bucket and variant; empty where the plan asks for no calendar.
  public var calendar: [CalendarCell] = []
  /// The units by the day of their first row, where the plan asks for them.
  public var exposures: [Exposures] = []
  /// How each source that was joined to the log met its rows.
  public var joins: [JoinSummary] = []

  /// Creates the summary of an empty log.
  public init() {}
}
