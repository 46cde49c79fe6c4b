internal import Judge
internal import Summaries

extension JSONReport {
  static func outlook(_ outlook: Outlook) -> JSONValue {
    .object([
      "probability": JSONValue(outlook.probability),
      "by": JSONValue(outlook.by.map(TimeText.iso8601)),
      "limitedBy": JSONValue(outlook.limitedBy),
      "needs": .array(outlook.needs.map(need)),
    ])
  }

  private static func need(_ need: Outlook.Need) -> JSONValue {
    func date(_ time: Timestamp?) -> JSONValue { JSONValue(time.map(TimeText.iso8601)) }
    return switch need {
    case .units(let variant, let missing, let expected):
      .object([
        "code": .string("units"), "variant": .string(variant), "unitsMissing": .integer(missing),
        "expectedAt": date(expected),
      ])
    case .completeUnits(let metric, let missing, let expected):
      .object([
        "code": .string("completeUnits"), "metric": .string(metric),
        "unitsMissing": .integer(missing), "expectedAt": date(expected),
      ])
    case .time(let seconds, let until):
      .object(["code": .string("time"), "seconds": JSONValue(seconds), "until": date(until)])
    case .effect(let metric, let question, let additional, let scale, let missing, let expected):
      .object([
        "code": .string("effect"), "metric": .string(metric),
        "question": .string(question.rawValue), "additional": JSONValue(additional),
        "scale": .string(scale.rawValue), "unitsMissing": JSONValue(missing),
        "expectedAt": date(expected),
      ])
    case .effectiveUnits(let metric, let effective, let required, let missing, let expected):
      .object([
        "code": .string("effectiveUnits"), "metric": .string(metric),
        "effective": JSONValue(effective), "required": JSONValue(required),
        "unitsMissing": JSONValue(missing), "expectedAt": date(expected),
      ])
    case .value(let metric):
      .object(["code": .string("value"), "metric": .string(metric)])
    }
  }
}
