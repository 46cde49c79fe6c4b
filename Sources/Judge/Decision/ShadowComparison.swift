public import Summaries

/// How the answers of a shadow compare with those of the model in service, beside the plan's metrics.
public struct ShadowComparison: Equatable, Codable, Sendable {
  /// How requests found their second answer.
  public struct Pairs: Equatable, Codable, Sendable {
    /// Requests of the log with an answer of the shadow.
    public var both: Int
    /// Requests of the log without one.
    public var logOnly: Int
    /// Answers of the shadow to requests that the log does not have; nil where rows of the log were left
    /// out, so that nothing can be said.
    public var shadowOnly: Int?
    /// The share of requests that lack one of the two, and the share the plan tolerates.
    public var missingShare: Double
    public var tolerated: Double
    /// Rows of the log that repeat the request of an earlier one.
    public var repeatedRows: Int
    /// Requests that the shadow has, and those that it answered twice, and differently: none is believed.
    public var shadowKeys: Int
    public var conflictingKeys: Int
    /// What became of the shadow's rows.
    public var rows: LogSummary.Rows
    public var rowErrors: RowErrors
  }

  /// A mean or a share, clustered by unit, with an interval that holds at all looks at once.
  public struct Measurement: Equatable, Codable, Sendable {
    public var units: Int
    public var value: Double
    public var standardError: Double
    public var interval: Bounds
  }

  /// How often both answered alike.
  public struct Agreement: Equatable, Codable, Sendable {
    public var share: Measurement
    /// What the plan requires, and the anytime-valid p-values that it is not reached, and that it is.
    public var required: Double?
    public var pValue: Double?
    public var missedPValue: Double?
  }

  /// McNemar's comparison of a metric that counts events.
  public struct Discordance: Equatable, Codable, Sendable {
    public var metric: String
    /// Requests, or units, for which the shadow counts more than the model in service, and less.
    public var more: Int
    public var less: Int
    /// The exact two-sided test, valid for a single look; nil without discordant pairs.
    public var pValue: Double?
    /// At any number of looks; nil where units hold several requests, whose pairs are no sequence of coins.
    public var anytimePValue: Double?
  }

  /// Disagreement within one value of a column.
  public struct Slice: Equatable, Codable, Sendable {
    public var column: String
    public var value: String
    public var requests: Int
    /// The share of requests answered differently; the intervals of all slices hold together.
    public var disagreement: Measurement
  }

  public var pairs: Pairs
  public var agreement: Agreement?
  /// The shadow's score less the other, and their distance, on average.
  public var scoreDifference: Measurement?
  public var scoreDistance: Measurement?
  public var discordance: [Discordance]
  /// Where the plan bounds it: how well the scores rank positives before negatives.
  public var areas: PairedAreaComparison?
  /// Largest disagreement first.
  public var slices: [Slice]
  /// Columns of slices whose values are too many to count.
  public var unslicedColumns: [String]
  /// The distribution of the answers, the shadow's as the current one; for reading, it decides nothing.
  public var answers: ColumnDrift?
}
