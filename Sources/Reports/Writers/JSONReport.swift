public import Judge

/// A decision as a JSON document for pipelines, described by `schemas/decision.schema.json`.
///
/// Keys are sorted, numbers exact, times ISO 8601 in UTC, and every choice is a `code` a program can
/// compare. A number that does not exist is null.
public enum JSONReport {
  /// The document of a decision; without an exit map its verdict is for reading only, and has no code.
  public static func text(_ decision: Decision, exitMap: ExitMap?) -> String {
    document(decision, exitMap).text
  }

  /// The document of a drift verdict.
  public static func text(_ decision: DriftDecision, exitMap: ExitMap) -> String {
    document(decision, exitMap).text
  }

  static func document(_ decision: Decision, _ exitMap: ExitMap?) -> JSONValue {
    let reasons = ReasonText(decision)
    var members: [String: JSONValue] = [
      "kind": .string("decision"),
      "schemaVersion": .integer(decision.schemaVersion),
      "plan": plan(decision.plan),
      "verdict": .string(decision.verdict.rawValue),
      "exitCode": JSONValue((exitMap?.code(for: decision)).map(Int.init)),
      "exitMap": JSONValue(exitMap?.rawValue),
      "promoted": JSONValue(decision.promoted),
      "state": state(decision.state),
      "outcome": .string(decision.outcome.rawValue),
      "policy": JSONValue(decision.policy?.rawValue),
      "reasons": .array(decision.reasons.map { reason($0, text: reasons.clause($0)) }),
      "rules": .array(decision.rules.map { .string($0.rawValue) }),
      "budgets": .object([
        "falsePromotion": JSONValue(decision.budgets.falsePromotion),
        "falseRollback": JSONValue(decision.budgets.falseRollback),
        "falseStop": JSONValue(decision.budgets.falseStop),
        "falseInvalid": JSONValue(decision.budgets.falseInvalid),
        "joint": JSONValue(decision.budgets.joint),
      ]),
      "sample": sample(decision.sample),
      "sampleRatio": decision.sampleRatio.map(sampleRatio) ?? .null,
      "treatments": .array(decision.treatments.map(treatment)),
      "ramp": decision.ramp.map(ramp) ?? .null,
    ]
    if let cost = decision.price { members["price"] = price(cost) }
    if let comparison = decision.shadow { members["shadow"] = shadow(comparison) }
    if let account = decision.clusters {
      members["clusters"] = clusters(account, decision.treatments.first?.metrics ?? [])
    }
    if let account = decision.stage { members["stage"] = stage(account, decision.sample.arms) }
    if let checks = decision.checks { members["checks"] = .array(checks.map(check)) }
    if let record = decision.validation { members["validation"] = validation(decision, record) }
    return .object(members)
  }

  static func plan(_ plan: PlanIdentity) -> JSONValue {
    .object([
      "name": .string(plan.name),
      "strategy": .string(plan.strategy.rawValue),
      "hash": .string(plan.hash),
    ])
  }

  private static func state(_ state: ExperimentState) -> JSONValue {
    let progress: Double? = if case .collecting(let progress) = state { progress } else { nil }
    return .object(["name": .string(state.name), "progress": JSONValue(progress)])
  }

  static func bounds(_ bounds: Bounds?) -> JSONValue {
    guard let bounds else { return .null }
    return .object(["lower": JSONValue(bounds.lower), "upper": JSONValue(bounds.upper)])
  }

  private static func ramp(_ step: RampStep) -> JSONValue {
    .object([
      "current": JSONValue(step.current),
      "next": JSONValue(step.next),
      "earliest": JSONValue(step.earliest.map(TimeText.iso8601)),
    ])
  }
}
