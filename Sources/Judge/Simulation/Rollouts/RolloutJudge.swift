public import Summaries

/// Whatever decides about a rollout: the judgement of a plan, or another rule that is held against it.
public protocol RolloutJudge: Sendable {
  /// The scan it wants made, and of what plan.
  var layout: ScanLayout { get }
  /// Decides from what the scan found by a look.
  func decide(_ first: LogSummary, secondPass: LogSummary?) -> Decision
  /// Decides at one of many looks at one rollout; a judge need not remember anything.
  func decide(
    _ first: LogSummary, secondPass: LogSummary?, remembering memory: LookMemory
  ) -> Decision
}

extension RolloutJudge {
  public func decide(
    _ first: LogSummary, secondPass: LogSummary?, remembering memory: LookMemory
  ) -> Decision {
    decide(first, secondPass: secondPass)
  }
}

extension Judgement: RolloutJudge {}
