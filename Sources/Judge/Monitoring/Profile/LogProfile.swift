public import Summaries

/// What a log's columns were like: counts and cells, mergeable over files, days and machines, no rows.
///
/// A profile stands wherever a drift check reads a log. Merging profiles gives the profile of all their
/// rows: counts and cells exactly, moments up to rounding.
public struct LogProfile: Equatable, Sendable {
  /// Which rows of a log a profile counts, and how it reads their values.
  public struct Reading: Equatable, Codable, Sendable {
    public var conditions: [Condition]
    /// Texts that mean "no value".
    public var missing: [String]
    /// The column that says how many rows a row stands for.
    public var weight: String?
    /// The column that says whose a row is, where rows come in units.
    public var unit: String?

    /// The reading that a plan asks for.
    public init(_ plan: Plan) {
      (conditions, missing) = (plan.log.filter, plan.log.missing)
      (weight, unit) = (plan.log.weight, plan.log.unit)
    }
  }

  public var reading: Reading
  public var rows: LogSummary.Rows
  /// Rows that entered the columns, each as often as its weight says.
  public private(set) var counted: Int
  /// Where inputs ended too early.
  public var damage: [LogSummary.Damage]
  /// Sorted by name, each of `counted` rows.
  public private(set) var columns: [ColumnDistribution]
  /// How much less the rows say than independent ones, where they come in units.
  public var units: ProfileUnits?

  /// How finely a profile tells numbers apart, and how many texts: what makes 40 columns fit 300 kB.
  public static let resolution = ScanPlan.Distribution(
    column: "", resolution: .adaptive(cap: 1280), categoryCap: 1000)

  /// Takes the columns of a scan under ``Plan/profileScanPlan(role:)``, but for those whose values say when
  /// a row was, whose it was and how often it counts.
  public init(_ summary: LogSummary, _ plan: Plan) {
    self.init(
      reading: Reading(plan), rows: summary.rows, damage: summary.damage,
      counted: summary.cells.reduce(0) { $0 + $1.rows },
      columns: plan.driftColumns(summary.distributions))
  }

  /// Creates a profile from its parts.
  init(
    reading: Reading, rows: LogSummary.Rows, damage: [LogSummary.Damage], counted: Int,
    columns: [ColumnDistribution]
  ) {
    (self.reading, self.rows, self.damage, self.counted) = (reading, rows, damage, counted)
    self.columns = columns.sorted { $0.column < $1.column }
  }

  /// Folds in the profile of other rows, read in the same way.
  ///
  /// A column that only one of them has is missing in the rows of the other. Design effects are exact where
  /// no unit is in both, and a bound where some may be.
  ///
  /// - Throws: `ProfileError.readingsDiffer`.
  public mutating func merge(
    _ other: LogProfile, sharing: ProfileUnits.Sharing = .unknown
  ) throws(ProfileError) {
    guard reading == other.reading else { throw .readingsDiffer }
    if let theirs = other.units {
      units?.merge(theirs, rows: counted, others: other.counted, sharing)
    }
    var merged = Dictionary(uniqueKeysWithValues: columns.map { ($0.column, $0) })
    let theirs = Dictionary(uniqueKeysWithValues: other.columns.map { ($0.column, $0) })
    for name in Set(merged.keys).union(theirs.keys) {
      let before = merged[name] ?? ColumnDistribution(gaps: counted, column: name)
      var column = before
      column.merge(theirs[name] ?? ColumnDistribution(gaps: other.counted, column: name))
      merged[name] = column
    }
    columns = merged.values.sorted { $0.column < $1.column }
    rows.merge(other.rows)
    counted += other.counted
    damage += other.damage
  }

  /// The profile as a scan would have answered.
  public var summary: LogSummary {
    var summary = LogSummary()
    (summary.rows, summary.damage) = (rows, damage)
    summary.columns = columns.map(\.column)
    summary.cells = [
      LogSummary.Cell(
        variant: 0, bucket: 0, rows: counted, units: counted, pairs: [], distributions: columns)
    ]
    return summary
  }
}

/// Why a profile cannot be used.
public enum ProfileError: Error, Equatable, Sendable {
  /// Other conditions, other texts for "no value", another weight or another unit.
  case readingsDiffer
  /// A version that this assay does not read.
  case unknownVersion(Int)
  /// The same rows as those of another file, though no unit is said to be in both.
  case repeated(other: String)
  /// Not a profile, cut short, or one whose numbers contradict each other.
  case malformed(String)
}

extension ColumnDistribution {
  /// A column of nothing but gaps, as a profile keeps it.
  init(gaps rows: Int, column: String) {
    var request = LogProfile.resolution
    request.column = column
    self.init(request)
    (self.rows, missing) = (rows, rows)
  }
}

extension LogSummary {
  /// The distributions of all cells by column.
  var distributions: [String: ColumnDistribution] {
    var merged: [String: ColumnDistribution] = [:]
    for distribution in cells.flatMap(\.distributions) {
      guard merged[distribution.column] != nil else {
        merged[distribution.column] = distribution
        continue
      }
      merged[distribution.column]?.merge(distribution)
    }
    return merged
  }
}
