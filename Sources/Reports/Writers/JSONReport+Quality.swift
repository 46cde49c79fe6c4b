internal import Judge

/// The quality of predictions in a drift report.
extension JSONReport {
  static func harm(_ harm: DriftHarm) -> JSONValue {
    var members: [String: JSONValue] = [
      "status": .string(harm.status.rawValue), "qualities": .array(harm.qualities.map(quality)),
      "comparisons": .integer(harm.comparisons),
    ]
    members["groups"] = harm.groups.map { .array($0.map(quality)) }
    members["windows"] = harm.windows.map { .array($0.map(quality)) }
    members["uncountedGroups"] = harm.uncountedGroups.map { .array($0.map(JSONValue.string)) }
    return .object(members)
  }

  private static func quality(_ quality: DriftHarm.Quality) -> JSONValue {
    var members: [String: JSONValue] = [
      "measure": .string(quality.measure.rawValue), "scale": .string(quality.scale.rawValue),
      "status": .string(quality.status.rawValue), "reference": JSONValue(quality.reference),
      "current": JSONValue(quality.current), "change": bounds(quality.change),
      "referenceInterval": bounds(quality.referenceInterval),
      "currentInterval": bounds(quality.currentInterval),
      "referenceRows": .integer(quality.referenceRows),
      "currentRows": .integer(quality.currentRows), "tolerance": JSONValue(quality.tolerance),
    ]
    members["group"] = quality.group.map(group)
    members["start"] = quality.start.map { .string(TimeText.iso8601($0)) }
    members["cause"] = quality.cause.map { cause($0, QualityText(quality)) }
    return .object(members)
  }

  private static func group(_ group: DriftHarm.Group) -> JSONValue {
    .object(["column": .string(group.column)].merging(segment(group.value)) { first, _ in first })
  }

  private static func cause(_ cause: DriftHarm.Cause, _ text: QualityText) -> JSONValue {
    var members: [String: JSONValue]
    switch cause {
    case .unread(let log):
      members = ["code": .string("unread"), "log": .string(log.rawValue)]
    case .tooFewLabels(let rows, let required):
      members = [
        "code": .string("tooFewLabels"), "rows": .integer(rows), "required": .integer(required),
      ]
    case .labelsIncomplete(let share, let required):
      members = [
        "code": .string("labelsIncomplete"), "share": JSONValue(share),
        "required": JSONValue(required),
      ]
    case .tooFewEffectiveUnits(let effective, let required):
      members = [
        "code": .string("tooFewEffectiveUnits"), "effective": JSONValue(effective),
        "required": JSONValue(required),
      ]
    case .answersMissing(let rows, let share, let worst):
      members = [
        "code": .string("answersMissing"), "rows": .integer(rows), "share": JSONValue(share),
        "worst": JSONValue(worst),
      ]
    case .labelsOfZero(let rows):
      members = ["code": .string("labelsOfZero"), "rows": .integer(rows)]
    case .undefined: members = ["code": .string("undefined")]
    case .errorsAlike: members = ["code": .string("errorsAlike")]
    case .statistics: members = ["code": .string("statistics")]
    }
    members["text"] = .string(text.clause(cause))
    return .object(members)
  }

  /// How labels from a file met the rows of either log.
  static func labels(_ labels: DriftLabels) -> JSONValue {
    .object([
      "reference": labels.reference.map(self.labels) ?? .null,
      "current": labels.current.map(self.labels) ?? .null, "coverage": JSONValue(labels.coverage),
    ])
  }
}
