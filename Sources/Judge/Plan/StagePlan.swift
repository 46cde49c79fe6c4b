public import Summaries

/// One stage of a canary: how much traffic the treatment has, for how long, and what rolls it back.
public struct StagePlan: Equatable, Codable, Sendable {
  /// The treatment's per cent of all traffic, above 0.
  public var traffic: Double
  /// Seconds from the end of the warm-up until the stage may end.
  public var duration: Double
  /// Seconds from the stage's start whose rows are left out.
  public var warmUp: Double = 0
  /// The units that each variant needs within the stage.
  public var minimumSample: Int = 50
  /// When it began, or is to begin; nil where whoever runs the gate says so.
  public var start: Timestamp?
  /// By metric, the deterioration that rolls back: those of earlier stages too, unless this one has its own.
  public var rollback: [String: Threshold] = [:]
  /// By metric, the level that rolls back whatever the control does: those of earlier stages too; nil without any.
  public var levels: [String: TriggerLimit]?
  /// The drift score of predictions, treatment against control, beyond which it rolls back: that of an
  /// earlier stage unless this one has its own; not asked where nil.
  public var driftScore: Double?

  /// Creates a stage without conditions.
  public init(traffic: Double, duration: Double) {
    (self.traffic, self.duration) = (traffic, duration)
  }

  /// Whether the control still answers some requests, so that there is something to compare with.
  var isConcurrent: Bool { traffic < 100 }
}
