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
  /// All traffic is the treatment's: what was held against the control's rows of earlier stages and is not
  /// shown to be worse, and what could not be, so that a promotion rests on those stages alone.
  case allTraffic(compared: [String], notCompared: [String])
  /// The treatment is shown to be beyond a level, whatever the control does: its value, or of a quantile the share of
  /// rows beyond the level.
  case levelPassed(
    metric: String, level: String, value: Double, isShareBeyond: Bool, pValue: Double)
  /// Whether it is cannot be judged yet.
  case levelUnclear(metric: String, level: String, effective: Double?, required: Double)
  /// Predictions of the treatment are shown to lie further from the control's than the plan allows.
  case driftShown(column: String, score: Double, lower: Double, limit: Double, pValue: Double)
  /// Whether they do cannot be judged.
  case driftUnclear(column: String, limit: Double, rows: [Int])
  /// Traffic may grow, at a time when the plan's calendar lets nobody act on it.
  case stageOutsideCalendar(present: Timestamp?, earliest: Timestamp?)

  // Few clusters
  /// Harm is shown by t on clusters.
  case clusterHarm(
    metric: String, effect: Double, nullEffect: Double, threshold: String, scale: Estimand.Scale,
    pValue: Double, clusters: [Int], critical: Bool)
  /// The log does not show a change from one variant to the other yet.
  case changeNotSeen
  /// No look was taken yet, or none since the last server was updated.
  case waitingForLook(taken: Int, next: Timestamp)
  case clustersTooFew(variant: String, clusters: Int, required: Int)
  /// One side misses more of a metric's values than the other, by more than is tolerated: shares of rows.
  case valuesMissing(
    metric: String, variant: String, control: Double, treated: Double, tolerated: Double)
  /// Neither side has an event, on too few clusters to bound its share by the margin; so many would do.
  case noEventsYet(metric: String, threshold: String, clusters: Int, required: Int?)
  /// The treatment did not answer for so long of the time after the switch that is judged.
  case treatmentSilent(variant: String, seconds: Double)
  /// Servers answered nothing between the last two looks, which lie so many seconds apart.
  case serversSilent(servers: [String], seconds: Double)
  /// The time after the switch that is judged is not over.
  case monitoringRunning(elapsedSeconds: Double, requiredSeconds: Double, until: Timestamp)
  /// It is over, and not all that a promotion needs was proven.
  case monitoringOver(seconds: Double)
  /// More servers are in the log than there should be, or too many to count.
  case serversUnknown(found: Int?, planned: Int)
  /// So many of the servers were updated, and nothing is shown against them.
  case serversPassed(updated: Int, of: Int)
}
