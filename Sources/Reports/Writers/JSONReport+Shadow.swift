internal import Judge
internal import Summaries

extension JSONReport {
  static func shadow(_ shadow: ShadowComparison) -> JSONValue {
    .object([
      "pairs": pairs(shadow.pairs),
      "agreement": shadow.agreement.map(agreement) ?? .null,
      "scoreDifference": shadow.scoreDifference.map(measurement) ?? .null,
      "scoreDistance": shadow.scoreDistance.map(measurement) ?? .null,
      "discordance": .array(
        shadow.discordance.map { row in
          .object([
            "metric": .string(row.metric), "more": .integer(row.more), "less": .integer(row.less),
            "pValue": JSONValue(row.pValue), "anytimePValue": JSONValue(row.anytimePValue),
          ])
        }),
      "slices": .array(
        shadow.slices.map { slice in
          .object([
            "column": .string(slice.column), "value": .string(slice.value),
            "requests": .integer(slice.requests), "disagreement": measurement(slice.disagreement),
          ])
        }),
      "unslicedColumns": .array(shadow.unslicedColumns.map(JSONValue.string)),
      "areas": shadow.areas.map(areas) ?? .null,
      "answers": shadow.answers.map(column) ?? .null,
    ])
  }

  private static func areas(_ areas: PairedAreaComparison) -> JSONValue {
    .object([
      "requests": .integer(areas.requests),
      "positives": .integer(areas.positives),
      "units": .integer(areas.units),
      "control": JSONValue(areas.control),
      "treatment": JSONValue(areas.treatment),
      "difference": JSONValue(areas.difference),
      "standardError": JSONValue(areas.standardError),
      "margin": JSONValue(areas.margin),
      "lower": JSONValue(areas.lower),
      "pValue": JSONValue(areas.pValue),
      "missedPValue": JSONValue(areas.missedPValue),
      "classicalPValue": JSONValue(areas.classicalPValue),
    ])
  }

  private static func pairs(_ pairs: ShadowComparison.Pairs) -> JSONValue {
    .object([
      "both": .integer(pairs.both),
      "logOnly": .integer(pairs.logOnly),
      "shadowOnly": JSONValue(pairs.shadowOnly),
      "missingShare": JSONValue(pairs.missingShare),
      "tolerated": JSONValue(pairs.tolerated),
      "repeatedRows": .integer(pairs.repeatedRows),
      "shadowKeys": .integer(pairs.shadowKeys),
      "conflictingKeys": .integer(pairs.conflictingKeys),
      "rowsRead": .integer(pairs.rows.read),
      "rowErrors": rowErrors(pairs.rowErrors),
    ])
  }

  private static func agreement(_ agreement: ShadowComparison.Agreement) -> JSONValue {
    .object([
      "share": measurement(agreement.share),
      "required": JSONValue(agreement.required),
      "pValue": JSONValue(agreement.pValue),
      "missedPValue": JSONValue(agreement.missedPValue),
    ])
  }

  private static func measurement(_ found: ShadowComparison.Measurement) -> JSONValue {
    .object([
      "units": .integer(found.units),
      "value": JSONValue(found.value),
      "standardError": JSONValue(found.standardError),
      "interval": bounds(found.interval),
    ])
  }

  /// The members of the reasons that only a shadow has.
  static func parts(of reason: ShadowReason) -> (code: String, members: [String: JSONValue]) {
    switch reason {
    case .pairsMissing(let logOnly, let shadowOnly, let share, let tolerated):
      (
        "pairsMissing",
        [
          "logOnly": .integer(logOnly), "shadowOnly": JSONValue(shadowOnly),
          "share": JSONValue(share), "tolerated": JSONValue(tolerated),
        ]
      )
    case .answersContradict(let keys, let share, let tolerated):
      (
        "answersContradict",
        ["keys": .integer(keys), "share": JSONValue(share), "tolerated": JSONValue(tolerated)]
      )
    case .valuesUnpaired(let metric, let share, let tolerated):
      (
        "valuesUnpaired",
        [
          "metric": .string(metric), "share": JSONValue(share), "tolerated": JSONValue(tolerated),
        ]
      )
    case .agreementProven(let share, let lower, let required):
      ("agreementProven", agreed(share, "lower", lower, required))
    case .agreementNotProven(let share, let lower, let required):
      ("agreementNotProven", agreed(share, "lower", lower, required))
    case .agreementMissed(let share, let upper, let required):
      ("agreementMissed", agreed(share, "upper", upper, required))
    case .areaProven(let difference, let lower, let margin):
      ("areaProven", ranked(difference, lower, margin))
    case .areaNotProven(let difference, let lower, let margin):
      ("areaNotProven", ranked(difference, lower, margin))
    case .areaMissed(let difference, let margin):
      (
        "areaMissed", ["difference": JSONValue(difference), "margin": JSONValue(margin)]
      )
    case .passed(let treatment):
      ("shadowPassed", ["treatment": .string(treatment)])
    }
  }

  private static func ranked(
    _ difference: Double?, _ lower: Double?, _ margin: Double
  ) -> [String: JSONValue] {
    [
      "difference": JSONValue(difference), "lower": JSONValue(lower), "margin": JSONValue(margin),
    ]
  }

  private static func agreed(
    _ share: Double?, _ side: String, _ limit: Double?, _ required: Double
  ) -> [String: JSONValue] {
    ["share": JSONValue(share), side: JSONValue(limit), "required": JSONValue(required)]
  }
}
