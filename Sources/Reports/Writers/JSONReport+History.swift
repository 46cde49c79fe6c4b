public import Judge
internal import Summaries

extension JSONReport {
  /// The document of a replay: each look's decision as `gate` writes it, without a code.
  public static func text(_ history: DecisionHistory) -> String {
    JSONValue.object([
      "kind": .string("replay"),
      "schemaVersion": .integer(DecisionHistory.schemaVersion),
      "plan": plan(history.plan),
      "everySeconds": JSONValue(history.every),
      "firstDecisive": JSONValue(history.firstDecisive),
      "looks": .array(
        history.looks.map { look in
          .object([
            "until": .string(TimeText.iso8601(look.until)),
            "decision": document(look.decision, .standard),
          ])
        }),
    ]).text
  }
}
