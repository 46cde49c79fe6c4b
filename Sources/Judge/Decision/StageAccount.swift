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
    }

    public var metric: String
    public var threshold: String
    public var status: Status
    /// Natural logarithm of the evidence that it is exceeded; nil where there is none.
    public var logEValue: Double?
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

  /// What the present stage can be held against.
  public enum Comparison: String, Codable, Sendable {
    case concurrent
    /// Nothing: all traffic is the treatment's, and what is judged is what came before.
    case none
  }
}
