public import Judge
internal import Summaries

extension JSONReport {
  /// The document of a ramp's next step, with its event as a record.
  public static func text(_ advice: RampAdvice) -> String {
    JSONValue.object([
      "kind": .string("ramp"),
      "schemaVersion": .integer(Decision.schemaVersion),
      "plan": plan(advice.plan),
      "verdict": .string(advice.verdict.rawValue),
      "exitCode": .integer(Int(advice.exitCode)),
      "event": .object([
        "type": .string(advice.event.rawValue),
        "from": JSONValue(advice.from),
        "to": JSONValue(advice.to),
        "timestamp": .string(TimeText.iso8601(advice.timestamp)),
      ]),
      "earliest": JSONValue(advice.earliest.map(TimeText.iso8601)),
      "cause": cause(advice.cause),
      "budget": advice.budget.map(account) ?? .null,
    ]).text
  }

  private static func cause(_ cause: RampAdvice.Cause) -> JSONValue {
    switch cause {
    case .noData: .string("noData")
    case .nothingWrong: .string("nothingWrong")
    case .guardrailsProven: .string("guardrailsProven")
    case .tooEarly: .string("tooEarly")
    case .atMaximum: .string("atMaximum")
    case .silent: .string("silent")
    case .blind: .string("blind")
    case .budget: .string("budget")
    case .verdict: .string("verdict")
    }
  }

  private static func account(_ account: HarmAccount) -> JSONValue {
    .object([
      "metric": .string(account.metric),
      "allowed": JSONValue(account.allowed),
      "worstPerUnit": JSONValue(account.worstPerUnit),
      "treated": .integer(account.treated),
      "incurred": JSONValue(account.incurred),
      "weight": JSONValue(account.weight),
      "expected": JSONValue(account.expected),
    ])
  }
}
