public import Judge

extension JSONReport {
  /// The document of a planned test, numbers exact; described in `docs/test-command.md`.
  public static func text(_ answer: PowerAnswer) -> String {
    let question = answer.question
    return JSONValue.object([
      "kind": .string("power"),
      "schemaVersion": .integer(1),
      "test": .string(question.kind.rawValue),
      "found": .string(answer.found.rawValue),
      "sizes": .array(answer.sizes.map(JSONValue.integer)),
      "total": .integer(answer.total),
      "effect": JSONValue(answer.effect),
      "power": JSONValue(answer.power),
      "significance": JSONValue(question.significance),
      "alternative": .string(question.sides.rawValue),
      "margin": JSONValue(question.margin),
      "days": JSONValue(answer.days),
      "designEffect": JSONValue(answer.designEffect),
      "fixedSampleRatio": JSONValue(answer.fixedSampleRatio),
      "expectedTotal": JSONValue(answer.expectedTotal),
    ]).text
  }
}
