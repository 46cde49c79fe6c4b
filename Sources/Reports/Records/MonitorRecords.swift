public import Judge
internal import Summaries

/// The records that a monitor's decision leaves: the state of its triggers, and the rollback that they ask for.
public struct MonitorRecords: Sendable {
  private let decision: MonitorDecision
  private let context: RecordContext

  /// Creates the records of one decision.
  public init(_ decision: MonitorDecision, _ context: RecordContext) {
    (self.decision, self.context) = (decision, context)
  }

  /// Never empty, in the order they are kept.
  public var records: [Record] { [status] + [rollback].compactMap(\.self) }

  private var modelName: JSONValue { .string(context.modelName ?? decision.plan.name) }

  private var raised: [TriggerState] { decision.triggers.filter { $0.status == .raised } }

  private var status: Record {
    Record(
      .monitorStatus, at: context.timestamp,
      [
        "model_name": modelName,
        "plan_sha256": .string(decision.plan.hash),
        "verdict": .string(decision.verdict.rawValue),
        "triggers": .array(
          decision.triggers.map { state in
            .object([
              "name": .string(state.trigger.name), "status": .string(state.status.rawValue),
              "severity": .string(state.trigger.severity.rawValue),
              "action": .string(state.trigger.action.rawValue),
              "raised_since": JSONValue(state.raisedSince.map(TimeText.iso8601)),
              "requested_by": JSONValue(state.request?.by),
              "reason": JSONValue(state.request?.reason),
            ])
          }),
        "triggered_by": .string(context.triggeredBy),
      ])
  }

  /// To the version that the plan finds in its records, unless the command line names one.
  private var rollback: Record? {
    guard decision.verdict == .rollback else { return nil }
    let asking = raised.filter { $0.trigger.action == .rollback }
    let causes = asking.map { state in
      let asked = state.request.map {
        " (asked for by \(InertText.name($0.by)): \(InertText.name($0.reason, limit: 200)))"
      }
      return InertText.name(state.trigger.name) + (asked ?? "")
    }
    let target = context.previousVersion ?? decision.rollbackTarget?.version
    return Record(
      .rollback, at: context.timestamp,
      [
        "model_name": modelName,
        "from": JSONValue(context.modelVersion ?? decision.rollbackTarget?.present),
        "to": JSONValue(target),
        "reason": .string("raised: \(causes.joined(separator: ", "))"),
        "automatic": .bool(!asking.allSatisfy { $0.request != nil }),
        "rolledBackAt": .string(TimeText.iso8601(context.timestamp)),
        "triggered_by": .string(context.triggeredBy),
      ])
  }
}

extension TriggerState {
  /// Who asked for it, and why, where someone did.
  fileprivate var request: (by: String, reason: String)? {
    for case .requested(let by, let reason, _) in causes { return (by, reason) }
    return nil
  }
}
