public import Summaries

/// What a gate said, or would have said, look by look.
public struct DecisionHistory: Equatable, Codable, Sendable {
  /// One look.
  public struct Look: Equatable, Codable, Sendable {
    /// Only rows before this instant were known.
    public var until: Timestamp
    public var decision: Decision

    /// Creates a look.
    public init(until: Timestamp, decision: Decision) {
      (self.until, self.decision) = (until, decision)
    }
  }

  /// The version of this value's JSON form.
  public static let schemaVersion = 1

  public var plan: PlanIdentity
  /// Seconds between two looks.
  public var every: Double
  /// In the order of time.
  public var looks: [Look]

  /// Creates a history.
  public init(plan: PlanIdentity, every: Double, looks: [Look]) {
    (self.plan, self.every, self.looks) = (plan, every, looks)
  }

  /// The index of the first look that would have ended the experiment.
  public var firstDecisive: Int? { looks.firstIndex { $0.decision.verdict != .continue } }
}
