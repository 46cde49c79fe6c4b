public import Summaries

/// A reason of the strategies that change traffic in steps.
public enum RolloutReason: Equatable, Codable, Sendable {
  // Stages of a canary
  /// The stage has shown no harm for as long as the plan asks, on enough units: traffic may grow.
  case stagePassed(stage: Int, of: Int, traffic: Double, next: Double)
  /// The stage is not over.
  case stageRunning(
    stage: Int, of: Int, elapsedSeconds: Double, requiredSeconds: Double, until: Timestamp?)
  /// Too few units of a variant came within the stage.
  case stageSample(stage: Int, of: Int, variant: String, units: Int, required: Int)
  /// A condition that rolls back cannot be judged yet, in the variant with the fewest effective units.
  case conditionUnclear(metric: String, threshold: String, effective: Double?, required: Double)
  /// The next stage leaves nothing to compare with: it needs the proof of a promotion.
  case proofBeforeAllTraffic(stage: Int, of: Int)
  /// Traffic may grow, at a time when the plan's calendar lets nobody act on it.
  case stageOutsideCalendar(present: Timestamp?, earliest: Timestamp?)
}
