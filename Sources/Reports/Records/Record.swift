public import Judge
public import Summaries

/// One thing that happened to a model, in the shape that pipelines keep: a flat JSON object.
public struct Record: Equatable, Sendable {
  /// What it tells.
  public enum Kind: String, Sendable, CaseIterable {
    /// Where an experiment stands, and what it was asked.
    case experimentStatus = "ABTestStatus"
    /// What was found of a candidate that is not in service.
    case validationResult = "ValidationResult"
    /// The named checks of a candidate, and the issues they raise.
    case deploymentValidation = "DeploymentValidation"
    /// A check that a person set aside.
    case override = "Override"
    /// The stage that a rollout stands at.
    case rolloutStatus = "RolloutStatus"
    /// The triggers of a live model.
    case monitorStatus = "MonitorStatus"
    /// A model that was promoted, rolled back or archived, or is to be.
    case deployment = "DeploymentRecord"
    /// Why one goes back to another.
    case rollback = "RollbackTrigger"
    /// A change of weight.
    case ramp = "RampEvent"
  }

  public var kind: Kind
  public var timestamp: Timestamp
  var members: [String: JSONValue]

  init(_ kind: Kind, at timestamp: Timestamp, _ members: [String: JSONValue]) {
    (self.kind, self.timestamp, self.members) = (kind, timestamp, members)
  }

  /// The record as a line of a chain holds it, without the digest.
  public func body(at position: RecordPosition) -> String {
    var members = members
    members["record_type"] = .string(kind.rawValue)
    members["timestamp"] = .string(TimeText.iso8601(timestamp))
    members["sequence"] = .integer(position.sequence)
    members["previous_record"] = JSONValue(position.previous)
    return JSONValue.object(members).line
  }
}

/// What happened outside of assay, which a record names and no log tells.
public struct RecordContext: Equatable, Sendable {
  public var timestamp: Timestamp
  /// Who, or which job, asked.
  public var triggeredBy: String
  /// The plan's name where nil.
  public var modelName: String?
  /// The treatment's name where nil.
  public var modelVersion: String?
  /// The control's name where nil.
  public var previousVersion: String?

  /// Creates a context.
  public init(
    timestamp: Timestamp, triggeredBy: String, modelName: String? = nil,
    modelVersion: String? = nil, previousVersion: String? = nil
  ) {
    (self.timestamp, self.triggeredBy) = (timestamp, triggeredBy)
    (self.modelName, self.modelVersion) = (modelName, modelVersion)
    self.previousVersion = previousVersion
  }
}
