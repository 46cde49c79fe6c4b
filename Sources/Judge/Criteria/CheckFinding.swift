extension Check {
  /// What was found, in numbers; the state follows from it.
  public enum Finding: Equatable, Codable, Sendable {
    /// Nothing was looked at yet.
    case notEvaluated
    /// A value was measured and held against a threshold.
    case compared(ThresholdComparison)
    /// The value could not be measured, or not well enough.
    case unmeasurable(Unmeasurable)
    /// A value was compared with the baseline's on the same rows.
    case paired(PairedComparison)
    case scores(ScoreAccount)
    /// So many rows have their label.
    case coverage(share: Double, required: Double, rows: Int)
    /// The log reaches back so many seconds.
    case span(seconds: Double, required: Double)
    /// Requests a second of a load test.
    case traffic(perSecond: Double, required: Double)
    /// The columns that were declared, and what is wrong with them.
    case signature(columns: Int, issues: [SignatureIssue])
    /// The fields that were asked for, and what is wrong with them.
    case manifest(file: String, fields: Int, issues: [FieldIssue])
    case evidence(EvidenceFinding)
    /// What the answer consists of.
    case combined(Combination, [Check])
    case cases([SmokeCase])
    /// An override names this check, and there is none of the name.
    case unknownCheck
  }

  /// How parts make a whole.
  public enum Combination: String, Codable, Sendable, CaseIterable {
    case all, any
  }
}

extension Check.Finding {
  /// What the finding says by itself.
  public var state: Check.State {
    switch self {
    case .notEvaluated, .unmeasurable, .unknownCheck: .notJudged
    case .compared(let comparison): comparison.state
    case .paired(let paired): paired.comparison.state
    case .scores(let account): account.state
    case .coverage(let share, let required, let rows):
      rows > 0 && share >= required ? .passed : .notJudged
    // A row short of the window at either end does not make it shorter.
    case .span(let seconds, let required): seconds >= required * 0.95 ? .passed : .notJudged
    case .traffic(let perSecond, let required): perSecond >= required ? .passed : .notJudged
    case .signature(_, let issues): Self.worst(issues.map(\.state))
    case .manifest(_, _, let issues): Self.worst(issues.map(\.state))
    case .evidence(let finding): finding.state
    case .combined(.all, let parts): parts.isEmpty ? .notJudged : Self.worst(parts.map(\.state))
    case .combined(.any, let parts): Self.best(parts.map(\.state))
    case .cases(let cases):
      cases.isEmpty ? .notJudged : cases.allSatisfy { $0.problem == nil } ? .passed : .failed
    }
  }

  private static func worst(_ states: [Check.State]) -> Check.State {
    if states.contains(.failed) { return .failed }
    return states.contains(.notJudged) ? .notJudged : .passed
  }

  private static func best(_ states: [Check.State]) -> Check.State {
    if states.contains(.passed) { return .passed }
    return states.isEmpty || states.contains(.notJudged) ? .notJudged : .failed
  }
}

/// The same quantity of candidate and baseline on the rows that both answered.
public struct PairedComparison: Equatable, Codable, Sendable {
  public var candidate: Double
  public var baseline: Double
  /// The difference candidate − baseline against the margin.
  public var comparison: ThresholdComparison

  /// Creates a comparison.
  public init(candidate: Double, baseline: Double, comparison: ThresholdComparison) {
    (self.candidate, self.baseline, self.comparison) = (candidate, baseline, comparison)
  }
}
