internal import Judge
internal import Summaries

extension JSONReport {
  static func sample(_ sample: SampleAccount) -> JSONValue {
    let arms = sample.arms.map { arm in
      JSONValue.object([
        "variant": .string(arm.variant),
        "rows": .integer(arm.rows),
        "units": .integer(arm.units),
        "plannedShare": JSONValue(arm.plannedShare),
      ])
    }
    var members: [String: JSONValue] = [
      "arms": .array(arms),
      "unitColumn": JSONValue(sample.unitColumn),
      "firstTime": JSONValue(sample.firstTime.map(TimeText.iso8601)),
      "lastTime": JSONValue(sample.lastTime.map(TimeText.iso8601)),
      "rows": .object([
        "read": .integer(sample.rows.read),
        "used": .integer(sample.rows.used),
        "filtered": .integer(sample.rows.filtered),
        "outsidePeriod": .integer(sample.rows.outsidePeriod),
        "failed": .integer(sample.rows.failed),
      ]),
      "rowErrors": rowErrors(sample.rowErrors),
      "unknownVariants": .object(sample.unknownVariants.mapValues(JSONValue.integer)),
      "unitsInSeveralVariants": .integer(sample.unitsInSeveralVariants),
      "damage": .array(sample.damage.map(damage)),
      "labels": sample.labels.map(labels) ?? .null,
    ]
    members["prePeriod"] = sample.prePeriod.map(labels)
    members["repeatedRequests"] = sample.repeatedRequests.map(JSONValue.integer)
    members["assignment"] = sample.assignment.map(assignment)
    members["predictions"] = sample.predictions.map { .array($0.map(predictions)) }
    members["nonFinite"] = sample.nonFinite.map { .array($0.map(nonFinite)) }
    return .object(members)
  }

  private static func assignment(_ counts: AssignmentCounts) -> JSONValue {
    func list(_ counts: [Int]) -> JSONValue { .array(counts.map(JSONValue.integer)) }
    return .object([
      "moved": .integer(counts.moved), "checked": list(counts.checked),
      "mismatched": list(counts.mismatched), "dropped": list(counts.dropped),
    ])
  }

  static func labels(_ labels: LabelAccount) -> JSONValue {
    var members: [String: JSONValue] = [
      "keys": .integer(labels.keys),
      "matchedRows": .integer(labels.matchedRows),
      "unmatchedRows": .integer(labels.unmatchedRows),
      "conflictingKeys": .integer(labels.conflictingKeys),
      "keysWithoutRow": .integer(labels.keysWithoutRow),
      "repeatedRows": .integer(labels.repeatedRows),
      "rowsRead": .integer(labels.rows.read),
      "rowErrors": rowErrors(labels.rowErrors),
    ]
    members["cohorts"] = labels.cohorts.map { .array($0.map(cohort)) }
    return .object(members)
  }

  static func sampleRatio(_ ratio: SampleRatio) -> JSONValue {
    .object([
      "observed": .array(ratio.observed.map(JSONValue.integer)),
      "expected": .array(ratio.expected.map { JSONValue($0) }),
      "sequentialPValue": JSONValue(ratio.sequentialPValue),
      "logBayesFactor": JSONValue(ratio.logBayesFactor),
      "fixedPValue": JSONValue(ratio.fixedPValue),
      "significance": JSONValue(ratio.significance),
      "mismatch": .bool(ratio.sequentialPValue <= ratio.significance),
    ])
  }

  static func rowErrors(_ errors: RowErrors) -> JSONValue {
    let counts = errors.counts.map { ($0.key.rawValue, JSONValue.integer($0.value)) }
    let examples = errors.examples.map { example in
      JSONValue.object([
        "code": .string(example.kind.rawValue),
        "file": .string(example.file),
        "line": .integer(example.line),
        "column": JSONValue(example.column),
        "value": .string(example.text),
      ])
    }
    return .object([
      "total": .integer(errors.total),
      "counts": .object(Dictionary(counts) { first, _ in first }),
      "examples": .array(examples),
    ])
  }

  private static func damage(_ damage: LogSummary.Damage) -> JSONValue {
    .object([
      "file": .string(damage.file),
      "byte": .integer(damage.byte),
      "cause": .string(damage.cause),
    ])
  }
}
