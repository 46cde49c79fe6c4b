internal import Judge
internal import Summaries

/// Predictions that are none, as numbers.
extension JSONReport {
  static func notFinite(
    _ column: String, _ variant: String, _ rows: Int, share: Double, tolerated: Double
  ) -> (String, [String: JSONValue]) {
    (
      "valuesNotFinite",
      [
        "column": .string(column), "variant": .string(variant), "rows": .integer(rows),
        "share": JSONValue(share), "tolerated": JSONValue(tolerated),
      ]
    )
  }

  static func constantPredictions(
    _ column: String, _ variant: String, _ value: String, _ rows: Int, pValue: Double
  ) -> (String, [String: JSONValue]) {
    (
      "constantPredictions",
      [
        "column": .string(column), "variant": .string(variant), "value": .string(value),
        "rows": .integer(rows), "pValue": JSONValue(pValue),
      ]
    )
  }

  static func predictions(_ values: PredictionValues) -> JSONValue {
    .object([
      "column": .string(values.column), "variant": .string(values.variant),
      "rows": .integer(values.rows),
      "distinct": values.distinct.map(JSONValue.integer) ?? .null,
      "constant": JSONValue(values.constant),
      "pValue": values.pValue.map { JSONValue($0) } ?? .null,
    ])
  }

  static func nonFinite(_ found: NonFiniteShare) -> JSONValue {
    .object([
      "column": .string(found.column), "variant": .string(found.variant),
      "rows": .integer(found.rows), "share": JSONValue(found.share),
    ])
  }

  static func cohort(_ cohort: LabelCohort) -> JSONValue {
    func list(_ counts: [Int]) -> JSONValue { .array(counts.map(JSONValue.integer)) }
    return .object([
      "day": .string(TimeText.iso8601(cohort.day)), "units": list(cohort.units),
      "mature": list(cohort.mature), "rows": list(cohort.rows),
      "labelled": list(cohort.labelled),
    ])
  }
}
