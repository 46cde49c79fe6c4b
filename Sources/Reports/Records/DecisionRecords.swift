public import Judge
internal import Summaries

/// The records that a decision leaves: where it stands, and the deployment, rollback or change of weight that
/// it asks for.
public struct DecisionRecords: Sendable {
  private let decision: Decision
  private let context: RecordContext

  /// Creates the records of one decision.
  public init(_ decision: Decision, _ context: RecordContext) {
    (self.decision, self.context) = (decision, context)
  }

  /// Never empty, in the order they are kept.
  public var records: [Record] {
    [status] + overrides + [deployment, rollback, ramp].compactMap(\.self)
  }

  private var texts: [JSONValue] {
    let texts = ReasonText(decision)
    return decision.reasons.map { .string(InertText.line(texts.clause($0))) }
  }

  private var controlName: String? { decision.sample.arms.first?.variant }

  /// The treatment that was promoted, or the one whose harm was shown; the only one where there is one.
  private var treatmentName: String? {
    if let promoted = decision.promoted { return promoted }
    for reason in decision.reasons {
      if case .harmShown(_, let treatment, _, _, _, _, true) = reason { return treatment }
    }
    return decision.treatments.count == 1 ? decision.treatments.first?.variant : nil
  }

  /// The candidate of a plan that judges one model alone.
  private var candidate: String? { decision.validation?.model }

  private var modelName: String { context.modelName ?? decision.plan.name }
  private var modelVersion: String? { context.modelVersion ?? treatmentName ?? candidate }
  private var previousVersion: String? { context.previousVersion ?? controlName }

  // MARK: Kinds

  private var status: Record {
    switch decision.plan.strategy {
    case .ab: experimentStatus
    case .canary: rolloutStatus
    case .validation: deploymentValidation
    case .shadow, .blueGreen, .rolling, .drift, .monitor: validationResult
    }
  }

  private var rolloutStatus: Record {
    var members = experimentStatus.members
    members["stage"] = decision.stage.map { stage in
      .object([
        "number": .integer(stage.stage), "count": .integer(stage.count),
        "traffic": JSONValue(stage.current), "next": JSONValue(stage.next),
        "action": .string(stage.action.rawValue),
        "started": JSONValue(stage.started.map(TimeText.iso8601)),
        "earliest": JSONValue(stage.earliest.map(TimeText.iso8601)),
      ])
    }
    return Record(.rolloutStatus, at: context.timestamp, members)
  }

  private var deploymentValidation: Record {
    let record = decision.validation.map { JSONReport.validation(decision, $0) }
    guard case .object(let found)? = record else { return validationResult }
    return Record(
      .deploymentValidation, at: context.timestamp,
      [
        "model_name": .string(modelName),
        "model_version": JSONValue(modelVersion),
        "model_id": found["modelId"] ?? .null,
        "checks": found["checks"] ?? .null,
        "passed": found["passed"] ?? .null,
        "issues": found["issues"] ?? .null,
        "verdict": .string(decision.verdict.rawValue),
        "plan_sha256": .string(decision.plan.hash),
        "triggered_by": .string(context.triggeredBy),
      ])
  }

  /// One a check that somebody set aside.
  private var overrides: [Record] {
    (decision.checks ?? []).compactMap(\.override).map { override in
      Record(
        .override, at: context.timestamp,
        [
          "model_name": .string(modelName), "check": .string(override.check),
          "name": .string(override.name), "reason": .string(override.reason),
          "triggered_by": .string(context.triggeredBy),
        ])
    }
  }

  private var experimentStatus: Record {
    let progress: Double? =
      if case .collecting(let progress) = decision.state { progress } else { nil }
    return Record(
      .experimentStatus, at: context.timestamp,
      [
        "test_name": .string(decision.plan.name),
        "plan_sha256": .string(decision.plan.hash),
        "configuration": configuration,
        "status": .string(decision.state.name),
        "progress": JSONValue(progress),
        "verdict": .string(decision.verdict.rawValue),
        "outcome": .string(decision.outcome.rawValue),
        "winner": JSONValue(decision.promoted),
        "variants": .array(decision.sample.arms.map(arm)),
        "first_row_at": JSONValue(decision.sample.firstTime.map(TimeText.iso8601)),
        "last_row_at": JSONValue(decision.sample.lastTime.map(TimeText.iso8601)),
        "reasons": .array(texts),
        "triggered_by": .string(context.triggeredBy),
      ])
  }

  private var configuration: JSONValue {
    .object([
      "strategy": .string(decision.plan.strategy.rawValue),
      "control": JSONValue(controlName),
      "treatments": .array(decision.treatments.map { .string($0.variant) }),
      "significance": JSONValue(decision.budgets.falsePromotion),
      "rollback_significance": JSONValue(decision.budgets.falseRollback),
      "metrics": .array(
        (decision.treatments.first?.metrics ?? []).map { metric in
          .object([
            "name": .string(metric.name), "role": .string(metric.role.rawValue),
            "critical": .bool(metric.critical),
          ])
        }),
    ])
  }

  private func arm(_ arm: SampleAccount.Arm) -> JSONValue {
    .object([
      "name": .string(arm.variant), "rows": .integer(arm.rows), "units": .integer(arm.units),
      "planned_share": JSONValue(arm.plannedShare),
    ])
  }

  private var validationResult: Record {
    Record(
      .validationResult, at: context.timestamp,
      ["triggered_by": .string(context.triggeredBy), "model_name": .string(modelName)]
        .merging(result, uniquingKeysWith: { first, _ in first }))
  }

  /// What a deployment rests on.
  private var result: [String: JSONValue] {
    [
      "model_version": JSONValue(modelVersion),
      "plan_name": .string(decision.plan.name),
      "plan_sha256": .string(decision.plan.hash),
      "verdict": .string(decision.verdict.rawValue),
      "passed": passed,
      "issues": .array(decision.verdict == .promote ? [] : texts),
    ]
  }

  /// Null where it is not known: what is not known has not passed.
  private var passed: JSONValue {
    switch decision.verdict {
    case .promote: .bool(true)
    case .stop, .rollback: .bool(false)
    case .continue, .invalid: .null
    }
  }

  /// What was asked for; whether it was done, whoever does it records.
  private var deployment: Record? {
    let action: DeploymentAction
    switch decision.verdict {
    case .promote: action = .promote
    case .rollback: action = .rollback
    case .continue, .stop, .invalid: return nil
    }
    let goesBack = action == .rollback
    return Record(
      .deployment, at: context.timestamp,
      [
        "model_name": .string(modelName),
        "model_version": JSONValue(goesBack ? previousVersion : modelVersion),
        "previous_version": JSONValue(goesBack ? modelVersion : previousVersion),
        "action": .string(action.rawValue),
        "triggered_by": .string(context.triggeredBy),
        "validation_result": .object(result),
        "success": .null,
      ])
  }

  private var rollback: Record? {
    guard decision.verdict == .rollback else { return nil }
    return Record(
      .rollback, at: context.timestamp,
      [
        "model_name": .string(modelName),
        "from": JSONValue(modelVersion),
        "to": JSONValue(previousVersion),
        "reason": texts.first ?? .null,
        "automatic": .bool(true),
        "rolledBackAt": .string(TimeText.iso8601(context.timestamp)),
        "triggered_by": .string(context.triggeredBy),
      ])
  }

  private var ramp: Record? {
    let step = decision.ramp.map { ($0.current, $0.next, $0.earliest) }
    let stage = decision.stage.map { ($0.current, $0.next, $0.earliest) }
    guard let (current, next, earliest) = step ?? stage, next != current else { return nil }
    return Record(
      .ramp, at: context.timestamp,
      [
        "type": .string(next > current ? "ramp-up" : "ramp-down"),
        "test_name": .string(decision.plan.name),
        "from": .number(current),
        "to": .number(next),
        "earliest": JSONValue(earliest.map(TimeText.iso8601)),
        "triggered_by": .string(context.triggeredBy),
      ])
  }
}
