public import Summaries

/// Whatever decides about a rollout: the judgement of a plan, or another rule that is held against it.
public protocol RolloutJudge: Sendable {
  /// The scan it wants made, and of what plan.
  var layout: ScanLayout { get }
  /// Decides from what the scan found by a look.
  func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision
}

extension Judgement: RolloutJudge {}
