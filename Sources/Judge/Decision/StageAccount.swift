public import Summaries

/// Where a canary stands, and what is to be done next.
public struct StageAccount: Equatable, Codable, Sendable {
  /// What is to be done.
  public enum Action: String, Codable, Sendable, CaseIterable {
    /// Give the treatment the traffic of the next stage.
    case advance
    /// Leave the traffic as it is, and ask again.
    case hold
    /// The last stage is done.
    case promote
    /// Take the treatment out of traffic, as it is harmful.
    case rollback
    /// Take the treatment out of traffic, as it cannot be promoted.
    case stop
  }

  /// A condition that rolls back at this stage.
  public struct Condition: Equatable, Codable, Sendable {
    /// What the log says of it.
    public enum Status: String, Codable, Sendable {
      /// Shown to be exceeded.
      case exceeded
      /// Judged, and not shown to be exceeded.
      case notShown
      /// It cannot be judged yet.
      case unclear
      /// Nothing of this stage can be held against it: what counts is what the stages before it proved.
      case notCompared
    }

    public var metric: String
    public var threshold: String
    public var status: Status
    /// Natural logarithm of the evidence that it is exceeded; nil where there is none.
    public var logEValue: Double?
    /// Of a comparison by blocks of time, over all looks; nil where there is none.
    public var pValue: Double?
  }

  /// A level that rolls back whatever the control does, and what the treatment's rows of all stages say of it.
  public struct Level: Equatable, Codable, Sendable {
    public var metric: String
    /// Such as `above 5%`.
    public var level: String
    public var status: Condition.Status
    /// The metric's value, or of a quantile the share of rows beyond the level; nil without rows.
    public var value: Double?
    public var isShareBeyond: Bool
    /// Natural logarithm of the evidence that the level is passed; nil where there is none.
    public var logEValue: Double?
    public var pValue: Double?
    /// Where they are too few to tell: the effective units.
    public var effective: Double?
  }

  /// How far predictions of the treatment lie from those of the control within the stage, which is told once,
  /// when its time is over.
  public struct Drift: Equatable, Codable, Sendable {
    public var column: String
    /// The drift score beyond which it rolls back.
    public var limit: Double
    public var status: Condition.Status
    /// The Jensen-Shannon distance, from 0 to 1; nil where it cannot be told.
    public var score: Double?
    /// Limits of the distance at this question's share of the error rate, each by itself.
    public var lower: Double?
    public var upper: Double?
    /// That the distance is at most the limit.
    public var pValue: Double?
    /// Rows of each variant, control first.
    public var rows: [Int]
    /// How many rows count as one in each variant, where rows come in units.
    public var designEffects: [Double]?
  }

  /// From 1.
  public var stage: Int
  public var count: Int
  /// The treatment's per cent of traffic now.
  public var current: Double
  /// What it is to be.
  public var next: Double
  public var action: Action
  public var started: Timestamp?
  /// When the stage may end at the earliest.
  public var earliest: Timestamp?
  /// The units of each variant within the stage, control first.
  public var units: [Int]
  public var conditions: [Condition]
  /// Whether the control still answers requests, so that what this stage brings can be compared.
  public var comparison: Comparison
  /// The levels in force; nil where the plan has none.
  public var levels: [Level]?
  /// The predictions of both variants within the stage; nil where the plan does not ask.
  public var drift: Drift?
  /// The blocks of time of each variant that all traffic is held against the control before it by.
  public var blocks: [Int]?

  /// What the present stage can be held against.
  public enum Comparison: String, Codable, Sendable {
    case concurrent
    /// The control's rows of the stages before, by blocks of time: all traffic is the treatment's.
    case before
    /// Nothing: all traffic is the treatment's, and no row of it was read yet.
    case none
  }
}
