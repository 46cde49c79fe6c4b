internal import Judge
internal import Summaries

/// Members that several reasons have.
extension JSONReport {
  static func leftOut(
    _ metric: String, _ treatment: String, _ control: Double, _ treated: Double,
    _ tolerated: Double, _ pValue: Double
  ) -> [String: JSONValue] {
    [
      "metric": .string(metric), "treatment": .string(treatment),
      "controlShare": JSONValue(control), "treatmentShare": JSONValue(treated),
      "tolerated": JSONValue(tolerated), "pValue": JSONValue(pValue),
    ]
  }

  static func looked(
    _ metric: String, _ treatment: String, _ looks: Int, _ statistic: Double, _ boundary: Double?
  ) -> [String: JSONValue] {
    [
      "metric": .string(metric), "treatment": .string(treatment), "looks": .integer(looks),
      "statistic": JSONValue(statistic), "boundary": JSONValue(boundary),
    ]
  }

  static func chance(
    _ treatment: String, _ probability: Double, _ required: Double, _ until: Timestamp?
  ) -> [String: JSONValue] {
    [
      "treatment": .string(treatment), "probability": JSONValue(probability),
      "required": JSONValue(required), "until": JSONValue(until.map(TimeText.iso8601)),
    ]
  }

  static func bound(
    _ metric: String, _ treatment: String, _ limit: Double?, _ required: Double,
    _ scale: Estimand.Scale, _ threshold: String
  ) -> [String: JSONValue] {
    [
      "metric": .string(metric), "treatment": .string(treatment), "limit": JSONValue(limit),
      "required": JSONValue(required), "scale": .string(scale.rawValue),
      "threshold": .string(threshold),
    ]
  }
}
