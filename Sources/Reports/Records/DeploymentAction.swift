internal import Judge

/// What is done to a model version.
public enum DeploymentAction: String, Sendable, CaseIterable {
  case promote, rollback, archive
}

/// How an action ended.
public enum DeploymentOutcome: String, Sendable, CaseIterable {
  case succeeded, failed
  /// It was asked for, and is not known to have been tried.
  case unknown

  var json: JSONValue {
    switch self {
    case .succeeded: .bool(true)
    case .failed: .bool(false)
    case .unknown: .null
    }
  }
}

extension Record {
  /// What a pipeline did, told by the pipeline.
  ///
  /// - Parameters:
  ///   - action: What was done.
  ///   - outcome: How it ended.
  ///   - context: To which model, when and by whom.
  ///   - report: The report it rests on, as `JSONReport` wrote it, where there is one.
  public init(
    _ action: DeploymentAction, _ outcome: DeploymentOutcome, context: RecordContext,
    restingOn report: FormerReport?
  ) {
    self.init(
      .deployment, at: context.timestamp,
      [
        "model_name": JSONValue(context.modelName),
        "model_version": JSONValue(context.modelVersion),
        "previous_version": JSONValue(context.previousVersion),
        "action": .string(action.rawValue),
        "triggered_by": .string(context.triggeredBy),
        "validation_result": report.map {
          .object([
            "plan_sha256": .string($0.planHash), "verdict": .string($0.verdict.rawValue),
            "passed": $0.verdict == .promote
              ? .bool(true) : $0.verdict == .stop || $0.verdict == .rollback ? .bool(false) : .null,
          ])
        } ?? .null,
        "success": outcome.json,
      ])
  }
}
